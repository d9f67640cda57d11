import type { ServiceFault } from "../service/run-operation.js";

/** What an operation answered instead of its output: one sentence for the person. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";

  constructor(
    sentence: string,
    /** `unreachable`: there was no answer, and it is not known whether anything was done. */
    readonly kind: ServiceFault["kind"] | "unreachable",
  ) {
    super(sentence);
  }
}
