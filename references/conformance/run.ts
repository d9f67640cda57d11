import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { type Case, type MethodRunner, readCase, readCaseTable, UnsupportedOption } from "./case.js";
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
  if (!existsSync(cases)) throw new Error(`${folder} has no folder “cases”; it must be laid out as references/`);
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
  const method = methods[c.method];
  if (!method) return { ...outcome, state: "skipped", why: `no method “${c.method}” yet` };
  try {
    const worst = compareCase(c, method(c, readCaseTable(folder, c)));
    return { ...outcome, state: worst && worst.ratio > 1 ? "failed" : "passed", worst };
  } catch (error) {
    return { ...outcome, state: "failed", why: (error as Error).message };
  }
}

/** A table that the method must refuse: it passes when the calculation throws a TypeError or a RangeError. */
function runInvalid(folder: string, c: Case): Outcome {
  const outcome = { id: c.id, method: c.method };
  const name = String(c.options.calculation);
  const method: MethodRunner | undefined = methods[name];
  if (!method) return { ...outcome, state: "skipped", why: `no method “${name}” yet` };
  const { calculation: _, ...options } = c.options;
  try {
    method({ ...c, method: name, options }, readCaseTable(folder, c));
    return { ...outcome, state: "failed", why: `${name} did not refuse the table` };
  } catch (error) {
    const refused =
      (error instanceof RangeError || error instanceof TypeError) && !(error instanceof UnsupportedOption);
    return { ...outcome, state: refused ? "passed" : "failed", why: (error as Error).message };
  }
}
