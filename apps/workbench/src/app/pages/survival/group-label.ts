import type { Result, Results } from "@seriatim/study/results";

/** The curves of an analysis: everyone first, then each group. */
export function groupsOf(own: readonly Result[]): Result[] {
  return own.filter(({ name }) => name === "curve");
}

/** The levels of a group in words; undefined for everyone. */
export function groupLabel(results: Results, by: readonly string[], group: Result["group"]): string | undefined {
  if (Object.keys(group).length === 0) return undefined;
  return by
    .map((id) => {
      const level = results.factors.find((factor) => factor.id === id)?.levels?.find((one) => one.id === group[id]);
      return level?.label ?? group[id];
    })
    .join(", ");
}
