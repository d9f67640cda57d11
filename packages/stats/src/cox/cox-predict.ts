import type { CoxFit } from "./cox-regression.js";
import { martingaleResiduals } from "./cox-residuals.js";
import type { CoxRows } from "./cox-rows.js";
import { usedModel } from "./cox-survival.js";
import { sampleMeans } from "./sample-means.js";

/** Of each row of the data. */
export interface CoxPrediction {
  /** (x − x̄)'β + offset less its mean: the log hazard ratio against the centre of the series. */
  linearPredictor: Float64Array;
  /** √((x − x̄)'V(x − x̄)). */
  standardError: Float64Array;
  /** Events expected of the row's covariates and follow-up, e^{x'β}(H(time) − H(entry)). */
  expected: Float64Array;
  /** x̄: the columns' weighted means over all rows, 0 for a column that holds only −1, 0 and 1. */
  means: Float64Array;
}

/**
 * What a Cox model says of its own rows. R: `predict(fit, type = "lp", reference = "sample", se.fit = TRUE)` and
 * `predict(fit, type = "expected")`. NaN with a coefficient that runs away. O(n p²).
 *
 * @throws TypeError, RangeError as `martingaleResiduals`
 */
export function coxPredict(rows: CoxRows, fit: CoxFit): CoxPrediction {
  const residuals = martingaleResiduals(rows, fit);
  const { design, offset, event } = rows;
  const { n, p, x } = design;
  const { beta, covariance } = usedModel(fit);
  const means = sampleMeans(rows);
  const offsetMean = offset ? offset.reduce((sum, value) => sum + value, 0) / n : 0;
  const linearPredictor = new Float64Array(n);
  const standardError = new Float64Array(n);
  const away = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    let [eta, variance] = [offset ? offset[i] - offsetMean : 0, 0];
    for (let j = 0; j < p; j++) {
      away[j] = x[j * n + i] - means[j];
      if (beta[j] !== 0) eta += away[j] * beta[j];
    }
    for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) variance += away[j] * away[k] * covariance[k * p + j];
    linearPredictor[i] = eta;
    standardError[i] = Math.sqrt(variance);
  }
  return { linearPredictor, standardError, expected: residuals.map((m, i) => event[i] - m), means };
}
