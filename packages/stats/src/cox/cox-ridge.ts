import { normalTwoSided } from "../distributions/normal.js";
import type { LogLikelihood } from "../likelihood/newton.js";
import { maximise } from "../likelihood/newton.js";
import { inverse } from "../linear/cholesky.js";
import { product } from "../linear/dense.js";
import { partialLikelihood, type Ties } from "./cox-likelihood.js";
import { type CoxRows, coxData } from "./cox-rows.js";

export interface CoxRidgeOptions {
  /** Weight of the penalty, finite, >= 0. */
  theta: number;
  /** Penalise a column in units of its standard deviation (n − 1); default true. */
  scale?: boolean;
  /** Default efron. */
  ties?: Exclude<Ties, "exact">;
  maxIterations?: number;
}

/** Arrays of length p, matrices p x p column-major, in the order of `columns`. */
export interface CoxRidgeFit {
  n: number;
  events: number;
  columns: string[];
  coefficients: Float64Array;
  /** From H⁻¹, H the information plus the penalty's. */
  standardErrors: Float64Array;
  z: Float64Array;
  p: Float64Array;
  covariance: Float64Array;
  /** From H⁻¹ I H⁻¹: the spread of the estimates, without the doubt about their bias. */
  standardErrors2: Float64Array;
  /** trace(I H⁻¹). */
  degreesOfFreedom: number;
  /** θ/2 Σ sⱼ bⱼ². */
  penalty: number;
  /** `fitted` without the penalty. */
  logLikelihood: { null: number; fitted: number };
  status: "converged" | "did not converge";
  iterations: number;
}

/**
 * Cox's model with a ridge penalty (Verweij & van Houwelingen 1994, Stat Med 13:2427): β maximises
 *
 *   l(β) − θ/2 Σ sⱼ βⱼ²
 *
 * with sⱼ the sample variance of column j over all rows, or 1 without `scale`. It has one answer where the likelihood itself
 * has none: with more columns than rows, collinear columns or separation; a constant column has coefficient 0. Agrees with
 * R's `coxph(~ ridge(…, theta, scale))`. O((n + d) p²) a step.
 *
 * @throws TypeError, RangeError as `coxData`; RangeError for a theta that is negative or not finite, for exact ties, for θ = 0
 *   with more columns than rows
 */
export function coxRidge(rows: CoxRows, options: CoxRidgeOptions): CoxRidgeFit {
  const { theta, scale = true, ties = "efron", maxIterations = 100 } = options;
  checkPenalty("theta", theta);
  checkPenalisedTies(ties);
  const data = coxData(rows);
  const { p } = data;
  const unit = data.scale.map((s) => s || 1);
  const s = scale ? sampleVariances(rows) : new Float64Array(p).fill(1);
  const weight = s.map((variance, j) => (theta * variance) / unit[j] ** 2);
  const penalised = (beta: Float64Array): LogLikelihood => {
    const at = partialLikelihood(data, beta, ties);
    beta.forEach((b, j) => {
      at.logLikelihood -= 0.5 * weight[j] * b * b;
      at.score[j] -= weight[j] * b;
      at.information[j * p + j] += weight[j];
    });
    return at;
  };
  // Each pivot against its own column: what the penalty alone holds must not be taken for a combination of others.
  const thresholds = penalised(new Float64Array(p)).information.filter((_, at) => at % (p + 1) === 0);
  const newton = maximise(
    penalised,
    new Float64Array(p),
    thresholds.map((d) => 1e-15 * d),
    { maxIterations },
  );
  const scaled = inverse(newton.factor);
  const { information, logLikelihood } = partialLikelihood(data, newton.beta, ties);
  const shrunk = product(scaled, information, p);
  const second = product(shrunk, scaled, p);
  const back = (matrix: Float64Array) => matrix.map((value, at) => value / unit[at % p] / unit[Math.floor(at / p)]);
  const covariance = back(scaled);
  const coefficients = newton.beta.map((b, j) => b / unit[j]);
  const standardErrors = rootDiagonal(covariance, p);
  const z = coefficients.map((b, j) => b / standardErrors[j]);
  return {
    n: rows.time.length,
    events: rows.event.reduce((sum, value) => sum + value, 0),
    columns: [...rows.design.columns],
    coefficients,
    standardErrors,
    z,
    p: z.map(normalTwoSided),
    covariance,
    standardErrors2: rootDiagonal(back(second), p),
    degreesOfFreedom: rootDiagonal(shrunk, p).reduce((sum, root) => sum + root * root, 0),
    penalty: newton.beta.reduce((sum, b, j) => sum + 0.5 * weight[j] * b * b, 0),
    logLikelihood: { null: partialLikelihood(data, new Float64Array(p), ties).logLikelihood, fitted: logLikelihood },
    status: newton.stopped === "converged" ? "converged" : "did not converge",
    iterations: newton.iterations,
  };
}

/** @throws RangeError where a penalty's weight is negative or not finite */
export function checkPenalty(name: string, value: number): void {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
    throw new RangeError(`${name} is ${value}; it must be a finite number, 0 or more`);
}

/** @throws RangeError for ties that penalised models do not know */
export function checkPenalisedTies(ties: string): void {
  if (ties !== "efron" && ties !== "breslow")
    throw new RangeError(`ties is “${ties}”; allowed in a penalised model are efron and breslow`);
}

/** By all rows, divisor n − 1, not weighted. */
function sampleVariances({ design: { n, p, x } }: CoxRows): Float64Array {
  return Float64Array.from({ length: p }, (_, j) => {
    const column = x.subarray(j * n, (j + 1) * n);
    const mean = column.reduce((sum, value) => sum + value, 0) / n;
    return n > 1 ? column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) : 0;
  });
}

function rootDiagonal(matrix: Float64Array, p: number): Float64Array {
  return Float64Array.from({ length: p }, (_, j) => Math.sqrt(Math.max(0, matrix[j * p + j])));
}
