import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Case, readCase, readCaseTable } from "../conformance/case.js";
import { compareCase, type Deviation } from "../conformance/compare.js";
import { methods } from "../conformance/methods.js";
import { caseFiles } from "../conformance/run.js";
import { askR } from "./ask-r.js";
import { caseJson } from "./case-json.js";

/** One case asked again: what R says now, beside what is recorded and what Seriatim computes. */
export interface Remade {
  id: string;
  method: string;
  state: "agrees" | "differs" | "unanswered";
  /** Recorded figures against R's answer. */
  recorded?: Deviation;
  /** Seriatim's figures against R's answer. */
  computed?: Deviation;
  /** Why R gave no answer, or Seriatim none. */
  why?: string;
}

export interface RemakeOptions {
  /** Only the cases whose id or method is one of these, or whose id starts with one. */
  only?: readonly string[];
  /** Replaces the recorded figures by R's answers. */
  write?: boolean;
  versionOfR: string;
}

/** Cases that R is asked: all but the tables to be refused, whose answer is a sentence of ours. */
export function casesToRemake(folder: string, only: readonly string[] = []): Case[] {
  return caseFiles(folder)
    .map((file) => readCase(file))
    .filter(({ method }) => method !== "invalid-input")
    .filter(({ id, method }) => only.length === 0 || only.some((word) => id.startsWith(word) || method === word));
}

/** Asks R about the cases of a folder, compares, and records anew where that is asked for. */
export async function* remake(
  folder: string,
  { only = [], write = false, versionOfR }: RemakeOptions,
): AsyncGenerator<Remade> {
  const cases = new Map(casesToRemake(folder, only).map((c) => [c.id, c]));
  if (cases.size === 0) return;
  for await (const { id, answer, packages = {}, error } of askR(folder, [...cases.keys()])) {
    const c = cases.get(id)!;
    if (!answer) {
      yield { id, method: c.method, state: "unanswered", why: error };
      continue;
    }
    const now = { ...c, expected: shapedAs(c.expected, answer) as Case["expected"] };
    if (write) record(folder, now, [`R ${versionOfR}`, ...Object.entries(packages).map((pair) => pair.join(" "))]);
    yield compared(folder, c, now);
  }
}

function compared(folder: string, c: Case, now: Case): Remade {
  const { id, method } = c;
  const recorded = c.expected && compareCase(c, now.expected);
  try {
    const computed = compareCase(now, methods[method](now, readCaseTable(folder, c)));
    const apart = [recorded, computed].some((deviation) => deviation && deviation.ratio > 1);
    return { id, method, state: apart ? "differs" : "agrees", recorded, computed };
  } catch (error) {
    return { id, method, state: "differs", recorded, why: (error as Error).message };
  }
}

function record(folder: string, c: Case, versions: string[]): void {
  const call = c.source?.slice(c.source.indexOf(": ") + 2) ?? `references/r/${c.method}.R`;
  const { id, method, data, input, options, expected, tolerance, toleranceFor } = c;
  const source = `${versions.join(", ")}: ${call}`;
  writeFileSync(
    join(folder, "cases", `${id}.json`),
    caseJson({ id, method, data, input, options, expected, tolerance, ...(toleranceFor && { toleranceFor }), source }),
  );
}

/** R knows no difference between a number and a list of one: the recorded shape tells which is meant. */
function shapedAs(recorded: unknown, answer: unknown): unknown {
  if (Array.isArray(recorded) && recorded.length === 1 && !Array.isArray(answer))
    return [shapedAs(recorded[0], answer)];
  if (Array.isArray(answer))
    return answer.map((entry, k) => shapedAs(Array.isArray(recorded) ? recorded[k] : undefined, entry));
  if (answer === null || typeof answer !== "object") return answer;
  const of = (recorded ?? {}) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(answer).map(([key, entry]) => [key, shapedAs(of[key], entry)]));
}
