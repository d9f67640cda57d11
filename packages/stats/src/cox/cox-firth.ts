import { chiSquaredUpper } from "../distributions/chi-squared.js";
import { normalQuantile } from "../distributions/normal.js";
import { checkConfidenceLevel, checkMaxIterations } from "../likelihood/fit-options.js";
import { climb, profile, profileLimit } from "../likelihood/penalised-profile.js";
import { cholesky, inverse } from "../linear/cholesky.js";
import { independentColumns } from "./cox-estimate.js";
import { partialLikelihood } from "./cox-likelihood.js";
import type { CoxTest } from "./cox-regression.js";
import { checkPenalisedTies } from "./cox-ridge.js";
import { type CoxRows, coxData } from "./cox-rows.js";
import { firthLikelihood } from "./firth-likelihood.js";

export interface CoxFirthOptions {
  /** Default breslow, as in coxphf and SAS. */
  ties?: "efron" | "breslow";
  confidenceLevel?: number;
  /** Default 500. */
  maxIterations?: number;
}

/** Arrays of length p, matrices p x p column-major; NaN for a redundant column. */
export interface CoxFirthFit {
  n: number;
  events: number;
  columns: string[];
  coefficients: Float64Array;
  /** From the inverse information at the estimate; the intervals are not made from them. */
  standardErrors: Float64Array;
  covariance: Float64Array;
  hazardRatio: Float64Array;
  /** Profile penalised-likelihood limits of the hazard ratio; 0 or Infinity where the profile stays above the line. */
  lower: Float64Array;
  upper: Float64Array;
  /** Penalised likelihood ratio test that the coefficient is 0. */
  tests: CoxTest[];
  /** That all are. */
  likelihoodRatio: CoxTest;
  redundant: boolean[];
  /** Penalised, at β = 0 and at the estimate; in the covariates' units, on which the determinant depends. */
  logLikelihood: { null: number; fitted: number };
  status: "converged" | "did not converge";
  iterations: number;
  confidenceLevel: number;
}

/**
 * Cox's model with Firth's penalty (Heinze & Schemper 2001, Biometrics 57:114, doi 10.1111/j.0006-341X.2001.00114.x): β maximises
 *
 *   l*(β) = l(β) + ½ log det I(β)
 *
 * which takes the first-order bias from the estimate and has a finite maximum where the likelihood is monotone. Intervals are
 * profile penalised-likelihood intervals, { b : 2 (l*(β̂) − max_{βⱼ = b} l*) <= χ²₁ }, p-values penalised likelihood ratio tests,
 * both with the determinant of the whole information. Agrees with `coxphf` and SAS PHREG's FIRTH where ties are Breslow's.
 *
 * There is no robust variance: the sandwich of a penalised score has no agreed form, so a `cluster` is refused. Without events
 * the coefficients are NaN. O((n + d) p²) a step, some hundred steps for the limits of a coefficient.
 *
 * @throws TypeError, RangeError as `coxData`; RangeError for exact ties, a cluster, more columns than rows or an option that
 *   cannot be
 */
export function coxFirth(rows: CoxRows, options: CoxFirthOptions = {}): CoxFirthFit {
  const { ties = "breslow", confidenceLevel = 0.95, maxIterations = 500 } = options;
  check(rows, ties, confidenceLevel, maxIterations);
  const data = coxData(rows);
  const { p, scale } = data;
  const kept = independentColumns(data, partialLikelihood(data, new Float64Array(p), ties));
  const likelihood = (beta: Float64Array) => firthLikelihood(data, beta, ties, kept);
  const held = kept.map((keep) => 1 - keep);
  const zero = new Float64Array(p);
  const atZero = likelihood(zero);
  const best = climb(likelihood, zero, held, maxIterations);
  const scaled = inverse(
    cholesky(
      best.at.information,
      p,
      Float64Array.from(held, (hold) => (hold ? Number.POSITIVE_INFINITY : 0)),
    ),
  );
  const covariance = scaled.map((value, at) => {
    const [j, k] = [at % p, Math.floor(at / p)];
    return kept[j] && kept[k] ? value / scale[j] / scale[k] : Number.NaN;
  });
  const coefficients = best.beta.map((b, j) => (kept[j] ? b / scale[j] : Number.NaN));
  const standardErrors = coefficients.map((_, j) => Math.sqrt(covariance[j * p + j]));
  // Half the quantile of χ² with one degree of freedom.
  const drop = normalQuantile((1 + confidenceLevel) / 2) ** 2 / 2;
  const limit = (j: number, side: 1 | -1) => {
    if (!kept[j]) return Number.NaN;
    const step = Math.sqrt(scaled[j * p + j]) || 1;
    return Math.exp(profileLimit(likelihood, best, held, j, side * step, drop, maxIterations) / scale[j]);
  };
  // The determinant is that of the covariates as they are given.
  const units = scale.reduce((sum, s, j) => sum + (kept[j] ? Math.log(s) : 0), 0);
  const columns = Array.from({ length: p }, (_, j) => j);
  const test = (statistic: number, degreesOfFreedom: number): CoxTest => ({
    statistic: Math.max(0, statistic),
    degreesOfFreedom,
    p: chiSquaredUpper(Math.max(0, statistic), degreesOfFreedom),
  });
  return {
    n: rows.time.length,
    events: rows.event.reduce((sum, value) => sum + value, 0),
    columns: [...rows.design.columns],
    coefficients,
    standardErrors,
    covariance,
    hazardRatio: coefficients.map(Math.exp),
    lower: Float64Array.from(columns, (j) => limit(j, -1)),
    upper: Float64Array.from(columns, (j) => limit(j, 1)),
    tests: columns.map((j) => {
      if (!kept[j]) return { statistic: Number.NaN, degreesOfFreedom: 0, p: Number.NaN };
      const without = profile(likelihood, best.beta, held, j, 0, maxIterations);
      return test(2 * (best.at.value - without.at.value), 1);
    }),
    likelihoodRatio: test(
      2 * (best.at.value - atZero.value),
      kept.reduce((sum, keep) => sum + keep, 0),
    ),
    redundant: Array.from(kept, (keep) => !keep),
    logLikelihood: { null: atZero.value + units, fitted: best.at.value + units },
    status: best.converged ? "converged" : "did not converge",
    iterations: best.iterations,
    confidenceLevel,
  };
}

function check({ design, cluster }: CoxRows, ties: string, confidenceLevel: number, maxIterations: number): void {
  checkPenalisedTies(ties);
  if (cluster) throw new RangeError("cluster is given; Firth's penalised likelihood has no robust variance");
  const { n, p } = design;
  if (n > 0 && p > n)
    throw new RangeError(
      `the design has ${p} columns and ${n} rows; it needs at least as many rows as columns: leave columns out, or use coxRidge`,
    );
  checkConfidenceLevel(confidenceLevel);
  checkMaxIterations(maxIterations);
}
