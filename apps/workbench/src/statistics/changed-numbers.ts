import { type Result, type Results, resultKey } from "@seriatim/study/results";

/** One number of two runs that is not the same, or that only one of them has. */
export interface ChangedNumber {
  /** Its address: `os/first/radicality=R0/median`. */
  key: string;
  before?: Result;
  after?: Result;
  /** What of it differs; empty where only one run has it. */
  differs: ("estimate" | "interval" | "counts" | "curve")[];
}

/**
 * Which numbers change between two runs of one study under different conventions (interval type, ties, completion of
 * partial dates, a landmark). Both are taken unrounded; numbers within 1e-12 of each other, relatively, are the same.
 *
 * @param analysis of this analysis alone
 * @returns in the order of `after`, then those that only `before` has
 */
export function changedNumbers(before: Results, after: Results, analysis?: string): ChangedNumber[] {
  const own = ({ results }: Results) =>
    new Map(
      results.filter((one) => analysis === undefined || one.analysis === analysis).map((one) => [resultKey(one), one]),
    );
  const [then, now] = [own(before), own(after)];
  const changed = [...now].flatMap(([key, result]): ChangedNumber[] => {
    const former = then.get(key);
    if (!former) return [{ key, after: result, differs: [] }];
    const differs = differences(former, result);
    return differs.length === 0 ? [] : [{ key, before: former, after: result, differs }];
  });
  const gone = [...then]
    .filter(([key]) => !now.has(key))
    .map(([key, result]) => ({ key, before: result, differs: [] }));
  return [...changed, ...gone];
}

function differences(a: Result, b: Result): ChangedNumber["differs"] {
  const differs: ChangedNumber["differs"] = [];
  if (!alike(a.estimate, b.estimate)) differs.push("estimate");
  // The method's name differs with the convention; what counts is whether the limits do.
  if (!alike([a.interval?.lower, a.interval?.upper], [b.interval?.lower, b.interval?.upper])) differs.push("interval");
  if (a.n !== b.n || a.events !== b.events) differs.push("counts");
  if (!alike(a.series, b.series)) differs.push("curve");
  return differs;
}

function alike(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number")
    return Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => alike(one[key], other[key]));
}
