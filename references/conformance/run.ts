import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { type Case, checkCase, type MethodRunner, readCase, readCaseTable } from "./case.js";
import { compareCase, type Deviation } from "./compare.js";
import { methods } from "./methods.js";

export interface Outcome {
  id: string;
  method: string;
  state: "passed" | "failed" | "skipped";
  worst?: Deviation;
  /** Why it failed or was skipped, where no figure says it. */
  why?: string;
}

/** Files of the cases in a folder laid out as references/ (`cases/*.json`, `data/*.csv`), in order of their names. */
export function caseFiles(folder: string): string[] {
  const cases = join(folder, "cases");
  if (!statSync(cases, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`${folder} has no folder “cases”; it must be laid out as references/`);
  return readdirSync(cases)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => join(cases, name));
}

export function runCaseFile(folder: string, file: string): Outcome {
  let c: Case;
  try {
    c = readCase(file);
  } catch (error) {
    return { id: basename(file, ".json"), method: "unreadable", state: "failed", why: (error as Error).message };
  }
  return c.method === "invalid-input" ? runInvalid(folder, c) : runCase(folder, c);
}

function runCase(folder: string, c: Case): Outcome {
  const outcome = { id: c.id, method: c.method };
  const method = knownMethod(c.method);
  if (!method) return { ...outcome, state: "skipped", why: `no method “${c.method}” yet` };
  try {
    checkCase(c);
    const worst = compareCase(c, method(c, readCaseTable(folder, c)));
    return { ...outcome, state: worst && worst.ratio > 1 ? "failed" : "passed", worst };
  } catch (error) {
    return { ...outcome, state: "failed", why: (error as Error).message };
  }
}

/** A table that the method must refuse: it passes when reading or calculating throws a RangeError. */
function runInvalid(folder: string, c: Case): Outcome {
  const outcome = { id: c.id, method: c.method };
  const { calculation, ...options } = c.options;
  const name = String(calculation);
  const method = knownMethod(name);
  if (!method) return { ...outcome, state: "skipped", why: `no method “${name}” yet` };
  try {
    method({ ...c, method: name, options }, readCaseTable(folder, c));
    return { ...outcome, state: "failed", why: `${name} did not refuse the table` };
  } catch (error) {
    return { ...outcome, state: error instanceof RangeError ? "passed" : "failed", why: (error as Error).message };
  }
}

function knownMethod(name: string): MethodRunner | undefined {
  return Object.hasOwn(methods, name) ? methods[name] : undefined;
}
