import { twoSidedQuantile } from "../curves/confidence-limits.js";
import { tQuantile, tTwoSided } from "../distributions/student-t.js";
import { checkFinite } from "../rows/survival-rows.js";

export interface PooledEstimate {
  /** Number of imputations. */
  m: number;
  estimate: number;
  /** Mean of the variances. */
  within: number;
  /** Variance of the estimates, divisor m − 1. */
  between: number;
  total: number;
  standardError: number;
  /** Of Barnard & Rubin; Infinity is the normal. */
  degreesOfFreedom: number;
  /** (m − 1)/λ². */
  degreesOfFreedomRubin1987: number;
  /** r, the relative increase in variance due to what is missing. */
  relativeIncrease: number;
  /** λ, the share of the total variance that is due to what is missing. */
  lambda: number;
  /** Fraction of missing information. */
  fractionMissing: number;
  t: number;
  p: number;
  lower: number;
  upper: number;
  confidenceLevel: number;
}

/**
 * One estimate out of those of m imputed data sets, by Rubin's rules (Rubin 1987, ch. 3) with the small-sample degrees of
 * freedom of Barnard & Rubin (1999, Biometrika 86:948, doi 10.1093/biomet/86.4.948):
 *
 *   Q̄ = ΣQ/m,  W = ΣU/m,  B = Σ(Q − Q̄)²/(m − 1),  T = W + (1 + 1/m)B,  r = (1 + 1/m)B/W,  λ = (1 + 1/m)B/T
 *   ν₁ = (m − 1)/λ²,  ν₂ = (ν + 1)/(ν + 3) · ν (1 − λ) with ν = n − k,  df = ν₁ν₂/(ν₁ + ν₂)
 *
 * and (r + 2/(df + 3))/(r + 1) for the fraction of missing information. For ν₁ a λ below 1e-4 counts as 1e-4, as in
 * `mice::pool.scalar`, with which all agrees. A hazard ratio is pooled as its logarithm. O(m).
 *
 * @param estimates length m >= 2, finite
 * @param variances length m, the squared standard errors, finite, > 0
 * @param options.n rows of the complete data, default infinitely many
 * @param options.k coefficients of the model, default 1; n must be larger
 * @throws TypeError where the lengths differ; RangeError for fewer than two, or a value or option that cannot be
 */
export function rubinPool(
  estimates: Float64Array,
  variances: Float64Array,
  options: { n?: number; k?: number; confidenceLevel?: number } = {},
): PooledEstimate {
  const { n = Number.POSITIVE_INFINITY, k = 1, confidenceLevel = 0.95 } = options;
  check(estimates, variances, n, k);
  twoSidedQuantile(confidenceLevel);
  const m = estimates.length;
  const estimate = mean(estimates);
  const within = mean(variances);
  const between = estimates.reduce((sum, q) => sum + (q - estimate) ** 2, 0) / (m - 1);
  const added = (1 + 1 / m) * between;
  const total = within + added;
  const lambda = added / total;
  const degreesOfFreedomRubin1987 = (m - 1) / Math.max(lambda, 1e-4) ** 2;
  const degreesOfFreedom = barnardRubin(degreesOfFreedomRubin1987, n - k, lambda);
  const relativeIncrease = added / within;
  const standardError = Math.sqrt(total);
  const t = estimate / standardError;
  const reach = tQuantile((1 + confidenceLevel) / 2, degreesOfFreedom) * standardError;
  return {
    m,
    estimate,
    within,
    between,
    total,
    standardError,
    degreesOfFreedom,
    degreesOfFreedomRubin1987,
    relativeIncrease,
    lambda,
    fractionMissing: (relativeIncrease + 2 / (degreesOfFreedom + 3)) / (relativeIncrease + 1),
    t,
    p: tTwoSided(t, degreesOfFreedom),
    lower: estimate - reach,
    upper: estimate + reach,
    confidenceLevel,
  };
}

function barnardRubin(imputed: number, complete: number, lambda: number): number {
  if (complete === Number.POSITIVE_INFINITY) return imputed;
  const observed = ((complete + 1) / (complete + 3)) * complete * (1 - lambda);
  return (imputed * observed) / (imputed + observed);
}

function check(estimates: Float64Array, variances: Float64Array, n: number, k: number): void {
  const m = estimates.length;
  if (variances.length !== m)
    throw new TypeError(`variances has ${variances.length} values, estimates has ${m}; they must have the same length`);
  if (m < 2) throw new RangeError(`estimates has ${m} ${m === 1 ? "value" : "values"}; pooling needs two or more`);
  checkFinite("estimates", estimates);
  checkFinite("variances", variances);
  for (let i = 0; i < m; i++)
    if (!(variances[i] > 0)) throw new RangeError(`variances[${i}] is ${variances[i]}; it must be above 0`);
  if (!(Number.isInteger(k) && k >= 0)) throw new RangeError(`k is ${k}; it must be a whole number, 0 or more`);
  if (!(n > k)) throw new RangeError(`n is ${n}; it must be larger than k, which is ${k}`);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
