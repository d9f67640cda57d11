import { cholesky, relativeToLargest } from "./cholesky.js";

/**
 * The Wald statistic b' V⁻¹ b as R's `coxph.wtest` computes it (survival 3.5-3, src/coxph_wtest.c).
 *
 * Where a variance is less than eps^0.75 (1.8e-12) of the largest, R takes its column for redundant: its coefficient
 * then adds nothing, but its covariances still act on the coefficients after it. With covariates whose standard errors
 * lie further apart than 1 to 7e5 the statistic is therefore not b' V⁻¹ b; a likelihood ratio test is not affected.
 *
 * @param covariance p x p, column-major
 */
export function waldStatistic(covariance: Float64Array, b: Float64Array): number {
  const p = b.length;
  const { factor, dropped } = cholesky(covariance, p, relativeToLargest(covariance, p));
  const x = b.slice();
  for (let j = 0; j < p; j++) for (let i = j + 1; i < p; i++) x[i] -= factor[j * p + i] * x[j];
  let statistic = 0;
  for (let j = p - 1; j >= 0; j--) {
    if (dropped[j]) x[j] = 0;
    else {
      x[j] /= factor[j * p + j];
      for (let i = j + 1; i < p; i++) x[j] -= factor[j * p + i] * x[i];
    }
    statistic += b[j] * x[j];
  }
  return statistic;
}
