import { flattened } from "../cox/cox-estimate.js";
import type { Ties } from "../cox/cox-likelihood.js";
import { type CoxFit, coxRegression } from "../cox/cox-regression.js";
import type { DesignMatrix } from "../cox/design-matrix.js";
import { twoSidedQuantile } from "../curves/confidence-limits.js";
import { chiSquaredUpper } from "../distributions/chi-squared.js";
import { normalTwoSided } from "../distributions/normal.js";
import { maximise } from "../likelihood/newton.js";
import { cholesky, inverse } from "../linear/cholesky.js";
import { product } from "../linear/dense.js";
import { fineGrayResiduals } from "./fine-gray-residuals.js";
import { checkFineGrayRows, type FineGrayRows } from "./fine-gray-rows.js";
import { fineGrayWeights } from "./fine-gray-weights.js";
import {
  eachSubdistributionSet,
  predictor,
  subdistributionData,
  subdistributionLikelihood,
} from "./subdistribution.js";

export interface FineGrayOptions {
  /** Code of the event of interest, default 1. */
  cause?: number;
  /** `crr` (default): Fine & Gray's estimating equation; `weighted-cox`: a Cox model on the rows of `fineGrayWeights`. */
  estimator?: "crr" | "weighted-cox";
  /** Of the weighted Cox model, default efron; crr is Breslow's. */
  ties?: Exclude<Ties, "exact">;
  confidenceLevel?: number;
  /** Default 100. */
  maxIterations?: number;
}

/** Arrays of length p, matrices p x p column-major, in the order of `columns`; NaN for a redundant column. */
export interface FineGrayFit {
  n: number;
  /** Of the cause. */
  events: number;
  columns: string[];
  /** Log subdistribution hazard ratios. */
  coefficients: Float64Array;
  standardErrors: Float64Array;
  z: Float64Array;
  p: Float64Array;
  hazardRatio: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  /** The sandwich; for crr with what the estimated weights add. */
  covariance: Float64Array;
  naiveCovariance: Float64Array;
  redundant: boolean[];
  /** The likelihood rises for ever along this coefficient (weighted Cox model only; crr then does not converge). */
  infinite: boolean[];
  status: CoxFit["status"];
  logLikelihood: { null: number; fitted: number };
  likelihoodRatio: { statistic: number; degreesOfFreedom: number; p: number };
  /** The cumulative subdistribution hazard at covariates 0, at the cause's event times. */
  baseline: { time: Float64Array; cumulativeHazard: Float64Array };
  confidenceLevel: number;
}

/**
 * The proportional subdistribution hazards model for the cumulative incidence of one cause (Fine & Gray 1999, JASA 94:496, doi
 * 10.1080/01621459.1999.10474144): whoever has another event X stays at risk with weight G(t−)/G(X−), G the Kaplan–Meier
 * estimate of censoring, one for each `censorGroup`.
 *
 * `crr` counts events at a censoring's time among those at risk of it, takes Breslow's ties and adds to the sandwich what G's
 * own estimate does to it: R's `cmprsk::crr(cengroup = )`. `weighted-cox` takes events before censorings, any ties, and the
 * robust errors of the weighted rows, which hold G for known: R's `survival::finegray` and `coxph(weights, cluster)`.
 *
 * Without events of the cause the coefficients are NaN. crr: O((n + d · groups) p²) a step; the rows of the other may be
 * n · censorings.
 *
 * @throws TypeError, RangeError as `checkFineGrayRows`; RangeError for strata with crr or an option that cannot be
 */
export function fineGray(rows: FineGrayRows, options: FineGrayOptions = {}): FineGrayFit {
  const { cause = 1, estimator = "crr", confidenceLevel = 0.95, maxIterations = 100 } = options;
  checkFineGrayRows(rows, cause);
  twoSidedQuantile(confidenceLevel);
  if (estimator === "weighted-cox") return weightedCox(rows, { ...options, cause, confidenceLevel, maxIterations });
  if (estimator !== "crr") throw new RangeError(`estimator is “${String(estimator)}”; allowed are crr, weighted-cox`);
  if (rows.strata) throw new RangeError("strata are given; crr has none, use the estimator weighted-cox");
  return crr(rows, cause, confidenceLevel, maxIterations);
}

/**
 * The cumulative incidence that the model expects of given patients, 1 − exp(−e^{x'β} H(t)), by patient at the times:
 * `values[r * times.length + k]`. R: `predict.crr`. NaN with a coefficient that has no finite value.
 *
 * @throws TypeError where the patients' columns are not the model's
 */
export function fineGrayIncidence(fit: FineGrayFit, patients: DesignMatrix, times: readonly number[]): Float64Array {
  if (patients.p !== fit.columns.length)
    throw new TypeError(`the patients have ${patients.p} columns, the model ${fit.columns.length}`);
  const { time, cumulativeHazard } = fit.baseline;
  const values = new Float64Array(patients.n * times.length);
  for (let r = 0; r < patients.n; r++) {
    let eta = 0;
    for (let j = 0; j < patients.p; j++)
      if (!fit.redundant[j]) eta += patients.x[j * patients.n + r] * fit.coefficients[j];
    times.forEach((t, k) => {
      let at = time.length - 1;
      while (at >= 0 && time[at] > t) at--;
      values[r * times.length + k] = at < 0 ? 0 : -Math.expm1(-Math.exp(eta) * cumulativeHazard[at]);
    });
  }
  return values;
}

function crr(rows: FineGrayRows, cause: number, confidenceLevel: number, maxIterations: number): FineGrayFit {
  const data = subdistributionData(rows, cause);
  const { p, n, scale, center } = data;
  const zero = new Float64Array(p);
  const atZero = subdistributionLikelihood(data, zero);
  const thresholds = Float64Array.from({ length: p }, (_, j) =>
    Math.max(2 ** -39 * atZero.information[j * p + j], 1e-13),
  );
  const first = cholesky(atZero.information, p, thresholds);
  const { dropped } = first;
  const held = Float64Array.from(dropped, (drop) => (drop ? Number.POSITIVE_INFINITY : 0));
  const newton = maximise((beta) => subdistributionLikelihood(data, beta), zero, held, { maxIterations });
  const naive = inverse(newton.factor);
  const residuals = fineGrayResiduals(data, newton.beta);
  const meat = new Float64Array(p * p);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < p; k++)
      for (let j = 0; j < p; j++) meat[k * p + j] += residuals[i * p + j] * residuals[i * p + k];
  const back = (matrix: Float64Array) =>
    matrix.map((value, at) => {
      const [j, k] = [at % p, Math.floor(at / p)];
      return dropped[j] || dropped[k] ? Number.NaN : value / scale[j] / scale[k];
    });
  const coefficients = newton.beta.map((b, j) => (dropped[j] ? Number.NaN : b / scale[j]));
  const shift = newton.beta.reduce((sum, b, j) => sum + (dropped[j] ? 0 : (b * center[j]) / scale[j]), 0);
  const time: number[] = [];
  const hazard: number[] = [];
  let cumulative = 0;
  eachSubdistributionSet(data, predictor(data, newton.beta), ({ rank, deaths, s0 }) => {
    cumulative += deaths / s0;
    time.push(data.times[rank]);
    hazard.push(cumulative * Math.exp(-shift));
  });
  return finished({
    n,
    events: data.kind.reduce((sum, kind) => sum + (kind === 1 ? 1 : 0), 0),
    columns: [...rows.design.columns],
    coefficients,
    covariance: back(product(product(naive, meat, p), naive, p)),
    naiveCovariance: back(naive),
    redundant: Array.from(dropped, (drop) => drop === 1),
    infinite: Array.from(dropped, () => false),
    status: newton.stopped === "converged" && !flattened(first, newton.factor) ? "converged" : "did not converge",
    logLikelihood: { null: atZero.logLikelihood, fitted: newton.logLikelihood },
    baseline: { time: Float64Array.from(time), cumulativeHazard: Float64Array.from(hazard) },
    confidenceLevel,
  });
}

function weightedCox(
  rows: FineGrayRows,
  { cause, ties, confidenceLevel, maxIterations }: FineGrayOptions & { cause: number; confidenceLevel: number },
): FineGrayFit {
  const { design, censorGroup, strata } = rows;
  const expanded = fineGrayWeights({ ...rows, strata: censorGroup ?? strata }, { cause });
  const n = expanded.row.length;
  const x = new Float64Array(n * design.p);
  for (let j = 0; j < design.p; j++)
    for (let i = 0; i < n; i++) x[j * n + i] = design.x[j * design.n + expanded.row[i]];
  const fit = coxRegression(
    {
      entry: expanded.start,
      time: expanded.stop,
      event: expanded.event,
      weights: expanded.weight,
      cluster: expanded.row,
      ...(strata && { strata: Int32Array.from(expanded.row, (i) => strata[i]) }),
      design: { ...design, n, x },
    },
    { ties, confidenceLevel, maxIterations },
  );
  const time: number[] = [];
  const hazard: number[] = [];
  const risk = Float64Array.from(expanded.row, (_, i) =>
    Math.exp(fit.coefficients.reduce((sum, b, j) => sum + (fit.redundant[j] ? 0 : b * x[j * n + i]), 0)),
  );
  const order = Int32Array.from(expanded.row, (_, i) => i);
  const byStop = order.slice().sort((a, b) => expanded.stop[b] - expanded.stop[a] || a - b);
  const byStart = order.slice().sort((a, b) => expanded.start[b] - expanded.start[a] || a - b);
  let [atRisk, leaving] = [0, 0];
  for (let from = 0, end = 0; from < n; from = end) {
    const at = expanded.stop[byStop[from]];
    let dead = 0;
    for (; leaving < n && expanded.start[byStart[leaving]] >= at; leaving++)
      atRisk -= expanded.weight[byStart[leaving]] * risk[byStart[leaving]];
    for (end = from; end < n && expanded.stop[byStop[end]] === at; end++) {
      const i = byStop[end];
      atRisk += expanded.weight[i] * risk[i];
      if (expanded.event[i]) dead += expanded.weight[i];
    }
    if (dead > 0) {
      time.push(at);
      hazard.push(dead / atRisk);
    }
  }
  time.reverse();
  hazard.reverse();
  for (let k = 1; k < hazard.length; k++) hazard[k] += hazard[k - 1];
  return finished({
    n: design.n,
    events: fit.events,
    columns: fit.columns,
    coefficients: fit.coefficients,
    covariance: fit.covariance,
    naiveCovariance: fit.naive?.covariance ?? fit.covariance,
    redundant: fit.redundant,
    infinite: fit.infinite,
    status: fit.status,
    logLikelihood: fit.logLikelihood,
    baseline: { time: Float64Array.from(time), cumulativeHazard: Float64Array.from(hazard) },
    confidenceLevel,
  });
}

type Estimated = Omit<
  FineGrayFit,
  "standardErrors" | "z" | "p" | "hazardRatio" | "lower" | "upper" | "likelihoodRatio"
>;

function finished(fit: Estimated): FineGrayFit {
  const { coefficients, covariance, logLikelihood, confidenceLevel } = fit;
  const p = coefficients.length;
  const standardErrors = coefficients.map((_, j) => Math.sqrt(covariance[j * p + j]));
  const z = coefficients.map((b, j) => b / standardErrors[j]);
  const reach = twoSidedQuantile(confidenceLevel);
  const degreesOfFreedom = fit.redundant.filter((redundant) => !redundant).length;
  const statistic = 2 * (logLikelihood.fitted - logLikelihood.null);
  return {
    ...fit,
    standardErrors,
    z,
    p: z.map(normalTwoSided),
    hazardRatio: coefficients.map(Math.exp),
    lower: coefficients.map((b, j) => Math.exp(b - reach * standardErrors[j])),
    upper: coefficients.map((b, j) => Math.exp(b + reach * standardErrors[j])),
    likelihoodRatio: { statistic, degreesOfFreedom, p: chiSquaredUpper(statistic, degreesOfFreedom) },
  };
}
