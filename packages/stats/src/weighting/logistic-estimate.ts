import { maximise, type NewtonState } from "../likelihood/newton.js";
import { cholesky, inverse } from "../linear/cholesky.js";
import { linearPredictorOf, logisticLikelihood } from "./logistic-likelihood.js";
import type { LogisticData } from "./logistic-rows.js";
import { separation, undecided } from "./logistic-separation.js";

/** The maximum of a logistic likelihood, or of its limit, in the centred and scaled covariates. */
export interface LogisticEstimate {
  /** 0 for a column left out and for one that runs away. */
  beta: Float64Array;
  /** Inverse information, 0 in the rows and columns that are not determined. */
  covariance: Float64Array;
  estimable: Uint8Array;
  /** ±1 for a coefficient that runs away, else 0. */
  sign: Float64Array;
  /** Of each row with weight; ±Infinity where a direction of separation decides. */
  linearPredictor: Float64Array;
  logLikelihood: number;
  status: "converged" | "separation" | "did not converge";
  iterations: number;
}

/** A step that moves some row's log odds by this, while the likelihood gains next to nothing, asks whether the outcome is separated. */
const LONG_STEP = 0.1;

/** 1 for each column that is no combination of the columns before it. */
export function independentLogisticColumns(data: LogisticData): Uint8Array {
  const { p } = data;
  const { information } = logisticLikelihood({ ...data, offset: new Float64Array(data.n) }, new Float64Array(p));
  const thresholds = Float64Array.from({ length: p }, (_, j) =>
    Math.max(2 ** -39 * information[j * p + j], 1e-13 * information[0]),
  );
  return cholesky(information, p, thresholds).dropped.map((dropped) => 1 - dropped);
}

/**
 * Maximises the likelihood over the kept columns. Where a direction separates the outcomes the rows that it decides leave, with
 * probability 0 or 1, and the likelihood of the others is maximised; they may be separated again.
 */
export function estimateLogistic(data: LogisticData, kept: Uint8Array, maxIterations: number): LogisticEstimate {
  const { p } = data;
  const held = Float64Array.from(kept, (keep) => (keep ? 0 : Number.POSITIVE_INFINITY));
  let direction: Float64Array | undefined;
  let ask = 1e-2;
  const watch = ({ decrement, step }: NewtonState) => {
    if (!(decrement < ask) || !movesFar(data, step)) return false;
    ask *= 1e-4;
    direction = separation(data, kept);
    return direction !== undefined;
  };
  const newton = maximise((beta) => logisticLikelihood(data, beta), new Float64Array(p), held, {
    maxIterations,
    watch,
  });
  if (!direction && newton.stopped === "iterations" && maxIterations > 0) direction = separation(data, kept);
  if (direction) return limitOf(data, kept, direction, maxIterations, newton.iterations);
  return {
    beta: newton.beta,
    covariance: inverse(newton.factor),
    estimable: newton.factor.dropped.map((dropped) => 1 - dropped),
    sign: new Float64Array(p),
    linearPredictor: linearPredictorOf(data, newton.beta),
    logLikelihood: newton.logLikelihood,
    status: newton.stopped === "converged" ? "converged" : "did not converge",
    iterations: newton.iterations,
  };
}

function movesFar(data: LogisticData, step: Float64Array): boolean {
  return along(data, step).some((change) => Math.abs(change) > LONG_STEP);
}

/** x'δ of each row. */
function along(data: LogisticData, delta: Float64Array): Float64Array {
  return linearPredictorOf({ ...data, offset: new Float64Array(data.n) }, delta);
}

function limitOf(
  data: LogisticData,
  kept: Uint8Array,
  direction: Float64Array,
  maxIterations: number,
  iterations: number,
): LogisticEstimate {
  const { p } = data;
  const sign = signsOf(data, direction);
  // The columns that do not run away first: what is then a combination of others are those that do.
  const order = Array.from({ length: p }, (_, j) => j).sort((a, b) => Math.abs(sign[a]) - Math.abs(sign[b]) || a - b);
  const left = undecided(data, direction);
  const rest = chosen(data, left, order);
  const independent = rest.n === 0 ? new Uint8Array(p) : independentLogisticColumns(rest);
  const limit = estimateLogistic(
    rest,
    independent.map((keep, k) => keep * kept[order[k]]),
    maxIterations,
  );
  const back = (values: ArrayLike<number>) => Float64Array.from(order, (_, j) => values[order.indexOf(j)]);
  const beta = back(limit.beta);
  const covariance = new Float64Array(p * p);
  for (let k = 0; k < p; k++)
    for (let j = 0; j < p; j++) covariance[order[k] * p + order[j]] = limit.covariance[k * p + j];
  const deeper = back(limit.sign);
  const signs = sign.map((value, j) => value || deeper[j]);
  const linearPredictor = along(data, direction).map((value) => value * Number.POSITIVE_INFINITY);
  left.forEach((i, k) => {
    linearPredictor[i] = limit.linearPredictor[k];
  });
  return {
    beta,
    covariance,
    estimable: Uint8Array.from(back(limit.estimable), (value, j) => (signs[j] ? 0 : value)),
    sign: signs,
    linearPredictor,
    logLikelihood: limit.logLikelihood,
    status: "separation",
    iterations: iterations + limit.iterations,
  };
}

/** Which coefficients of the covariates as given run away along a direction in the scaled ones. */
function signsOf({ p, center, spread }: LogisticData, direction: Float64Array): Float64Array {
  const given = direction.map((value, j) => (j === 0 ? value : value / spread[j]));
  for (let j = 1; j < p; j++) given[0] -= given[j] * center[j];
  const size = Math.hypot(...direction);
  return direction.map((value, j) => {
    const least = 1e-8 * size * (j === 0 ? 1 + sizeOfCenters(center, spread) : 1);
    return Math.abs(j === 0 ? given[0] : value) > least ? Math.sign(given[j]) : 0;
  });
}

function sizeOfCenters(center: Float64Array, spread: Float64Array): number {
  return center.reduce((most, value, j) => (j === 0 ? most : Math.max(most, Math.abs(value) / spread[j])), 0);
}

function chosen(data: LogisticData, rows: Int32Array, order: number[]): LogisticData {
  const { p } = data;
  const x = new Float64Array(rows.length * p);
  rows.forEach((i, k) => {
    order.forEach((j, at) => {
      x[k * p + at] = data.x[i * p + j];
    });
  });
  return {
    n: rows.length,
    p,
    x,
    outcome: Uint8Array.from(rows, (i) => data.outcome[i]),
    weights: Float64Array.from(rows, (i) => data.weights[i]),
    offset: Float64Array.from(rows, (i) => data.offset[i]),
    source: Int32Array.from(rows, (i) => data.source[i]),
    center: Float64Array.from(order, (j) => data.center[j]),
    spread: Float64Array.from(order, (j) => data.spread[j]),
  };
}
