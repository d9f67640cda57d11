import type { DesignMatrix } from "../cox/design-matrix.js";
import { type AftFit, aftModel } from "./accelerated-failure-time.js";

/** By row of the new data, then p: `values[r * m + k]` is row r at the k-th of m probabilities. */
export interface AftQuantiles {
  time: Float64Array;
  /** By the delta method on the scale of time. */
  standardError: Float64Array;
  /** Of y, the logarithm of the time where the distribution is one of log T; its error is what limits are made from. */
  linear: Float64Array;
  linearStandardError: Float64Array;
}

/**
 * The times by which a share p of patients like these have had the event: exp(x'β + σ w_p), w_p the quantile of W, with
 * errors by the delta method, σ's uncertainty included. R: `predict(survreg, type = "quantile", p =, se.fit = TRUE)`.
 *
 * NaN where a coefficient that the row needs has no finite value; a redundant column counts as 0.
 *
 * @param design the new rows, with the columns of the model
 * @param p probabilities between 0 and 1
 * @param options.strata code of each new row's scale; default the first
 * @throws TypeError where the columns are not the model's; RangeError for a p outside 0 to 1 or a stratum that has no scale
 */
export function aftQuantiles(
  fit: AftFit,
  design: DesignMatrix,
  p: readonly number[],
  options: { strata?: Int32Array; offset?: Float64Array } = {},
): AftQuantiles {
  if (design.p + 1 !== fit.columns.length)
    throw new TypeError(`the new rows have ${design.p} covariates, the model has ${fit.columns.length - 1}`);
  p.forEach((share, k) => {
    if (!(share > 0 && share < 1)) throw new RangeError(`p[${k}] is ${share}; it must lie between 0 and 1`);
  });
  const model = aftModel({ distribution: fit.distribution, degreesOfFreedom: fit.tDegreesOfFreedom });
  const size = fit.columns.length + (fit.scaleFixed ? 0 : fit.scale.length);
  const used = fit.coefficients.map((b, j) => (fit.redundant[j] ? 0 : b));
  const linear = new Float64Array(design.n * p.length);
  const linearStandardError = new Float64Array(design.n * p.length);
  const gradient = new Float64Array(size);
  for (let r = 0; r < design.n; r++) {
    const stratum = options.strata?.[r] ?? 0;
    if (!(stratum >= 0 && stratum < fit.scale.length))
      throw new RangeError(`strata[${r}] is ${stratum}; the model has ${fit.scale.length} scales`);
    gradient.fill(0);
    gradient[0] = 1;
    for (let j = 0; j < design.p; j++) gradient[j + 1] = design.x[j * design.n + r];
    let eta = options.offset?.[r] ?? 0;
    for (let j = 0; j < used.length; j++) if (gradient[j] !== 0) eta += gradient[j] * used[j];
    for (let k = 0; k < p.length; k++) {
      const shift = fit.scale[stratum] * model.distribution.quantile(p[k]);
      if (!fit.scaleFixed) gradient[fit.columns.length + stratum] = shift;
      linear[r * p.length + k] = eta + shift;
      linearStandardError[r * p.length + k] = Math.sqrt(quadraticForm(fit, gradient, size));
    }
  }
  const time = model.onLogTime ? linear.map(Math.exp) : linear.slice();
  return {
    time,
    standardError: model.onLogTime
      ? linearStandardError.map((error, k) => error * time[k])
      : linearStandardError.slice(),
    linear,
    linearStandardError,
  };
}

function quadraticForm({ covariance, redundant }: AftFit, g: Float64Array, size: number): number {
  let sum = 0;
  for (let j = 0; j < size; j++) {
    if (g[j] === 0 || redundant[j]) continue;
    for (let k = 0; k < size; k++) if (g[k] !== 0 && !redundant[k]) sum += g[j] * g[k] * covariance[k * size + j];
  }
  return sum;
}
