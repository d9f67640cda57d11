import { twoSidedQuantile } from "../curves/confidence-limits.js";
import { chiSquaredUpper } from "../distributions/chi-squared.js";
import { normalTwoSided } from "../distributions/normal.js";
import { tQuantile, tTwoSided } from "../distributions/student-t.js";
import { checkFinite } from "../rows/survival-rows.js";
import { type BetweenStudyVariance, betweenStudyVariance, weightedMean } from "./between-study-variance.js";

export interface MetaAnalysisOptions {
  /** FE: one common effect; the others are random effects by the way that τ² is estimated. Default REML. */
  method?: "FE" | BetweenStudyVariance;
  /** Default z; knha: Hartung & Knapp's error, t with k − 1 degrees of freedom. */
  test?: "z" | "knha";
  confidenceLevel?: number;
}

export interface MetaAnalysis {
  /** Number of studies. */
  k: number;
  method: "FE" | BetweenStudyVariance;
  test: "z" | "knha";
  confidenceLevel: number;
  estimate: number;
  standardError: number;
  /** z, or t with `degreesOfFreedom`. */
  statistic: number;
  /** Of the t; Infinity for z. */
  degreesOfFreedom: number;
  p: number;
  lower: number;
  upper: number;
  /** Where the effect of a new study is to be expected; NaN for a common effect. */
  predictionLower: number;
  predictionUpper: number;
  /** Cochran's test of homogeneity. */
  heterogeneity: { q: number; degreesOfFreedom: number; p: number };
  /** Variance between the studies; 0 for a common effect, NaN where REML does not converge. */
  tau2: number;
  /** Share of the variation that is between the studies, in percent. */
  i2: number;
  h2: number;
  /** Of each study, in percent. */
  weights: Float64Array;
}

/**
 * The pooled estimate of several studies by inverse variance, with a common or a random effect:
 *
 *   μ = Σwy / Σw,  w = 1/(v + τ²),  se = 1/√Σw
 *
 * Hartung & Knapp (2001, Stat Med 20:3875) multiply se² by Σw(y − μ)²/(k − 1), which may make it smaller than the ordinary
 * one. I² = τ²/(τ² + s²) and H² = τ²/s² + 1 with the typical variance s² = (k − 1)Σw₀ / ((Σw₀)² − Σw₀²), w₀ = 1/v (Higgins
 * & Thompson 2002, Stat Med 21:1539); for a common effect (Q − (k − 1))/Q, cut at 0, and Q/(k − 1). The prediction interval
 * has variance se² + τ² and the quantile of the test. Agrees with R's `metafor::rma(yi, vi, method, test)`. A hazard ratio
 * is pooled as its logarithm.
 *
 * One study is its own result (τ² 0, no test of homogeneity: p 1, I² 0), its Hartung–Knapp error NaN. O(k) a step.
 *
 * @param estimates length k >= 1, finite
 * @param variances length k, squared standard errors, finite, > 0
 * @throws TypeError where the lengths differ; RangeError for no study, or a value or option that cannot be
 */
export function metaAnalysis(
  estimates: Float64Array,
  variances: Float64Array,
  options: MetaAnalysisOptions = {},
): MetaAnalysis {
  const { method = "REML", test = "z", confidenceLevel = 0.95 } = options;
  check(estimates, variances, method, test);
  const normal = twoSidedQuantile(confidenceLevel);
  const k = estimates.length;
  const { q } = weightedMean(estimates, variances, 0);
  const tau2 = method === "FE" ? 0 : betweenStudyVariance(estimates, variances, method);
  const { sum, mean, q: spread } = weightedMean(estimates, variances, tau2);
  const hartungKnapp = test === "knha";
  const standardError = Math.sqrt((hartungKnapp ? spread / (k - 1) : 1) / sum);
  const degreesOfFreedom = hartungKnapp ? k - 1 : Number.POSITIVE_INFINITY;
  const statistic = mean / standardError;
  const quantile = hartungKnapp ? tQuantile((1 + confidenceLevel) / 2, k - 1) : normal;
  const prediction = method === "FE" ? Number.NaN : quantile * Math.sqrt(standardError ** 2 + tau2);
  return {
    k,
    method,
    test,
    confidenceLevel,
    estimate: mean,
    standardError,
    statistic,
    degreesOfFreedom,
    p: hartungKnapp ? tTwoSided(statistic, k - 1) : normalTwoSided(statistic),
    lower: mean - quantile * standardError,
    upper: mean + quantile * standardError,
    predictionLower: mean - prediction,
    predictionUpper: mean + prediction,
    heterogeneity: { q, degreesOfFreedom: k - 1, p: k === 1 ? 1 : chiSquaredUpper(q, k - 1) },
    tau2,
    ...inconsistency(variances, method, q, tau2),
    weights: variances.map((v) => 100 / (v + tau2) / sum),
  };
}

function inconsistency(variances: Float64Array, method: string, q: number, tau2: number): { i2: number; h2: number } {
  const k = variances.length;
  if (k === 1) return { i2: 0, h2: 1 };
  if (method === "FE") return { i2: q > 0 ? Math.max(0, (100 * (q - (k - 1))) / q) : 0, h2: q / (k - 1) };
  const sum = variances.reduce((total, v) => total + 1 / v, 0);
  const squares = variances.reduce((total, v) => total + 1 / v ** 2, 0);
  const typical = ((k - 1) * sum) / (sum ** 2 - squares);
  return { i2: (100 * tau2) / (typical + tau2), h2: tau2 / typical + 1 };
}

function check(estimates: Float64Array, variances: Float64Array, method: string, test: string): void {
  const k = estimates.length;
  if (variances.length !== k)
    throw new TypeError(`variances has ${variances.length} values, estimates has ${k}; they must have the same length`);
  if (k === 0) throw new RangeError("estimates has no value; a meta-analysis needs one study or more");
  checkFinite("estimates", estimates);
  checkFinite("variances", variances);
  for (let i = 0; i < k; i++)
    if (!(variances[i] > 0)) throw new RangeError(`variances[${i}] is ${variances[i]}; it must be above 0`);
  if (!["FE", "DL", "REML", "PM"].includes(method))
    throw new RangeError(`method is “${method}”; allowed are FE, DL, REML, PM`);
  if (test !== "z" && test !== "knha") throw new RangeError(`test is “${test}”; allowed are z and knha`);
}
