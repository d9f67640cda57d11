import type { CoxTest } from "../cox/cox-regression.js";
import { chiSquaredUpper } from "../distributions/chi-squared.js";
import { normalQuantile } from "../distributions/normal.js";
import { climb, profile, profileLimit } from "../likelihood/penalised-profile.js";
import { cholesky, inverse } from "../linear/cholesky.js";
import { independentLogisticColumns } from "./logistic-estimate.js";
import { expit, linearPredictorOf, logisticFirthLikelihood } from "./logistic-likelihood.js";
import { checkLogisticOptions } from "./logistic-regression.js";
import { type LogisticRows, logisticData } from "./logistic-rows.js";

export interface LogisticFirthOptions {
  confidenceLevel?: number;
  /** Default 500. */
  maxIterations?: number;
}

/** Arrays in the order of `columns`, "(Intercept)" first; NaN for a redundant column. */
export interface LogisticFirthFit {
  n: number;
  events: number;
  columns: string[];
  coefficients: Float64Array;
  /** From the inverse information at the estimate; the intervals are not made from them. */
  standardErrors: Float64Array;
  covariance: Float64Array;
  oddsRatio: Float64Array;
  /** Profile penalised-likelihood limits of the odds ratio. */
  lower: Float64Array;
  upper: Float64Array;
  /** Penalised likelihood ratio test that the coefficient is 0. */
  tests: CoxTest[];
  /** That all but the intercept are. */
  likelihoodRatio: CoxTest;
  redundant: boolean[];
  /** Penalised, of the intercept alone (with the determinant of the whole information) and at the estimate. */
  logLikelihood: { null: number; fitted: number };
  status: "converged" | "did not converge";
  iterations: number;
  confidenceLevel: number;
  /** Fitted probability of each row; NaN for a row of weight 0. */
  probability: Float64Array;
}

/**
 * Logistic regression with Firth's penalty (Firth 1993, Biometrika 80:27, doi 10.1093/biomet/80.1.27; Heinze & Schemper 2002, Stat Med
 * 21:2409): maximises l(β) + ½ log det I(β), which takes the first-order bias from the estimate and has a finite maximum where the outcome
 * is separated. Intervals are profile penalised-likelihood intervals, p-values penalised likelihood ratio tests, as in `logistf`. The
 * fitted probabilities are drawn towards ½ (Puhr et al. 2017); for prediction that may matter.
 *
 * Without rows the coefficients are NaN. There is no robust variance: a `cluster` is refused. O(n p²) a step, some hundred steps for the
 * limits of a coefficient.
 *
 * @throws TypeError, RangeError as `logisticData`; RangeError for a cluster or an option that cannot be
 */
export function logisticFirth(rows: LogisticRows, options: LogisticFirthOptions = {}): LogisticFirthFit {
  const { confidenceLevel = 0.95, maxIterations = 500 } = options;
  checkLogisticOptions(confidenceLevel, maxIterations);
  if (rows.cluster) throw new RangeError("cluster is given; Firth's penalised likelihood has no robust variance");
  const kept = independentLogisticColumns(logisticData(rows));
  // Not centred: the intercept's profile is that of the intercept of the covariates as given.
  const data = logisticData(rows, false);
  const { p, spread } = data;
  const scale = spread.map((s) => (s === Number.POSITIVE_INFINITY ? 1 : s));
  const likelihood = (beta: Float64Array) => logisticFirthLikelihood(data, beta, kept);
  const held = kept.map((keep) => 1 - keep);
  const best = climb(likelihood, new Float64Array(p), held, maxIterations);
  const interceptOnly = held.map((hold, j) => (j === 0 ? hold : 1));
  const nullFit = climb(likelihood, new Float64Array(p), interceptOnly, maxIterations);
  const thresholds = Float64Array.from(held, (hold) => (hold ? Number.POSITIVE_INFINITY : 0));
  const scaled = inverse(cholesky(best.at.information, p, thresholds));
  const covariance = scaled.map((value, at) => {
    const [j, k] = [at % p, Math.floor(at / p)];
    return kept[j] && kept[k] ? value / scale[j] / scale[k] : Number.NaN;
  });
  const coefficients = best.beta.map((b, j) => (kept[j] ? b / scale[j] : Number.NaN));
  const drop = normalQuantile((1 + confidenceLevel) / 2) ** 2 / 2;
  const limit = (side: 1 | -1) =>
    Float64Array.from({ length: p }, (_, j) => {
      if (!kept[j]) return Number.NaN;
      const step = side * (Math.sqrt(scaled[j * p + j]) || 1);
      return Math.exp(profileLimit(likelihood, best, held, j, step, drop, maxIterations) / scale[j]);
    });
  const units = scale.reduce((sum, s, j) => sum + (kept[j] ? Math.log(s) : 0), 0);
  const test = (statistic: number, degreesOfFreedom: number): CoxTest => ({
    statistic: Math.max(0, statistic),
    degreesOfFreedom,
    p: chiSquaredUpper(Math.max(0, statistic), degreesOfFreedom),
  });
  const probability = new Float64Array(rows.outcome.length).fill(Number.NaN);
  const eta = linearPredictorOf(data, best.beta);
  data.source.forEach((i, k) => {
    probability[i] = expit(eta[k]);
  });
  return {
    n: rows.outcome.length,
    events: data.outcome.reduce((sum, y, k) => sum + y * data.weights[k], 0),
    columns: ["(Intercept)", ...rows.design.columns],
    coefficients,
    standardErrors: coefficients.map((_, j) => Math.sqrt(covariance[j * p + j])),
    covariance,
    oddsRatio: coefficients.map(Math.exp),
    lower: limit(-1),
    upper: limit(1),
    tests: Array.from(kept, (keep, j) => {
      if (!keep) return { statistic: Number.NaN, degreesOfFreedom: 0, p: Number.NaN };
      const without = profile(likelihood, best.beta, held, j, 0, maxIterations);
      return test(2 * (best.at.value - without.at.value), 1);
    }),
    likelihoodRatio: test(
      2 * (best.at.value - nullFit.at.value),
      kept.reduce((sum, keep, j) => sum + (j > 0 ? keep : 0), 0),
    ),
    redundant: Array.from(kept, (keep) => !keep),
    logLikelihood: { null: nullFit.at.value + units, fitted: best.at.value + units },
    status: best.converged ? "converged" : "did not converge",
    iterations: best.iterations,
    confidenceLevel,
    probability,
  };
}
