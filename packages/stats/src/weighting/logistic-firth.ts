import { checkConfidenceLevel, checkMaxIterations } from "../likelihood/fit-options.js";
import { fitPenalised, type PenalisedFit } from "../likelihood/penalised-fit.js";
import { independentLogisticColumns } from "./logistic-estimate.js";
import { linearPredictorOf, logisticFirthLikelihood } from "./logistic-likelihood.js";
import { type LogisticRows, logisticCounts, logisticData, probabilities } from "./logistic-rows.js";

export interface LogisticFirthOptions {
  confidenceLevel?: number;
  /** Default 500. */
  maxIterations?: number;
}

/** Arrays in the order of `columns`, "(Intercept)" first; NaN for a redundant column. The limits are of the odds ratio. */
export interface LogisticFirthFit extends PenalisedFit {
  n: number;
  events: number;
  columns: string[];
  oddsRatio: Float64Array;
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
  checkConfidenceLevel(confidenceLevel);
  checkMaxIterations(maxIterations);
  if (rows.cluster) throw new RangeError("cluster is given; Firth's penalised likelihood has no robust variance");
  const kept = independentLogisticColumns(logisticData(rows));
  // Not centred: the intercept's profile is that of the intercept of the covariates as given.
  const data = logisticData(rows, false);
  const scale = data.spread.map((s) => (s === Number.POSITIVE_INFINITY ? 1 : s));
  const likelihood = (beta: Float64Array) => logisticFirthLikelihood(data, beta, kept);
  const { beta, ...fit } = fitPenalised({ likelihood, kept, scale, nuisance: 1 }, confidenceLevel, maxIterations);
  return {
    ...logisticCounts(rows, data),
    oddsRatio: fit.coefficients.map(Math.exp),
    ...fit,
    confidenceLevel,
    probability: probabilities(rows, data, linearPredictorOf(data, beta)),
  };
}
