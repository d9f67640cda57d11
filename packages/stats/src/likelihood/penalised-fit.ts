import type { CoxTest } from "../cox/cox-regression.js";
import { chiSquaredUpper } from "../distributions/chi-squared.js";
import { normalQuantile } from "../distributions/normal.js";
import { cholesky, inverse } from "../linear/cholesky.js";
import { rootDiagonal } from "../linear/dense.js";
import { climb, type PenalisedLikelihood, profile, profileLimit } from "./penalised-profile.js";

/** What a model with Firth's penalty tells; arrays of length p, matrices p x p column-major; NaN for a redundant column. */
export interface PenalisedFit {
  coefficients: Float64Array;
  /** From the inverse information at the estimate; the intervals are not made from them. */
  standardErrors: Float64Array;
  covariance: Float64Array;
  /** Profile penalised-likelihood limits of e^β; 0 or Infinity where the profile stays above the line. */
  lower: Float64Array;
  upper: Float64Array;
  /** Penalised likelihood ratio test that the coefficient is 0. */
  tests: CoxTest[];
  /** That all but the nuisance are. */
  likelihoodRatio: CoxTest;
  redundant: boolean[];
  /** Penalised, with the nuisance alone (and the determinant of the whole information) and at the estimate; in the covariates' units, on which the determinant depends. */
  logLikelihood: { null: number; fitted: number };
  status: "converged" | "did not converge";
  iterations: number;
}

/** What is fitted, in scaled covariates. */
export interface PenalisedModel {
  likelihood: (beta: Float64Array) => PenalisedLikelihood;
  /** 0 for a redundant column, which is held at 0. */
  kept: Uint8Array;
  /** What a scaled coefficient is divided by to become one of the given covariate. */
  scale: Float64Array;
  /** Number of leading columns that the null model has too: an intercept. */
  nuisance: number;
}

/** Maximum, profile limits and penalised likelihood ratio tests; `beta` is the estimate in the scaled covariates. */
export function fitPenalised(
  { likelihood, kept, scale, nuisance }: PenalisedModel,
  confidenceLevel: number,
  maxIterations: number,
): PenalisedFit & { beta: Float64Array } {
  const p = kept.length;
  const held = kept.map((keep) => 1 - keep);
  const best = climb(likelihood, new Float64Array(p), held, maxIterations);
  const nullHeld = held.map((hold, j) => (j < nuisance ? hold : 1));
  const nullFit = climb(likelihood, new Float64Array(p), nullHeld, maxIterations);
  const thresholds = Float64Array.from(held, (hold) => (hold ? Number.POSITIVE_INFINITY : 0));
  const scaled = inverse(cholesky(best.at.information, p, thresholds));
  const covariance = scaled.map((value, at) => {
    const [j, k] = [at % p, Math.floor(at / p)];
    return kept[j] && kept[k] ? value / scale[j] / scale[k] : Number.NaN;
  });
  // Half the quantile of χ² with one degree of freedom.
  const drop = normalQuantile((1 + confidenceLevel) / 2) ** 2 / 2;
  const limits = (side: 1 | -1) =>
    Float64Array.from(kept, (keep, j) => {
      if (!keep) return Number.NaN;
      const step = side * (Math.sqrt(scaled[j * p + j]) || 1);
      return Math.exp(profileLimit(likelihood, best, held, j, step, drop, maxIterations) / scale[j]);
    });
  const test = (above: number, degreesOfFreedom: number): CoxTest => {
    const statistic = Math.max(0, 2 * above);
    return { statistic, degreesOfFreedom, p: chiSquaredUpper(statistic, degreesOfFreedom) };
  };
  // The determinant is that of the covariates as they are given.
  const units = scale.reduce((sum, s, j) => sum + (kept[j] ? Math.log(s) : 0), 0);
  return {
    beta: best.beta,
    coefficients: best.beta.map((b, j) => (kept[j] ? b / scale[j] : Number.NaN)),
    standardErrors: rootDiagonal(covariance, p),
    covariance,
    lower: limits(-1),
    upper: limits(1),
    tests: Array.from(kept, (keep, j) => {
      if (!keep) return { statistic: Number.NaN, degreesOfFreedom: 0, p: Number.NaN };
      return test(best.at.value - profile(likelihood, best.beta, held, j, 0, maxIterations).at.value, 1);
    }),
    likelihoodRatio: test(
      best.at.value - nullFit.at.value,
      kept.reduce((sum, keep, j) => sum + (j < nuisance ? 0 : keep), 0),
    ),
    redundant: Array.from(kept, (keep) => !keep),
    logLikelihood: { null: nullFit.at.value + units, fitted: best.at.value + units },
    status: best.converged ? "converged" : "did not converge",
    iterations: best.iterations,
  };
}
