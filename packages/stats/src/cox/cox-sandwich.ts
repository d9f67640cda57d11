import { product } from "../linear/dense.js";
import { waldStatistic } from "../linear/wald-statistic.js";
import type { CoxEstimate } from "./cox-estimate.js";
import type { CoxData, CoxRows } from "./cox-rows.js";
import { scoreResiduals } from "./cox-score-residuals.js";

/**
 * The sandwich variance (Lin & Wei 1989, doi 10.1080/01621459.1989.10478874) of the scaled coefficients, C M C with C
 * the inverse information and M the sum over clusters (each row its own without `cluster`) of u u', u a cluster's
 * weighted score residuals. R: `coxph(…, robust = TRUE)`, `coxph(…, cluster = )`. O(n p²).
 */
export function sandwichCovariance(rows: CoxRows, estimate: CoxEstimate, ties: "efron" | "breslow"): Float64Array {
  const { data, beta, covariance } = estimate;
  const { p } = data;
  const { meat } = clusterSums(rows, data, scoreResiduals(data, beta, ties));
  return product(product(covariance, meat, p), covariance, p);
}

/**
 * The robust score test's statistic, u' M⁻¹ u at β = 0, u the sum of the clusters' scores. As in R's `coxph` the offset
 * is not part of the linear predictor here, and scores on very different scales are treated as in `waldStatistic`.
 */
export function robustScoreStatistic(
  rows: CoxRows,
  data: CoxData,
  kept: Uint8Array,
  ties: "efron" | "breslow",
): number {
  const { p, scale } = data;
  const residuals = scoreResiduals({ ...data, offset: undefined }, new Float64Array(p), ties);
  for (let at = 0; at < residuals.length; at++) residuals[at] *= kept[at % p] ? scale[at % p] : 0;
  const { meat, total } = clusterSums(rows, data, residuals);
  return waldStatistic(meat, total);
}

function clusterSums({ cluster }: CoxRows, { n, p, weights, source }: CoxData, residuals: Float64Array) {
  const sums = new Map<number, Float64Array>();
  const total = new Float64Array(p);
  const meat = new Float64Array(p * p);
  for (let i = 0; i < n; i++) {
    const score = residuals.subarray(i * p, (i + 1) * p);
    for (let j = 0; j < p; j++) {
      score[j] *= weights[i];
      total[j] += score[j];
    }
    if (!cluster) addSquare(meat, score);
    else {
      const sum = sums.get(cluster[source[i]]);
      if (!sum) sums.set(cluster[source[i]], score.slice());
      else for (let j = 0; j < p; j++) sum[j] += score[j];
    }
  }
  for (const sum of sums.values()) addSquare(meat, sum);
  return { meat, total };
}

function addSquare(meat: Float64Array, u: Float64Array): void {
  const p = u.length;
  for (let k = 0; k < p; k++) for (let j = 0; j < p; j++) meat[k * p + j] += u[j] * u[k];
}
