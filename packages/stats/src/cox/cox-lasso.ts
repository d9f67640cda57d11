import { partialLikelihood } from "./cox-likelihood.js";
import { checkPenalty } from "./cox-ridge.js";
import { type CoxRows, coxData } from "./cox-rows.js";

export interface CoxLassoOptions {
  /** One or more weights of the penalty; default a path of 100 from the least that leaves no column down to 1 % of it. */
  lambda?: readonly number[];
  /** 1 (default): lasso; 0: ridge; between: elastic net. */
  alpha?: number;
  /** Penalise a column in units of its standard deviation (divisor n, weighted); default true. */
  standardize?: boolean;
}

/** One of these for each lambda. */
export interface CoxLassoFit {
  lambda: number;
  /** On the scale given; 0 for a column that the penalty leaves out. */
  coefficients: Float64Array;
  nonzero: number;
  /** Breslow's, without the penalty. */
  logLikelihood: number;
  status: "converged" | "did not converge";
}

/**
 * Cox's model with the lasso or an elastic net (Tibshirani 1997, Stat Med 16:385; Simon et al. 2011, J Stat Softw 39(5), doi
 * 10.18637/jss.v039.i05): β minimises
 *
 *   −l(β)/n + λ (α Σ|bⱼ| + (1 − α)/2 Σ bⱼ²),   bⱼ = βⱼ sdⱼ, or βⱼ without `standardize`
 *
 * with Breslow's partial likelihood l and n the sum of the weights, in the order of the lambdas given. Quadratic
 * approximations from the whole information, each minimised by coordinate descent, with step halving; solved until the
 * optimality conditions hold to 1e-10. Agrees with R's `glmnet(family = "cox")`. Its standard errors are no ones that an
 * interval could be made from, so that there are none. O((n + d) p²) a step.
 *
 * @throws TypeError, RangeError as `coxData`; RangeError for a lambda that is negative or not finite, or an alpha outside 0 to 1
 */
export function coxLasso(rows: CoxRows, options: CoxLassoOptions = {}): CoxLassoFit[] {
  const { alpha = 1, standardize = true } = options;
  if (!(alpha >= 0 && alpha <= 1)) throw new RangeError(`alpha is ${alpha}; it must lie between 0 and 1`);
  options.lambda?.forEach((value, k) => {
    checkPenalty(`lambda[${k}]`, value);
  });
  const data = coxData(rows);
  const { p } = data;
  const n = rows.weights ? rows.weights.reduce((sum, w) => sum + w, 0) : rows.time.length;
  const spread = standardize ? standardDeviations(rows) : new Float64Array(p).fill(1);
  const objective = (beta: Float64Array) => partialLikelihood(data, beta, "breslow");
  // |βⱼ| sdⱼ in the scaled covariates; a column without spread has no coefficient.
  const unit = spread.map((sd, j) => (data.scale[j] > 0 && sd > 0 ? sd / data.scale[j] : 0));
  const lambdas = options.lambda ?? defaultPath(objective(new Float64Array(p)).score, unit, n, alpha);
  let beta: Float64Array = new Float64Array(p);
  const found = new Map<number, CoxLassoFit>();
  // From strong to weak, each from the answer before it.
  for (const lambda of [...lambdas].sort((a, b) => b - a)) {
    const solved = descend(objective, beta, unit, n, lambda * alpha, lambda * (1 - alpha));
    beta = solved.beta;
    found.set(lambda, {
      lambda,
      coefficients: beta.map((b, j) => (b === 0 ? 0 : b / data.scale[j])),
      nonzero: beta.reduce((count, b) => count + (b === 0 ? 0 : 1), 0),
      logLikelihood: solved.logLikelihood,
      status: solved.converged ? "converged" : "did not converge",
    });
  }
  return lambdas.flatMap((lambda) => found.get(lambda) ?? []);
}

const STEPS = 500;
const SWEEPS = 10_000;
/** Of the optimality conditions, in units of the score over n of a column of unit spread. */
const OPTIMAL = 1e-11;

function descend(
  objective: (beta: Float64Array) => ReturnType<typeof partialLikelihood>,
  start: Float64Array,
  unit: Float64Array,
  n: number,
  first: number,
  second: number,
): { beta: Float64Array; logLikelihood: number; converged: boolean } {
  const p = start.length;
  const l1 = unit.map((u) => first * u);
  const l2 = unit.map((u) => second * u * u);
  const value = (logLikelihood: number, beta: Float64Array) =>
    beta.reduce((sum, b, j) => sum + l1[j] * Math.abs(b) + 0.5 * l2[j] * b * b, -logLikelihood / n);
  let beta = start;
  let at = objective(beta);
  for (let step = 0; step < STEPS; step++) {
    const gradient = at.score.map((u, j) => -u / n + l2[j] * beta[j]);
    if (optimal(gradient, beta, l1, unit)) return { beta, logLikelihood: at.logLikelihood, converged: true };
    const target = minimiseQuadratic(at.information, gradient, beta, l1, l2, unit, n, p);
    const before = value(at.logLikelihood, beta);
    let next = target;
    let there = objective(next);
    for (let part = 0.5; !(value(there.logLikelihood, next) <= before + 1e-14 * Math.abs(before)); part /= 2) {
      if (part < 1e-10) return { beta, logLikelihood: at.logLikelihood, converged: false };
      next = target.map((b, j) => beta[j] + part * (b - beta[j]));
      there = objective(next);
    }
    beta = next;
    at = there;
  }
  return { beta, logLikelihood: at.logLikelihood, converged: false };
}

function optimal(gradient: Float64Array, beta: Float64Array, l1: Float64Array, unit: Float64Array): boolean {
  return gradient.every((g, j) => {
    if (unit[j] === 0) return true;
    const excess = beta[j] === 0 ? Math.max(0, Math.abs(g) - l1[j]) : Math.abs(g + Math.sign(beta[j]) * l1[j]);
    return excess <= OPTIMAL;
  });
}

/** g'd + d'(I/n + diag l2)d/2 + Σ l1 |β + d| by coordinate descent, sweeping the columns in use until they settle. */
function minimiseQuadratic(
  information: Float64Array,
  gradient: Float64Array,
  beta: Float64Array,
  l1: Float64Array,
  l2: Float64Array,
  unit: Float64Array,
  n: number,
  p: number,
): Float64Array {
  const result = beta.slice();
  const slope = gradient.slice();
  const active = new Uint8Array(p);
  const update = (j: number) => {
    const curvature = information[j * p + j] / n + l2[j];
    if (unit[j] === 0 || !(curvature > 0)) return 0;
    const wanted = soft(curvature * result[j] - slope[j], l1[j]) / curvature;
    const change = wanted - result[j];
    if (change === 0) return 0;
    result[j] = wanted;
    for (let k = 0; k < p; k++) slope[k] += (information[j * p + k] / n) * change;
    slope[j] += l2[j] * change;
    active[j] = 1;
    return Math.abs(change) * Math.sqrt(curvature);
  };
  for (let sweep = 0; sweep < SWEEPS; ) {
    let largest = 0;
    for (let j = 0; j < p; j++) largest = Math.max(largest, update(j));
    if (largest < 1e-14) break;
    for (sweep++; sweep < SWEEPS; sweep++) {
      let inner = 0;
      for (let j = 0; j < p; j++) if (active[j]) inner = Math.max(inner, update(j));
      if (inner < 1e-14) break;
    }
  }
  return result;
}

function soft(value: number, threshold: number): number {
  return Math.sign(value) * Math.max(0, Math.abs(value) - threshold);
}

function defaultPath(score: Float64Array, unit: Float64Array, n: number, alpha: number): number[] {
  const most = score.reduce(
    (largest, u, j) => (unit[j] > 0 ? Math.max(largest, Math.abs(u) / n / unit[j]) : largest),
    0,
  );
  // A ridge penalty leaves no column out: glmnet's 1e-3 stands for its alpha.
  const top = most / Math.max(alpha, 1e-3);
  return Array.from({ length: 100 }, (_, k) => top * 0.01 ** (k / 99));
}

function standardDeviations({ design: { n, p, x }, weights }: CoxRows): Float64Array {
  const total = weights ? weights.reduce((sum, w) => sum + w, 0) : n;
  const w = (i: number) => (weights ? weights[i] : 1);
  return Float64Array.from({ length: p }, (_, j) => {
    const column = x.subarray(j * n, (j + 1) * n);
    const mean = column.reduce((sum, value, i) => sum + w(i) * value, 0) / total;
    return Math.sqrt(column.reduce((sum, value, i) => sum + w(i) * (value - mean) ** 2, 0) / total);
  });
}
