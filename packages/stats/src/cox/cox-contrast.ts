import { chiSquaredUpper } from "../distributions/chi-squared.js";
import { normalQuantile, normalTwoSided } from "../distributions/normal.js";
import { cholesky, relativeToLargest, solve } from "../linear/cholesky.js";
import type { CoxFit, CoxTest } from "./cox-regression.js";

export interface CoxContrast {
  /** c'β, a log hazard ratio; ±Infinity where a coefficient that runs away decides. */
  estimate: number;
  /** √(c'Vc); NaN where the estimate is not finite. */
  standardError: number;
  z: number;
  p: number;
  hazardRatio: number;
  lower: number;
  upper: number;
}

/**
 * A linear contrast of a Cox model's coefficients: c'β with standard error √(c'Vc), V the fit's covariance (robust where the
 * fit is), and the hazard ratio e^{c'β} with a normal-theory interval at the fit's level.
 *
 * With c the difference of two patients' design rows it compares them: two levels of a factor, a treatment within one level
 * of what it interacts with, two values of a spline. A redundant column counts for nothing (R: NA as 0 in `predict`). A
 * contrast of 0 has estimate and error 0, z and p NaN. O(p²).
 *
 * @param contrast length p, finite, in the order of `fit.columns`
 * @throws TypeError where the length is not p; RangeError for a value that is not finite
 */
export function coxContrast(fit: CoxFit, contrast: ArrayLike<number>): CoxContrast {
  checkContrast(fit, contrast, "contrast");
  const p = fit.columns.length;
  const used = usedColumns(fit, contrast);
  let estimate = 0;
  for (const j of used) estimate += contrast[j] * fit.coefficients[j];
  let variance = 0;
  for (const j of used) for (const k of used) variance += contrast[j] * contrast[k] * fit.covariance[k * p + j];
  const standardError = Number.isFinite(estimate) ? Math.sqrt(Math.max(0, variance)) : Number.NaN;
  const z = standardError > 0 ? estimate / standardError : Number.NaN;
  const reach = normalQuantile((1 + fit.confidenceLevel) / 2) * standardError;
  return {
    estimate,
    standardError,
    z,
    p: normalTwoSided(z),
    hazardRatio: Math.exp(estimate),
    lower: Math.exp(estimate - reach),
    upper: Math.exp(estimate + reach),
  };
}

/**
 * The Wald test that several contrasts are all 0: (Cβ)'(CVC')⁻¹Cβ, chi-squared with the rank of CVC' as degrees of freedom. With
 * unit vectors it tests the columns of a term together: a factor, the curves of a spline, an interaction.
 *
 * A contrast of redundant columns alone adds no degree of freedom; the statistic is NaN where a coefficient of the contrasts
 * runs away. R: `survival:::coxph.wtest`, `anova(rms::cph)`.
 *
 * @param contrasts each of length p
 * @throws TypeError, RangeError as `coxContrast`
 */
export function coxWaldTest(fit: CoxFit, contrasts: readonly ArrayLike<number>[]): CoxTest {
  contrasts.forEach((contrast, r) => {
    checkContrast(fit, contrast, `contrasts[${r}]`);
  });
  const p = fit.columns.length;
  const rows = contrasts.filter((contrast) => usedColumns(fit, contrast).length > 0);
  const used = rows.map((contrast) => usedColumns(fit, contrast));
  const values = Float64Array.from(rows, (contrast, r) =>
    used[r].reduce((sum, j) => sum + contrast[j] * fit.coefficients[j], 0),
  );
  const covariance = new Float64Array(rows.length ** 2);
  for (let r = 0; r < rows.length; r++)
    for (let s = 0; s < rows.length; s++)
      for (const j of used[r])
        for (const k of used[s]) covariance[s * rows.length + r] += rows[r][j] * rows[s][k] * fit.covariance[k * p + j];
  if (!values.every(Number.isFinite)) return { statistic: Number.NaN, degreesOfFreedom: rows.length, p: Number.NaN };
  const { statistic, rank } = quadraticForm(covariance, values);
  return { statistic, degreesOfFreedom: rank, p: chiSquaredUpper(statistic, rank) };
}

/**
 * The likelihood ratio test of a Cox model against one nested in it, fitted to the same rows: 2 (l₁ − l₀), chi-squared with
 * the difference of their estimable columns as degrees of freedom. It holds where a likelihood is monotone (its limit is
 * taken), not for robust errors. R: `anova(smaller, larger)`.
 *
 * @throws RangeError where the fits differ in rows, events, ties or null likelihood, or the larger has the lower likelihood
 */
export function coxLikelihoodRatioTest(larger: CoxFit, smaller: CoxFit): CoxTest {
  for (const name of ["n", "events", "ties"] as const)
    if (larger[name] !== smaller[name])
      throw new RangeError(
        `the larger model has ${name} ${larger[name]}, the smaller ${smaller[name]}; nested models have the same rows`,
      );
  const statistic = 2 * (larger.logLikelihood.fitted - smaller.logLikelihood.fitted);
  const slack = 1e-8 * (1 + Math.abs(larger.logLikelihood.fitted));
  if (statistic < -slack)
    throw new RangeError(
      `the larger model has log likelihood ${larger.logLikelihood.fitted}, the smaller ${smaller.logLikelihood.fitted}; a model is at least as likely as one nested in it`,
    );
  const degreesOfFreedom = estimable(larger) - estimable(smaller);
  if (degreesOfFreedom < 0)
    throw new RangeError(`the larger model has ${-degreesOfFreedom} estimable columns fewer than the smaller one`);
  return {
    statistic: Math.max(0, statistic),
    degreesOfFreedom,
    p: degreesOfFreedom === 0 ? Number.NaN : chiSquaredUpper(Math.max(0, statistic), degreesOfFreedom),
  };
}

/** b'V⁻¹b and the rank of V, judged after scaling to unit variances: unlike R's, whatever the units of the covariates. */
function quadraticForm(covariance: Float64Array, b: Float64Array): { statistic: number; rank: number } {
  const size = b.length;
  const scale = b.map((_, r) => Math.sqrt(covariance[r * size + r]) || 1);
  const scaled = covariance.map((value, at) => value / scale[at % size] / scale[Math.floor(at / size)]);
  const values = b.map((value, r) => value / scale[r]);
  const decomposition = cholesky(scaled, size, relativeToLargest(scaled, size));
  const solution = solve(decomposition, values);
  return { statistic: values.reduce((sum, value, r) => sum + value * solution[r], 0), rank: decomposition.rank };
}

function estimable({ redundant }: CoxFit): number {
  return redundant.filter((isRedundant) => !isRedundant).length;
}

/** Columns that the contrast weighs and that have a coefficient. */
function usedColumns({ redundant }: CoxFit, contrast: ArrayLike<number>): number[] {
  return redundant.flatMap((isRedundant, j) => (isRedundant || contrast[j] === 0 ? [] : [j]));
}

function checkContrast({ columns }: CoxFit, contrast: ArrayLike<number>, name: string): void {
  if (contrast.length !== columns.length)
    throw new TypeError(`${name} has ${contrast.length} values; the model has ${columns.length} columns`);
  for (let j = 0; j < contrast.length; j++)
    if (!Number.isFinite(contrast[j]))
      throw new RangeError(`${name}[${j}] is ${contrast[j]}; it must be a finite number`);
}
