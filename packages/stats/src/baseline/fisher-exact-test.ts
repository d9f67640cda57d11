import { checkConfidenceLevel } from "../likelihood/fit-options.js";
import { type ConditionalOddsRatio, conditionalOddsRatio } from "./conditional-odds-ratio.js";
import { countTable } from "./count-table.js";
import { centralWeights } from "./hypergeometric.js";
import { tableProbability } from "./table-probability.js";

export interface FisherTest {
  /** NaN where the table was too large to count. */
  p: number;
  status: "exact" | "too large";
  /** Of a 2 × 2 table. */
  oddsRatio?: ConditionalOddsRatio;
}

/** Tables whose probability exceeds the observed one by less than this share count as equally probable, as in R. */
const EQUAL = 1 + 1e-7;

/**
 * Fisher's exact test of independence in a table of counts of any size (Fisher 1922; Freeman & Halton 1951, Biometrika
 * 38:141): p is the probability, given the margins, of all tables that are no more probable than the one observed. A 2 × 2
 * table also gets the conditional maximum-likelihood odds ratio and its exact interval.
 *
 * Empty rows and columns do not count; a table left with fewer than two of either has p 1. A larger table is counted by
 * the network algorithm within a fixed number of steps; beyond it `status` is "too large" and p NaN: use the chi-square
 * test there. R: `fisher.test`.
 *
 * @param table rows of equal length, whole numbers >= 0
 * @param options.confidenceLevel between 0 and 1, default 0.95
 * @throws TypeError, RangeError where the table is none
 */
export function fisherExactTest(
  table: readonly (readonly number[])[],
  { confidenceLevel = 0.95 }: { confidenceLevel?: number } = {},
): FisherTest {
  checkConfidenceLevel(confidenceLevel);
  const filled = countTable(table);
  const oddsRatio =
    table.length === 2 && table[0].length === 2 ? { oddsRatio: conditionalOddsRatio(table, confidenceLevel) } : {};
  if (filled.rowSums.length < 2 || filled.columnSums.length < 2) return { p: 1, status: "exact", ...oddsRatio };
  const p =
    filled.rowSums.length === 2 && filled.columnSums.length === 2
      ? twoByTwo(filled.counts, filled.rowSums, filled.columnSums)
      : tableProbability(filled, EQUAL);
  return p === undefined ? { p: Number.NaN, status: "too large" } : { p, status: "exact", ...oddsRatio };
}

function twoByTwo(counts: number[][], rowSums: number[], columnSums: number[]): number {
  const { least, weights } = centralWeights(columnSums[0], columnSums[1], rowSums[0]);
  const bound = weights[counts[0][0] - least] * EQUAL;
  let extreme = 0;
  let all = 0;
  for (const weight of weights) {
    if (weight <= bound) extreme += weight;
    all += weight;
  }
  return extreme / all;
}
