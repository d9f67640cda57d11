import type { DesignMatrix } from "../cox/design-matrix.js";
import { twoSidedQuantile } from "../curves/confidence-limits.js";
import { chiSquaredUpper } from "../distributions/chi-squared.js";
import { normalTwoSided } from "../distributions/normal.js";
import { checkMaxIterations } from "../likelihood/fit-options.js";
import { congruence, originalUnits, transformed } from "../linear/original-units.js";
import { checkIntervalRows, type IntervalRows } from "../rows/interval-rows.js";
import { checkFinite, checkWeights, codeCount } from "../rows/survival-rows.js";
import { type AftMaximum, type AftStatus, fitAft } from "./aft-fit.js";
import { type AftData, rowTerms } from "./aft-likelihood.js";
import { extremeValue, gaussian, logistic, type StandardDistribution, studentT } from "./standard-distribution.js";

/** Of the time; the last four on the time itself, the others on its logarithm. */
export type AftDistribution =
  | "weibull"
  | "exponential"
  | "rayleigh"
  | "lognormal"
  | "loglogistic"
  | "gaussian"
  | "logistic"
  | "extreme"
  | "t";

/** Rows of a parametric model: when the event was (`rightCensored`, `leftCensored`, or intervals), and the covariates. */
export interface AftRows extends IntervalRows {
  design: DesignMatrix;
  /** Case weights, finite, >= 0. */
  weights?: Float64Array;
  /** Codes from 0; each stratum has a scale of its own. */
  strata?: Int32Array;
  /** Rows with one code are not independent of each other: the covariance is then the sandwich. */
  cluster?: Int32Array;
  /** Added to the linear predictor. */
  offset?: Float64Array;
}

export interface AftOptions {
  /** Default weibull. */
  distribution?: AftDistribution;
  /** Fixes the scale (above 0). Exponential is Weibull with 1, Rayleigh with 1/2. */
  scale?: number;
  /** Of the t distribution, default 4. */
  degreesOfFreedom?: number;
  /** Sandwich covariance, each row its own cluster without one; default where there is a `cluster`. */
  robust?: boolean;
  confidenceLevel?: number;
  /** Default 200. */
  maxIterations?: number;
}

/** Arrays by column: the intercept, then the design's. NaN for a redundant column, or one that the limit leaves open. */
export interface AftFit {
  n: number;
  distribution: AftDistribution;
  /** Of the t distribution. */
  tDegreesOfFreedom?: number;
  columns: string[];
  /** ±Infinity where `infinite`; standard error, z, p and limits are then NaN. */
  coefficients: Float64Array;
  standardErrors: Float64Array;
  z: Float64Array;
  p: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  /** σ, one a stratum. */
  scale: Float64Array;
  /** Whether the scale was given, not estimated. */
  scaleFixed: boolean;
  /** Of the coefficients, then of log σ for each stratum where it is estimated; column-major. */
  covariance: Float64Array;
  /** The inverse information, where the above is the sandwich. */
  naiveCovariance?: Float64Array;
  redundant: boolean[];
  /** The likelihood rises for ever along this coefficient; the others are those of the limit. */
  infinite: boolean[];
  status: AftStatus;
  iterations: number;
  /** On the scale of time. */
  logLikelihood: { interceptOnly: number; fitted: number };
  /** Against the model with the intercept (and scales) alone. */
  likelihoodRatio: { statistic: number; degreesOfFreedom: number; p: number };
  degreesOfFreedom: number;
  confidenceLevel: number;
}

/**
 * The accelerated failure time model, y = x'β + σW with y = log T (or T itself), by maximum likelihood (Kalbfleisch &
 * Prentice 2002, ch. 3): W is the smallest extreme value (weibull, exponential, rayleigh, extreme), normal, logistic or
 * t. An exact time contributes its density, a censored one P(y in (lower, upper]); log σ is estimated beside β, for each
 * stratum by itself. e^β multiplies the time. Agrees with R's `survreg`.
 *
 * Statuses: `monotone likelihood` where censored rows alone speak for a coefficient (a group without events): it is
 * named infinite and the others are the limit's; `scale 0` where every time is met exactly. Without rows everything is
 * NaN. O(n p²) a step of Newton's.
 *
 * @throws TypeError, RangeError as `checkIntervalRows`; where a finite time is not above 0 for a distribution of log T;
 * for weights, codes, covariates or options that cannot be; for more columns than rows
 */
export function acceleratedFailureTime(rows: AftRows, options: AftOptions = {}): AftFit {
  const { confidenceLevel = 0.95, maxIterations = 200, robust = rows.cluster !== undefined } = options;
  const quantile = twoSidedQuantile(confidenceLevel);
  const model = aftModel(options);
  checkRows(rows, model.onLogTime, maxIterations);
  const { data, center, spread } = scaledData(rows, model);
  const maximum = fitAft(data, model.distribution, model.logScale, maxIterations);
  const alone = fitAft(interceptAlone(data), model.distribution, model.logScale, maxIterations);

  const { p, scales } = data;
  const jacobian = model.onLogTime ? logJacobian(rows) : 0;
  const { matrix: back, size } = originalUnits(p, center, spread, scales);
  const infinite = runAway(maximum, back, p);
  const open = maximum.undetermined.map((held, j) => held && !infinite[j]);
  const naive = masked(
    congruence(back, maximum.covariance, size),
    size,
    (j) => j < p && (open[j] || infinite[j] !== 0),
  );
  const covariance = robust
    ? masked(
        congruence(back, sandwich(data, model, maximum, rows.cluster), size),
        size,
        (j) => j < p && (open[j] || infinite[j] !== 0),
      )
    : naive;
  const finite = transformed(back, maximum.theta, size);
  const coefficients = Float64Array.from({ length: p }, (_, j) => {
    if (infinite[j]) return infinite[j] * Number.POSITIVE_INFINITY;
    return open[j] ? Number.NaN : finite[j];
  });
  const standardErrors = coefficients.map((_, j) => Math.sqrt(covariance[j * size + j]));
  const z = coefficients.map((b, j) => b / standardErrors[j]);
  const fitted = maximum.logLikelihood + jacobian;
  const interceptOnly = alone.logLikelihood + jacobian;
  const degreesOfFreedom = maximum.redundant.filter((held, j) => j > 0 && !held).length;
  const statistic = Math.max(0, 2 * (fitted - interceptOnly));
  return {
    n: rows.lower.length,
    distribution: model.name,
    ...(model.name === "t" && { tDegreesOfFreedom: options.degreesOfFreedom ?? 4 }),
    columns: ["(Intercept)", ...rows.design.columns],
    coefficients,
    standardErrors,
    z,
    p: z.map(normalTwoSided),
    lower: coefficients.map((b, j) => b - quantile * standardErrors[j]),
    upper: coefficients.map((b, j) => b + quantile * standardErrors[j]),
    scale: scales ? maximum.theta.slice(p).map(Math.exp) : Float64Array.of(Math.exp(model.logScale)),
    scaleFixed: scales === 0,
    covariance,
    ...(robust && { naiveCovariance: naive }),
    redundant: maximum.redundant,
    infinite: Array.from(infinite, (sign) => sign !== 0),
    status: maximum.status,
    iterations: maximum.iterations,
    logLikelihood: { interceptOnly, fitted },
    likelihoodRatio: { statistic, degreesOfFreedom, p: chiSquaredUpper(statistic, degreesOfFreedom) },
    degreesOfFreedom: degreesOfFreedom + 1 + scales,
    confidenceLevel,
  };
}

export interface AftModel {
  name: AftDistribution;
  distribution: StandardDistribution;
  onLogTime: boolean;
  /** Whether σ is estimated; `logScale` otherwise. */
  estimatesScale: boolean;
  logScale: number;
}

/** @throws RangeError for a distribution, scale or degrees of freedom that cannot be */
export function aftModel({ distribution: name = "weibull", scale, degreesOfFreedom = 4 }: AftOptions): AftModel {
  if (scale !== undefined && !(scale > 0 && scale < Number.POSITIVE_INFINITY))
    throw new RangeError(`scale is ${scale}; it must be a finite number above 0`);
  const fixed = name === "exponential" ? 1 : name === "rayleigh" ? 0.5 : scale;
  if (fixed !== scale && scale !== undefined)
    throw new RangeError(`scale is ${scale}, but the ${name} distribution has scale ${fixed}; leave it out`);
  const family: Record<AftDistribution, () => StandardDistribution> = {
    weibull: () => extremeValue,
    exponential: () => extremeValue,
    rayleigh: () => extremeValue,
    lognormal: () => gaussian,
    loglogistic: () => logistic,
    gaussian: () => gaussian,
    logistic: () => logistic,
    extreme: () => extremeValue,
    t: () => studentT(degreesOfFreedom),
  };
  if (!Object.hasOwn(family, name))
    throw new RangeError(`distribution is “${name}”; allowed are ${Object.keys(family).join(", ")}`);
  return {
    name,
    distribution: family[name](),
    onLogTime: ["weibull", "exponential", "rayleigh", "lognormal", "loglogistic"].includes(name),
    estimatesScale: fixed === undefined,
    logScale: Math.log(fixed ?? 1),
  };
}

function checkRows(rows: AftRows, onLogTime: boolean, maxIterations: number): void {
  checkIntervalRows(rows);
  const { lower, upper, design, weights, strata, cluster, offset } = rows;
  const n = lower.length;
  if (design.n !== n) throw new TypeError(`the covariates have ${design.n} rows, lower has ${n}; they must be equal`);
  for (const [name, column] of Object.entries({ weights, strata, cluster, offset }))
    if (column && column.length !== n)
      throw new TypeError(`${name} has ${column.length} rows, lower has ${n}; they must have the same length`);
  if (onLogTime)
    for (const [name, ends] of [
      ["lower", lower],
      ["upper", upper],
    ] as const)
      for (let i = 0; i < n; i++)
        if (Number.isFinite(ends[i]) && ends[i] <= 0)
          throw new RangeError(`${name}[${i}] is ${ends[i]}; a time must be above 0 (-Infinity is an open end)`);
  if (weights) checkWeights(weights);
  if (offset) checkFinite("offset", offset);
  for (const [name, codes] of Object.entries({ strata, cluster }))
    if (codes)
      for (let i = 0; i < n; i++)
        if (codes[i] < 0) throw new RangeError(`${name}[${i}] is ${codes[i]}; codes are whole numbers from 0`);
  for (let j = 0; j < design.p; j++) checkFinite(design.columns[j], design.x.subarray(j * n, (j + 1) * n));
  if (n > 0 && design.p >= n)
    throw new RangeError(
      `the model has ${design.p + 1} coefficients and ${n} rows; it needs at least as many rows: leave columns out`,
    );
  checkMaxIterations(maxIterations);
}

/** The rows on the scale of y, the columns centred and of unit variance, a column of 1 before them. */
function scaledData(rows: AftRows, { onLogTime, estimatesScale }: AftModel) {
  const { lower, upper, design, weights, strata, offset } = rows;
  const n = lower.length;
  const p = design.p + 1;
  const used = weights ?? new Float64Array(n).fill(1);
  const total = used.reduce((sum, w) => sum + w, 0);
  const center = new Float64Array(p);
  const spread = new Float64Array(p).fill(1);
  const x = new Float64Array(n * p);
  for (let i = 0; i < n; i++) x[i * p] = 1;
  for (let j = 1; j < p; j++) {
    const column = design.x.subarray((j - 1) * n, j * n);
    let [mean, square] = [0, 0];
    for (let i = 0; i < n; i++) mean += (used[i] * column[i]) / total;
    for (let i = 0; i < n; i++) square += (used[i] * (column[i] - mean) ** 2) / total;
    center[j] = Number.isFinite(mean) ? mean : 0;
    // What is left of a constant is round-off.
    if (Math.sqrt(square) > 1e-12 * Math.abs(mean)) spread[j] = Math.sqrt(square);
    else if (square > 0) spread[j] = Number.POSITIVE_INFINITY;
    for (let i = 0; i < n; i++) x[i * p + j] = (column[i] - center[j]) / spread[j];
  }
  const toY = (time: number) => {
    if (!onLogTime || time === Number.NEGATIVE_INFINITY) return time;
    return Math.log(time);
  };
  const scales = estimatesScale ? codeCount(strata) : 0;
  const data: AftData = {
    n,
    p,
    x,
    lower: lower.map(toY),
    upper: upper.map(toY),
    weights: used,
    offset: offset ?? new Float64Array(n),
    stratum: estimatesScale && strata ? strata : new Int32Array(n),
    scales,
  };
  return { data, center, spread };
}

function interceptAlone(data: AftData): AftData {
  return { ...data, p: 1, x: new Float64Array(data.n).fill(1) };
}

/** −Σ w log t over the exact times. */
function logJacobian({ lower, upper, weights }: AftRows): number {
  let sum = 0;
  for (let i = 0; i < lower.length; i++)
    if (lower[i] === upper[i]) sum -= (weights ? weights[i] : 1) * Math.log(lower[i]);
  return sum;
}

/** NaN in the rows and columns of what has no finite estimate. */
function masked(matrix: Float64Array, size: number, without: (j: number) => boolean): Float64Array {
  return matrix.map((value, at) => (without(at % size) || without(Math.floor(at / size)) ? Number.NaN : value));
}

/** The sign of each coefficient that a direction of the limit moves, in the units given. */
function runAway({ directions, theta }: AftMaximum, back: Float64Array, p: number): Int8Array {
  const signs = new Int8Array(p);
  for (const direction of directions) {
    const whole = new Float64Array(theta.length);
    whole.set(direction);
    const moved = transformed(back, whole, theta.length);
    const parts = Array.from({ length: p }, (_, j) =>
      j === 0 ? Math.hypot(...direction.map((d, k) => d * back[k])) : Math.abs(back[j * theta.length + j]),
    );
    const size = Math.hypot(...direction);
    for (let j = 0; j < p; j++)
      if (signs[j] === 0 && Math.abs(moved[j]) > 1e-7 * size * parts[j]) signs[j] = Math.sign(moved[j]);
  }
  return signs;
}

/** V (Σ over clusters of s s') V with s the weighted scores of a cluster's rows (Huber 1967). */
function sandwich(
  data: AftData,
  model: AftModel,
  { theta, covariance }: AftMaximum,
  cluster?: Int32Array,
): Float64Array {
  const { n, p, x, scales, weights, stratum } = data;
  const size = p + scales;
  const sums = new Map<number, Float64Array>();
  for (let i = 0; i < n; i++) {
    if (weights[i] === 0) continue;
    const row = rowTerms(data, model.distribution, theta, model.logScale, i);
    const of = cluster ? cluster[i] : i;
    const sum = sums.get(of) ?? new Float64Array(size);
    sums.set(of, sum);
    for (let j = 0; j < p; j++) sum[j] += weights[i] * x[i * p + j] * row.eta;
    if (scales) sum[p + stratum[i]] += weights[i] * row.tau;
  }
  const meat = new Float64Array(size * size);
  for (const s of sums.values())
    for (let j = 0; j < size; j++) for (let k = 0; k < size; k++) meat[k * size + j] += s[j] * s[k];
  return congruence(covariance, meat, size);
}
