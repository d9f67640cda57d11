import type { Engine } from "./engine/engine.js";
import { EngineStopped } from "./engine/stop-after-panic.js";
import { RegistryError } from "./registry-error.js";

/**
 * A failure of the database as a sentence; by its SQLSTATE, for the two engines have errors of different classes.
 *
 * @param isCompleting whether the transaction was being committed: an answer that does not come says nothing of what was done
 * @returns the error itself where it is none of the database
 */
export function databaseFault(
  error: unknown,
  { kind, shown }: Pick<Engine, "kind" | "shown">,
  isCompleting = false,
): unknown {
  if (error instanceof RegistryError || !(error instanceof Error)) return error;
  const outcome = isCompleting
    ? "whether this change was written is not known: look before you make it again"
    : "nothing of this change was written";
  if (error instanceof EngineStopped)
    return new RegistryError(
      `${shown}: ${error.isDiskFull ? `${fullPlace(kind)} is full` : "the database has stopped"}; ${outcome}; close and open the registry again`,
    );
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (["53100", "ENOSPC"].includes(code))
    return new RegistryError(`${shown}: ${fullPlace(kind)} is full; nothing of this change was written`);
  const says = faults[code];
  if (says !== undefined) return new RegistryError(`${shown}: ${says}`, code === "42501" ? "refused" : "input");
  if (code === "42703" || code === "42P01")
    return new RegistryError(
      `${shown}: the dictionary was changed meanwhile; open the registry again (${error.message})`,
      "conflict",
    );
  if (code.startsWith("08") || code.startsWith("57") || isBroken(error, code))
    return new RegistryError(`${shown}: the connection broke; ${outcome}`);
  return error;
}

export function fullPlace(kind: Engine["kind"]): string {
  return kind === "tab" ? "the browser's storage" : "the disk";
}

const faults: Record<string, string> = {
  "42501": "the user may not do that",
  "40001": "somebody else was writing; nothing of this change was written, try again",
  "40P01": "somebody else was writing; nothing of this change was written, try again",
};

function isBroken(error: Error, code: string): boolean {
  return (
    ["ECONNRESET", "EPIPE", "ECONNREFUSED", "ETIMEDOUT", "ENOTFOUND"].includes(code) ||
    /Connection terminated|Client has encountered a connection error/i.test(error.message)
  );
}
