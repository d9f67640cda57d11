import type { CoxTest } from "../cox/cox-regression.js";
import { chiSquaredUpper } from "../distributions/chi-squared.js";
import { normalQuantile, normalTwoSided } from "../distributions/normal.js";
import { checkConfidenceLevel, checkMaxIterations } from "../likelihood/fit-options.js";
import { maximise } from "../likelihood/newton.js";
import { cholesky, solve } from "../linear/cholesky.js";
import { rootDiagonal } from "../linear/dense.js";
import { congruence, originalUnits, transformed } from "../linear/original-units.js";
import { waldStatistic } from "../linear/wald-statistic.js";
import { estimateLogistic, independentLogisticColumns, type LogisticEstimate } from "./logistic-estimate.js";
import { logisticLikelihood } from "./logistic-likelihood.js";
import {
  expit,
  type LogisticData,
  type LogisticRows,
  logisticCounts,
  logisticData,
  probabilities,
} from "./logistic-rows.js";

export interface LogisticOptions {
  /** Of the intervals; default 0.95. */
  confidenceLevel?: number;
  /** Sandwich variance; default: where there is a `cluster`. */
  robust?: boolean;
  /** Newton steps from β = 0, default 100. */
  maxIterations?: number;
}

/** Arrays in the order of `columns`, "(Intercept)" first; matrices column-major; NaN for a redundant column. */
export interface LogisticFit {
  n: number;
  /** Rows with the outcome, weighted. */
  events: number;
  columns: string[];
  /** Log odds ratios; Infinity or -Infinity where `infinite`, the standard error, z, p and limits are then NaN. */
  coefficients: Float64Array;
  standardErrors: Float64Array;
  z: Float64Array;
  p: Float64Array;
  oddsRatio: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  covariance: Float64Array;
  /** From the inverse information, where the above are from the sandwich. */
  naive?: { standardErrors: Float64Array; covariance: Float64Array };
  redundant: boolean[];
  /** The likelihood rises for ever along this coefficient; the others are those of the limit. */
  infinite: boolean[];
  status: "converged" | "separation" | "did not converge";
  iterations: number;
  /** Of the intercept alone, and of the model. */
  logLikelihood: { null: number; fitted: number };
  /** Against the intercept alone. The Wald test is NaN where the outcome is separated. */
  tests: { likelihoodRatio: CoxTest; wald: CoxTest; score: CoxTest };
  confidenceLevel: number;
  /** Fitted probability of the outcome of each row, 0 or 1 where separation decides; NaN for a row of weight 0. */
  probability: Float64Array;
}

/**
 * Logistic regression, log(π / (1 − π)) = α + x'β, by maximum likelihood (Newton's method, which is Fisher scoring here). The covariance
 * is the inverse information, or the sandwich A⁻¹ B A⁻¹ with B the sum of squares of the rows' (with a `cluster`: the clusters') scores
 * w (y − π) x. Agrees with R's `glm(family = binomial)` and `sandwich`.
 *
 * Where a combination of covariates separates rows with the outcome from rows without (Albert & Anderson 1984), the coefficients that run
 * away are marked `infinite` and the others are right for the limit; `logisticFirth` has finite estimates there. Without rows, or without
 * rows of either outcome, the intercept is what runs away. O(n p²) a step.
 *
 * @throws TypeError, RangeError as `logisticData`; RangeError for an option that cannot be
 */
export function logisticRegression(rows: LogisticRows, options: LogisticOptions = {}): LogisticFit {
  const { confidenceLevel = 0.95, maxIterations = 100, robust = rows.cluster !== undefined } = options;
  checkConfidenceLevel(confidenceLevel);
  checkMaxIterations(maxIterations);
  const data = logisticData(rows);
  const { p } = data;
  const kept = independentLogisticColumns(data);
  const estimate = estimateLogistic(data, kept, maxIterations);
  const nullFit = interceptAlone(data, maxIterations);

  const { matrix: back } = originalUnits(p, data.center, data.spread);
  const naive = inUnits(back, estimate, estimate.covariance);
  const covariance = robust ? inUnits(back, estimate, sandwich(rows, data, estimate)) : naive;
  const coefficients = coefficientsOf(back, estimate, kept);
  const standardErrors = rootDiagonal(covariance, p);
  const z = coefficients.map((b, j) => b / standardErrors[j]);
  const reach = normalQuantile((1 + confidenceLevel) / 2);

  const degreesOfFreedom = kept.reduce((sum, keep, j) => sum + (j > 0 ? keep : 0), 0);
  const test = (statistic: number): CoxTest => ({
    statistic,
    degreesOfFreedom,
    p: chiSquaredUpper(statistic, degreesOfFreedom),
  });
  return {
    ...logisticCounts(rows, data),
    coefficients,
    standardErrors,
    z,
    p: z.map(normalTwoSided),
    oddsRatio: coefficients.map(Math.exp),
    lower: coefficients.map((b, j) => Math.exp(b - reach * standardErrors[j])),
    upper: coefficients.map((b, j) => Math.exp(b + reach * standardErrors[j])),
    covariance,
    ...(robust && { naive: { standardErrors: rootDiagonal(naive, p), covariance: naive } }),
    redundant: Array.from(kept, (keep) => !keep),
    infinite: Array.from(estimate.sign, (sign) => sign !== 0),
    status: estimate.status,
    iterations: estimate.iterations,
    logLikelihood: { null: nullFit.logLikelihood, fitted: estimate.logLikelihood },
    tests: {
      likelihoodRatio: test(Math.max(0, 2 * (estimate.logLikelihood - nullFit.logLikelihood))),
      wald: test(wald(estimate, kept, covariance, coefficients)),
      score: test(scoreStatistic(data, kept, nullFit.beta)),
    },
    confidenceLevel,
    probability: probabilities(rows, data, estimate.linearPredictor),
  };
}

function interceptAlone(data: LogisticData, maxIterations: number) {
  const { n, p } = data;
  const events = data.outcome.some((y) => y === 1);
  const others = data.outcome.some((y) => y === 0);
  // Rows of one outcome only: the likelihood's limit is 1.
  if (n === 0 || !events || !others) return { beta: new Float64Array(p).fill(Number.NaN), logLikelihood: 0 };
  const held = Float64Array.from({ length: p }, (_, j) => (j === 0 ? 0 : Number.POSITIVE_INFINITY));
  return maximise((beta) => logisticLikelihood(data, beta), new Float64Array(p), held, {
    maxIterations: Math.max(maxIterations, 50),
  });
}

/** U' I⁻¹ U at the fit of the intercept alone. */
function scoreStatistic(data: LogisticData, kept: Uint8Array, beta: Float64Array): number {
  if (beta.some(Number.isNaN)) return Number.NaN;
  const { score, information } = logisticLikelihood(data, beta);
  const held = Float64Array.from(kept, (keep) => (keep ? 0 : Number.POSITIVE_INFINITY));
  const step = solve(cholesky(information, data.p, held), score);
  return step.reduce((sum, value, j) => sum + value * score[j], 0);
}

function sandwich({ cluster }: LogisticRows, data: LogisticData, estimate: LogisticEstimate): Float64Array {
  const { n, p, x, outcome, weights, source } = data;
  const { covariance, linearPredictor } = estimate;
  const sums = new Map<number, Float64Array>();
  for (let i = 0; i < n; i++) {
    const code = cluster ? cluster[source[i]] : i;
    const sum = sums.get(code) ?? new Float64Array(p);
    sums.set(code, sum);
    const residual = weights[i] * (outcome[i] ? expit(-linearPredictor[i]) : -expit(linearPredictor[i]));
    for (let j = 0; j < p; j++) sum[j] += residual * x[i * p + j];
  }
  const result = new Float64Array(p * p);
  for (const u of sums.values()) {
    const d = Float64Array.from({ length: p }, (_, j) => {
      let sum = 0;
      for (let k = 0; k < p; k++) sum += covariance[k * p + j] * u[k];
      return sum;
    });
    for (let k = 0; k < p; k++) for (let j = 0; j < p; j++) result[k * p + j] += d[j] * d[k];
  }
  return result;
}

function coefficientsOf(
  back: Float64Array,
  { beta, estimable, sign }: LogisticEstimate,
  kept: Uint8Array,
): Float64Array {
  return transformed(back, beta, beta.length).map((value, j) => {
    if (sign[j]) return sign[j] * Number.POSITIVE_INFINITY;
    return kept[j] && estimable[j] ? value : Number.NaN;
  });
}

/** A covariance of the scaled coefficients as one of those of the covariates given. */
function inUnits(back: Float64Array, { estimable }: LogisticEstimate, v: Float64Array): Float64Array {
  const p = estimable.length;
  return congruence(back, v, p).map((value, at) =>
    estimable[at % p] && estimable[Math.floor(at / p)] ? value : Number.NaN,
  );
}

function wald({ status }: LogisticEstimate, kept: Uint8Array, covariance: Float64Array, coefficients: Float64Array) {
  if (status === "separation") return Number.NaN;
  const p = kept.length;
  const places = Array.from(kept, (_, j) => j).filter((j) => j > 0 && kept[j]);
  return waldStatistic(
    Float64Array.from(places.flatMap((k) => places.map((j) => covariance[k * p + j]))),
    Float64Array.from(places, (j) => coefficients[j]),
  );
}

/** Fitted probability of the outcome for rows with the fit's columns; NaN where a coefficient is infinite. */
export function logisticProbability(
  fit: { columns: string[]; coefficients: Float64Array },
  { n, p, x }: LogisticRows["design"],
): Float64Array {
  if (p + 1 !== fit.columns.length)
    throw new TypeError(`the rows have ${p} covariates, the model has ${fit.columns.length - 1}`);
  const b = fit.coefficients;
  return Float64Array.from({ length: n }, (_, i) => {
    let eta = b[0];
    for (let j = 0; j < p; j++) if (!Number.isNaN(b[j + 1])) eta += b[j + 1] * x[j * n + i];
    return Number.isFinite(eta) ? expit(eta) : Number.NaN;
  });
}
