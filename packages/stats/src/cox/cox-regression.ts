import { chiSquaredUpper } from "../distributions/chi-squared.js";
import { normalQuantile, normalTwoSided } from "../distributions/normal.js";
import { checkConfidenceLevel, checkMaxIterations } from "../likelihood/fit-options.js";
import { cholesky, solve } from "../linear/cholesky.js";
import { rootDiagonal } from "../linear/dense.js";
import { waldStatistic } from "../linear/wald-statistic.js";
import { concordance } from "../prediction/concordance.js";
import { type CoxEstimate, estimateCox, independentColumns } from "./cox-estimate.js";
import { partialLikelihood, type Ties } from "./cox-likelihood.js";
import { predictorOf } from "./cox-predictor.js";
import { type CoxRows, coxData } from "./cox-rows.js";
import { robustScoreStatistic, sandwichCovariance } from "./cox-sandwich.js";

export interface CoxOptions {
  /** Default efron. */
  ties?: Ties;
  /** Of the intervals; default 0.95. */
  confidenceLevel?: number;
  /** Sandwich variance; default: where there is a `cluster` or a weight that is not whole, as in R. */
  robust?: boolean;
  /** Newton steps from β = 0, default 100; 0 evaluates everything at β = 0. */
  maxIterations?: number;
}

export interface CoxTest {
  statistic: number;
  degreesOfFreedom: number;
  /** NaN without degrees of freedom. */
  p: number;
}

/** Arrays of length p, matrices p x p, in the order of `columns`; NaN for a redundant column. */
export interface CoxFit {
  n: number;
  events: number;
  columns: string[];
  /** Infinity or -Infinity where `infinite`; the standard error, z, p and limits are then NaN. */
  coefficients: Float64Array;
  standardErrors: Float64Array;
  z: Float64Array;
  p: Float64Array;
  hazardRatio: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  covariance: Float64Array;
  /** From the inverse information, where the above are from the sandwich. */
  naive?: { standardErrors: Float64Array; covariance: Float64Array };
  /** The column is a combination of those before it (or constant within the risk sets) and counts in no test. */
  redundant: boolean[];
  /** The likelihood rises for ever along this coefficient; the others are those of the limit. */
  infinite: boolean[];
  status: "converged" | "monotone likelihood" | "did not converge";
  iterations: number;
  logLikelihood: { null: number; fitted: number };
  /** Against β = 0. The Wald test is NaN where the likelihood is monotone. */
  tests: { likelihoodRatio: CoxTest; wald: CoxTest; score: CoxTest };
  robustScore?: CoxTest;
  concordance: { concordance: number; standardError: number };
  ties: Ties;
  confidenceLevel: number;
  /** x'β + offset of each row, not centred; ±Infinity where an infinite coefficient decides. */
  linearPredictor: Float64Array;
}

/**
 * The proportional hazards model λ(t | x) = λ₀(t) e^{x'β} (Cox 1972, JRSS B 34:187), by maximum partial likelihood.
 *
 * β, its covariance (inverse information, or the sandwich of cox-sandwich.ts), the likelihood ratio, Wald and score tests
 * against β = 0, and the concordance of the linear predictor within strata. Agrees with R's `coxph`.
 *
 * Without events or rows the coefficients are NaN and the likelihoods 0; without columns the tests have no degrees of
 * freedom. Where the likelihood is monotone, `logLikelihood.fitted` is its limit, the coefficients that run away are
 * marked `infinite`, and the others maximise the limit. O(n log n) once, then O((n + d) p²) an iteration.
 *
 * @throws TypeError, RangeError as `coxData`; RangeError for more columns than rows, and for exact ties with weights other
 * than 1 or a sandwich variance
 */
export function coxRegression(rows: CoxRows, options: CoxOptions = {}): CoxFit {
  const { ties = "efron", confidenceLevel = 0.95, maxIterations = 100 } = options;
  const robust = options.robust ?? (rows.cluster !== undefined || !!rows.weights?.some((w) => w !== Math.floor(w)));
  checkOptions(rows, ties, confidenceLevel, maxIterations, robust);
  const data = coxData(rows);
  const { p } = data;
  const atZero = partialLikelihood(data, new Float64Array(p), ties);
  const kept = independentColumns(data, atZero);
  const estimate = estimateCox(data, ties, kept, maxIterations);
  const predictor = predictorOf(rows, estimate);

  const naive = originalScale(estimate, estimate.covariance);
  const covariance =
    robust && ties !== "exact" ? originalScale(estimate, sandwichCovariance(rows, estimate, ties)) : naive;
  const coefficients = coefficientsOf(estimate);
  const standardErrors = rootDiagonal(covariance, p);
  const z = coefficients.map((b, j) => b / standardErrors[j]);
  const reach = normalQuantile((1 + confidenceLevel) / 2);

  const degreesOfFreedom = kept.reduce((sum, keep) => sum + keep, 0);
  const test = (statistic: number) => ({
    statistic,
    degreesOfFreedom,
    p: chiSquaredUpper(statistic, degreesOfFreedom),
  });
  const held = Float64Array.from(kept, (keep) => (keep ? 0 : Number.POSITIVE_INFINITY));
  const firstStep = solve(cholesky(atZero.information, p, held), atZero.score);
  const { time, event, entry, weights, strata, cluster } = rows;
  const agreement = concordance({ time, event, entry, weights, strata, cluster, score: predictor.order });
  return {
    n: time.length,
    events: event.reduce((sum, value) => sum + value, 0),
    columns: [...rows.design.columns],
    coefficients,
    standardErrors,
    z,
    p: z.map(normalTwoSided),
    hazardRatio: coefficients.map(Math.exp),
    lower: coefficients.map((b, j) => Math.exp(b - reach * standardErrors[j])),
    upper: coefficients.map((b, j) => Math.exp(b + reach * standardErrors[j])),
    covariance,
    ...(robust && { naive: { standardErrors: rootDiagonal(naive, p), covariance: naive } }),
    redundant: Array.from(kept, (keep) => !keep),
    infinite: estimate.infinite,
    status: estimate.status,
    iterations: estimate.iterations,
    logLikelihood: { null: atZero.logLikelihood, fitted: estimate.logLikelihood },
    tests: {
      likelihoodRatio: test(2 * (estimate.logLikelihood - atZero.logLikelihood)),
      wald: test(wald(estimate, kept, covariance, coefficients)),
      score: test(firstStep.reduce((sum, step, j) => sum + step * atZero.score[j], 0)),
    },
    ...(robust && ties !== "exact" && { robustScore: test(robustScoreStatistic(rows, data, kept, ties)) }),
    concordance: { concordance: agreement.concordance, standardError: agreement.standardError },
    ties,
    confidenceLevel,
    linearPredictor: predictor.values,
  };
}

function checkOptions(
  rows: CoxRows,
  ties: Ties,
  confidenceLevel: number,
  maxIterations: number,
  robust: boolean,
): void {
  if (!["efron", "breslow", "exact"].includes(ties))
    throw new RangeError(`ties is “${ties}”; allowed are efron, breslow, exact`);
  checkConfidenceLevel(confidenceLevel);
  checkMaxIterations(maxIterations);
  const { n, p } = rows.design;
  if (n > 0 && p > n)
    throw new RangeError(
      `the design has ${p} columns and ${n} rows; a Cox model needs at least as many rows as columns: leave columns out, or penalise them (coxRidge, coxLasso)`,
    );
  if (ties !== "exact") return;
  const weighted = rows.weights?.findIndex((weight) => weight !== 1) ?? -1;
  if (weighted >= 0)
    throw new RangeError(
      `weights[${weighted}] is ${rows.weights?.[weighted]}; the exact likelihood has no weights, use efron or breslow`,
    );
  if (robust)
    throw new RangeError("robust is true with exact ties; the sandwich variance is defined for efron and breslow");
}

function coefficientsOf({ data, beta, estimable, infinite, sign }: CoxEstimate): Float64Array {
  return beta.map((value, j) => {
    if (infinite[j]) return sign[j] * Number.POSITIVE_INFINITY;
    return estimable[j] || value !== 0 ? value / data.scale[j] : Number.NaN;
  });
}

function originalScale({ data, estimable }: CoxEstimate, covariance: Float64Array): Float64Array {
  const { p, scale } = data;
  return covariance.map((value, at) => {
    const [j, k] = [at % p, Math.floor(at / p)];
    return estimable[j] && estimable[k] ? value / scale[j] / scale[k] : Number.NaN;
  });
}

function wald({ status }: CoxEstimate, kept: Uint8Array, covariance: Float64Array, coefficients: Float64Array): number {
  if (status === "monotone likelihood") return Number.NaN;
  const p = kept.length;
  const places = Array.from(kept, (_, j) => j).filter((j) => kept[j]);
  const part = Float64Array.from(places.flatMap((k) => places.map((j) => covariance[k * p + j])));
  return waldStatistic(
    part,
    Float64Array.from(places, (j) => coefficients[j]),
  );
}
