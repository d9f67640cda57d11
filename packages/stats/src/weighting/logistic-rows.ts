import type { DesignMatrix } from "../cox/design-matrix.js";
import { checkFinite, checkWeights } from "../rows/survival-rows.js";

/** Rows of a logistic model; the arrays have length n. */
export interface LogisticRows {
  /** 1 or 0: treated or not, event or none. */
  outcome: Uint8Array;
  /** Without a column for the intercept: the model has one of its own. */
  design: DesignMatrix;
  /** Case weights, finite, >= 0. Absent: 1. */
  weights?: Float64Array;
  /** Added to the linear predictor; any finite numbers. */
  offset?: Float64Array;
  /** Rows with one code are not independent of each other: the sandwich variance adds them up first. */
  cluster?: Int32Array;
}

/** The rows with weight, intercept first, covariates centred and scaled to unit variance. */
export interface LogisticData {
  n: number;
  /** Columns, with the intercept. */
  p: number;
  /** Row-major. */
  x: Float64Array;
  outcome: Uint8Array;
  weights: Float64Array;
  offset: Float64Array;
  source: Int32Array;
  center: Float64Array;
  /** Infinity for a covariate without variance. */
  spread: Float64Array;
}

/**
 * @param centred false leaves the covariates' means: the intercept is then that of covariates at 0
 * @throws TypeError where lengths differ; RangeError for a value that is not finite, an outcome that is neither 0 nor 1, a negative
 *   weight, more columns than rows
 */
export function logisticData(rows: LogisticRows, centred = true): LogisticData {
  check(rows);
  const { outcome, design, weights, offset } = rows;
  const source = Int32Array.from(outcome, (_, i) => i).filter((i) => !weights || weights[i] > 0);
  const n = source.length;
  const p = design.p + 1;
  const used = Float64Array.from(source, (i) => weights?.[i] ?? 1);
  const total = used.reduce((sum, w) => sum + w, 0);
  const center = new Float64Array(p);
  const spread = new Float64Array(p).fill(1);
  const x = new Float64Array(n * p);
  for (let k = 0; k < n; k++) x[k * p] = 1;
  for (let j = 1; j < p; j++) {
    const column = design.x.subarray((j - 1) * design.n, j * design.n);
    let [mean, square] = [0, 0];
    for (let k = 0; k < n; k++) mean += (used[k] * column[source[k]]) / total;
    for (let k = 0; k < n; k++) square += (used[k] * (column[source[k]] - mean) ** 2) / total;
    // What is left of a constant is round-off.
    spread[j] = Math.sqrt(square) > 1e-12 * Math.abs(mean) ? Math.sqrt(square) : Number.POSITIVE_INFINITY;
    center[j] = centred || spread[j] === Number.POSITIVE_INFINITY ? mean : 0;
    for (let k = 0; k < n; k++) x[k * p + j] = (column[source[k]] - center[j]) / spread[j];
  }
  return {
    n,
    p,
    x,
    outcome: Uint8Array.from(source, (i) => outcome[i]),
    weights: used,
    offset: Float64Array.from(source, (i) => offset?.[i] ?? 0),
    source,
    center,
    spread,
  };
}

/** How many rows a fit has, how many (weighted) with the outcome, and its columns. */
export function logisticCounts({ outcome, design }: LogisticRows, data: LogisticData) {
  return {
    n: outcome.length,
    events: data.outcome.reduce((sum, y, k) => sum + y * data.weights[k], 0),
    columns: ["(Intercept)", ...design.columns],
  };
}

/** Of all rows given; NaN where the row has no weight. */
export function probabilities({ outcome }: LogisticRows, { source }: LogisticData, eta: Float64Array): Float64Array {
  const probability = new Float64Array(outcome.length).fill(Number.NaN);
  source.forEach((i, k) => {
    probability[i] = expit(eta[k]);
  });
  return probability;
}

/** 1 / (1 + e^−η), without overflow. */
export function expit(eta: number): number {
  return eta >= 0 ? 1 / (1 + Math.exp(-eta)) : Math.exp(eta) / (1 + Math.exp(eta));
}

function check({ outcome, design, weights, offset, cluster }: LogisticRows): void {
  const n = outcome.length;
  for (const [name, column] of Object.entries({ weights, offset, cluster }))
    if (column && column.length !== n)
      throw new TypeError(`${name} has ${column.length} rows, outcome has ${n}; they must have the same length`);
  if (design.n !== n) throw new TypeError(`the covariates have ${design.n} rows, outcome has ${n}; they must be equal`);
  for (let i = 0; i < n; i++)
    if (outcome[i] > 1) throw new RangeError(`outcome[${i}] is ${outcome[i]}; it must be 0 or 1`);
  for (let j = 0; j < design.p; j++) checkFinite(design.columns[j], design.x.subarray(j * n, (j + 1) * n));
  if (weights) checkWeights(weights);
  if (offset) checkFinite("offset", offset);
  if (n > 0 && design.p + 1 > n)
    throw new RangeError(
      `the design has ${design.p} columns and ${n} rows; a logistic model needs more rows than columns: leave columns out`,
    );
}
