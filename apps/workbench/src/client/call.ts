import type { InputOf, OperationName, OutputOf } from "../service/operations.js";
import { overHttp, type Transport } from "./transport.js";

/** The server that the page came from; in the build for a tab alone, the tab's own worker. */
const transport: Transport =
  import.meta.env.MODE === "tab"
    ? async (name, input) => (await import("./over-worker.js")).overWorker(name, input)
    : overHttp;

/** Asks for an operation. @throws ServiceError with one sentence for the person */
export function call<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>> {
  return transport(name, input) as Promise<OutputOf<Name>>;
}
