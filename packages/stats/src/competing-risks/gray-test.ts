import { chiSquaredUpper } from "../distributions/chi-squared.js";
import { cholesky, relativeToLargest, solve } from "../linear/cholesky.js";
import { codeCount } from "../rows/survival-rows.js";
import { timeGrid } from "../rows/time-grid.js";
import { type CompetingRows, causeCount, checkCompetingRows } from "./competing-rows.js";
import { type GrayScore, grayScore } from "./gray-score.js";

export interface GrayTest {
  /** The cause whose cumulative incidence is compared. */
  cause: number;
  /** Of the groups but the last, and its variance, column-major. */
  score: Float64Array;
  variance: Float64Array;
  chiSquared: number;
  degreesOfFreedom: number;
  p: number;
}

/**
 * Gray's test of equal cumulative incidence in K groups, one for each cause (Gray 1988, Ann Stat 16:1141, doi
 * 10.1214/aos/1176350951): the log-rank test of the subdistribution hazards, with R_k(t) = n_k (1 − F_k(t−)) / S_k(t−) at
 * risk in group k, S_k the survival from all causes, weighted by (1 − F(t−))^rho, F the pooled incidence of the cause; the
 * scores and their variances are added over the strata. Agrees with R's `cmprsk::cuminc(…, strata, rho)$Tests`.
 *
 * Degrees of freedom: the rank of the variance, at most groups − 1. Without events of the cause, or with one group, p is NaN.
 * Rows at one time: events before censorings. O(n log n + times · K³).
 *
 * @throws TypeError, RangeError as `checkCompetingRows`; RangeError for a rho that is not finite
 */
export function grayTest(rows: CompetingRows, { rho = 0 }: { rho?: number } = {}): GrayTest[] {
  checkCompetingRows(rows);
  if (!Number.isFinite(rho)) throw new RangeError(`rho is ${rho}; it must be a finite number`);
  const groups = codeCount(rows.group);
  const strata = codeCount(rows.strata);
  const { ranks } = timeGrid(rows.time);
  const order = Int32Array.from(ranks[0], (_, i) => i).sort((a, b) => ranks[0][a] - ranks[0][b] || a - b);
  return Array.from({ length: causeCount(rows.event) }, (_, c) => {
    const size = Math.max(0, groups - 1);
    const total: GrayScore = { score: new Float64Array(size), variance: new Float64Array(size * size) };
    for (let s = 0; s < strata; s++) {
      const of = rows.strata ? order.filter((i) => rows.strata?.[i] === s) : order;
      const { score, variance } = grayScore(rows, of, ranks[0], c + 1, groups, rho);
      for (let j = 0; j < size; j++) total.score[j] += score[j];
      for (let at = 0; at < size * size; at++) total.variance[at] += variance[at];
    }
    return { cause: c + 1, ...total, ...statistic(total, size) };
  });
}

function statistic({ score, variance }: GrayScore, size: number) {
  const decomposition = cholesky(variance, size, relativeToLargest(variance, size, 1e-11));
  const { rank } = decomposition;
  const solution = solve(decomposition, score);
  const chiSquared = rank === 0 ? Number.NaN : score.reduce((sum, s, j) => sum + s * solution[j], 0);
  return { chiSquared, degreesOfFreedom: rank, p: chiSquaredUpper(chiSquared, rank) };
}
