import {
  analysisOfVariance,
  chiSquaredTest,
  fisherExactTest,
  kruskalWallis,
  welchTTest,
  wilcoxonRankSum,
} from "@seriatim/stats";
import type { Factor } from "../factor.js";
import type { Grouping } from "../grouping.js";
import { isMissing, type Member } from "../member.js";
import { estimated, type RowContext, resultRow } from "../result-row.js";
import type { Result } from "../results.js";

/**
 * A p-value of one factor between the groups. Counts: chi-square (without continuity correction), or Fisher's exact test
 * where an expected count is below 5 or the chi-square is not defined. Numbers: by ranks (Wilcoxon, Kruskal–Wallis) or by
 * means (Welch, analysis of variance). Not estimable where fewer than two groups, or levels, have a value.
 */
export function baselineTest(
  context: RowContext,
  factor: Factor,
  members: readonly Member[],
  grouping: Grouping,
  by: "ranks" | "means" | "none",
): Result[] {
  const values: number[] = [];
  const codes: number[] = [];
  members.forEach((member, i) => {
    const got = factor.read(member);
    if (isMissing(got)) return;
    values.push(got.value);
    codes.push(grouping.codes[i]);
  });
  const { test, p } =
    factor.type === "categorical"
      ? countTest(values, codes, factor.levels.length, grouping.groups.length)
      : numberTest(Float64Array.from(values), codes, by, grouping.groups.length);
  const why = new Set(codes).size < 2 ? "values in one group only" : "no difference to test";
  return [resultRow({ ...context, n: values.length }, { name: "pValue", test, estimate: estimated(p, why) })];
}

function countTest(values: readonly number[], codes: readonly number[], levels: number, groups: number) {
  const table = Array.from({ length: levels }, () => new Array<number>(groups).fill(0));
  values.forEach((level, i) => {
    table[level][codes[i]]++;
  });
  const filled = table.filter((row) => row.some((count) => count > 0));
  const columns = filled[0]?.map((_, g) => g).filter((g) => filled.some((row) => row[g] > 0)) ?? [];
  if (filled.length < 2 || columns.length < 2) return { test: "chi-square", p: Number.NaN };
  const counts = filled.map((row) => columns.map((g) => row[g]));
  const chiSquared = chiSquaredTest(counts, { correct: false });
  if (chiSquared.expected.flat().every((count) => count >= 5)) return { test: "chi-square", p: chiSquared.p };
  const fisher = fisherExactTest(counts);
  return fisher.status === "exact" ? { test: "Fisher exact", p: fisher.p } : { test: "chi-square", p: chiSquared.p };
}

function numberTest(values: Float64Array, codes: readonly number[], by: "ranks" | "means" | "none", groups: number) {
  const present = [...new Set(codes)].sort((a, b) => a - b);
  const test =
    by === "means"
      ? groups === 2
        ? "Welch t-test"
        : "analysis of variance"
      : groups === 2
        ? "Wilcoxon rank-sum"
        : "Kruskal–Wallis";
  if (present.length < 2) return { test, p: Number.NaN };
  if (groups > 2) {
    const group = Int32Array.from(codes, (code) => present.indexOf(code));
    return { test, p: (by === "means" ? analysisOfVariance : kruskalWallis)(values, group).p };
  }
  const [x, y] = present.map((code) => values.filter((_, i) => codes[i] === code));
  return { test, p: (by === "means" ? welchTTest(x, y) : wilcoxonRankSum(x, y)).p };
}
