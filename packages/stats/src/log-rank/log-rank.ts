import { normalTwoSided } from "../distributions/normal.js";
import type { SurvivalRows } from "../rows/survival-rows.js";
import { type LogRankSums, logRankSums, quadraticTest } from "./log-rank-sums.js";
import { survivalPowers } from "./log-rank-weighted.js";

export interface LogRankTest {
  /** By group code; `n` counts rows, `observed` and `expected` are weighted by S(t−)^rho and the case weights. */
  groups: { n: number; observed: number; expected: number }[];
  /** groups × groups, symmetric: the covariance of observed − expected. */
  variance: Float64Array;
  chiSquared: number;
  degreesOfFreedom: number;
  p: number;
  trend?: { z: number; chiSquared: number; p: number };
}

export interface LogRankOptions {
  /** Power of the pooled (per stratum) Kaplan-Meier estimate just before t that weights each time; 0 (default) is the log-rank test. */
  rho?: number;
  /** Number of groups, where the last ones have no row. */
  groups?: number;
  /** One score a group: adds the test for a trend over them. */
  trendScores?: readonly number[];
}

/**
 * The log-rank test of equal hazards in two or more groups (Mantel 1966, Cancer Chemother Rep 50:163; Peto & Peto 1972,
 * JRSS A 135:185, doi 10.2307/2344317), with `rho` the G-rho family (Harrington & Fleming 1982, Biometrika 69:553).
 *
 *   χ² = (O − E)ᵀ V⁻¹ (O − E),   E_j = Σ_t d n_j / n,   trend: z = sᵀ(O − E) / √(sᵀVs)
 *
 * Rows of one stratum are compared only with each other. Left truncation and case weights (as repeated rows) are allowed.
 * Degrees of freedom: groups with expected > 0, less one. A group without rows, or gone before the first event, counts in
 * neither; fewer than two groups left give χ² 0, no event at all p NaN, as does a rho below 0 where S was 0 before the last
 * event (late entries). O(n log n). R: `survival::survdiff`.
 *
 * @throws TypeError, RangeError as `checkSurvivalRows`; RangeError for a rho or a number of scores that cannot be used
 */
export function logRank(rows: SurvivalRows, { rho = 0, groups = 1, trendScores }: LogRankOptions = {}): LogRankTest {
  if (!Number.isFinite(rho)) throw new RangeError(`rho is ${rho}; it must be a finite number`);
  const sums = logRankSums(rows, groups, rho === 0 ? undefined : survivalPowers(rho, 0));
  return {
    groups: Array.from(sums.n, (n, j) => ({ n, observed: sums.observed[j], expected: sums.expected[j] })),
    variance: sums.variance,
    ...quadraticTest(sums),
    ...(trendScores && { trend: trendTest(sums, trendScores) }),
  };
}

function trendTest({ observed, expected, variance }: LogRankSums, scores: readonly number[]) {
  const groups = observed.length;
  if (scores.length !== groups)
    throw new RangeError(`trendScores has ${scores.length} scores, there are ${groups} groups; give one a group`);
  let difference = 0;
  let square = 0;
  let largest = 0;
  for (let j = 0; j < groups; j++) {
    if (!Number.isFinite(scores[j])) throw new RangeError(`trendScores[${j}] is ${scores[j]}; it must be finite`);
    difference += scores[j] * (observed[j] - expected[j]);
    largest += scores[j] * scores[j] * variance[j * groups + j];
    for (let k = 0; k < groups; k++) square += scores[j] * scores[k] * variance[j * groups + k];
  }
  // Equal scores give 0 but for round-off: no trend is asked for.
  const z = square > 1e-12 * largest ? difference / Math.sqrt(square) : Number.NaN;
  return { z, chiSquared: z * z, p: normalTwoSided(z) };
}
