import { normalTwoSided } from "../distributions/normal.js";
import { rowOrder } from "../rows/row-order.js";
import type { SurvivalRows } from "../rows/survival-rows.js";
import { permutationShare } from "./permutation-share.js";

export interface ExactLogRankTest {
  /** Sum of the first group's scores. */
  linearStatistic: number;
  /** Mean and variance of that sum over all relabellings. */
  expectation: number;
  variance: number;
  z: number;
  p: number;
  /** One score a row. */
  scores: Float64Array;
  /** What p is: the share of relabellings, or the normal probability of z. */
  distribution: "exact" | "asymptotic";
}

/**
 * The permutation log-rank test of two groups (Hothorn & Lausen 2003, CSDA 43:121; Streitberg & Röhmel 1986).
 *
 *   aᵢ = H(tᵢ) − eventᵢ,  T = Σ of the first group's a,  E = n₁ ā,  V = n₁n₂ / (N(N − 1)) Σ(a − ā)²,  z = (T − E)/√V
 *
 * with H the Nelson-Aalen estimate of both groups together (d/n, a censoring after the events of its time). Where group 0
 * dies earlier than expected z is below 0.
 *
 * `exact`: p is the share of all relabellings that keep the group sizes with |T − E| >= |observed − E|; sums within
 * 1e-11 of Σ|a| count as equal. All are counted, none drawn, in about 2^(N/2) steps, fewer with ties. Where that would be
 * beyond 2^25 (more than 50 rows in equal groups without ties) p is the normal one, and `distribution` says so.
 *
 * An empty group or no event leaves one value of T: V is 0, z NaN, the exact p 1, the asymptotic p NaN.
 * R: `coin::logrank_test(ties.method = "mid-ranks")`.
 *
 * @throws TypeError, RangeError as `checkSurvivalRows`; RangeError for a third group, entries, weights or strata
 */
export function logRankExact(
  rows: SurvivalRows,
  { distribution }: { distribution: "exact" | "asymptotic" },
): ExactLogRankTest {
  for (const name of ["entry", "weights", "strata"] as const)
    if (rows[name]) throw new RangeError(`logRankExact was given ${name}; it knows neither entry, weights nor strata`);
  if (distribution !== "exact" && distribution !== "asymptotic")
    throw new RangeError(`distribution is “${String(distribution)}”; allowed are exact, asymptotic`);
  const scores = logRankScores(rows);
  const first = firstGroup(rows);
  const n = scores.length;
  let total = 0;
  let linearStatistic = 0;
  for (let i = 0; i < n; i++) {
    total += scores[i];
    if (rows.group?.[i] === 0 || !rows.group) linearStatistic += scores[i];
  }
  const mean = n > 0 ? total / n : 0;
  let squares = 0;
  for (const score of scores) squares += (score - mean) ** 2;
  const expectation = first * mean;
  const variance = n > 1 ? ((first * (n - first)) / (n * (n - 1))) * squares : 0;
  const z = variance > 1e-24 * n ? (linearStatistic - expectation) / Math.sqrt(variance) : Number.NaN;
  const share = distribution === "exact" ? permutationShare(scores, first, linearStatistic) : undefined;
  return {
    linearStatistic,
    expectation,
    variance,
    z,
    p: share ?? normalTwoSided(z),
    scores,
    distribution: share === undefined ? "asymptotic" : "exact",
  };
}

function logRankScores(rows: SurvivalRows): Float64Array {
  const { rank, byEnd } = rowOrder({ time: rows.time, event: rows.event });
  const n = rank.length;
  const scores = new Float64Array(n);
  let hazard = 0;
  for (let start = 0; start < n; ) {
    let end = start;
    let events = 0;
    for (; end < n && rank[byEnd[end]] === rank[byEnd[start]]; end++) events += rows.event[byEnd[end]];
    hazard += events / (n - start);
    for (; start < end; start++) scores[byEnd[start]] = hazard - rows.event[byEnd[start]];
  }
  return scores;
}

function firstGroup({ time, group }: SurvivalRows): number {
  if (!group) return time.length;
  if (group.length !== time.length)
    throw new TypeError(`group has ${group.length} rows, time has ${time.length}; they must have the same length`);
  let first = 0;
  for (let i = 0; i < group.length; i++) {
    if (group[i] !== 0 && group[i] !== 1)
      throw new RangeError(`group[${i}] is ${group[i]}; logRankExact compares two groups, 0 and 1`);
    if (group[i] === 0) first++;
  }
  return first;
}
