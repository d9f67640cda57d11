import { DictionaryError, RecordsError } from "@seriatim/records";
import { RegistryError } from "@seriatim/registry";
import { StudyError } from "@seriatim/study";
import { z } from "zod";
import { type OperationName, operations } from "./operations.js";
import type { Session } from "./session.js";

/** What went wrong, for the person who asked. */
export interface ServiceFault {
  sentence: string;
  /** `conflict`: somebody else changed it meanwhile; `refused`: who asks may not; `fault`: our own, and the sentence says no more. */
  kind: "input" | "conflict" | "refused" | "damaged" | "unknown-operation" | "fault";
}

export type Answer = { output: unknown } | { error: ServiceFault };

/**
 * Runs an operation for whoever asks; never throws.
 *
 * @param onFault told of errors that are nobody's input
 */
export async function runOperation(
  session: Session,
  name: string,
  given: unknown,
  onFault: (error: unknown) => void = () => {},
): Promise<Answer> {
  if (!Object.hasOwn(operations, name))
    return {
      error: { kind: "unknown-operation", sentence: `“${name.slice(0, 60)}” is nothing that can be asked for` },
    };
  const { input, run } = operations[name as OperationName];
  try {
    const parsed = (input as z.ZodType).safeParse(given);
    if (!parsed.success)
      return { error: { kind: "input", sentence: `${name}: ${z.prettifyError(parsed.error).replaceAll("\n", " ")}` } };
    return { output: await (run as (session: Session, input: unknown) => Promise<unknown>)(session, parsed.data) };
  } catch (error) {
    const fault = faultOf(error);
    if (fault.kind === "fault") onFault(error);
    return { error: fault };
  }
}

function faultOf(error: unknown): ServiceFault {
  if (error instanceof RegistryError) return { kind: error.kind, sentence: error.message };
  if (error instanceof RecordsError || error instanceof DictionaryError || error instanceof StudyError)
    return { kind: "input", sentence: error.message };
  return { kind: "fault", sentence: "Something went wrong in the program itself; nothing of this was written" };
}
