import { cholesky, inverse, solve } from "../linear/cholesky.js";
import { projectOnCone } from "../linear/cone-projection.js";
import { type AftData, type AftLikelihood, aftLikelihood } from "./aft-likelihood.js";
import type { StandardDistribution } from "./standard-distribution.js";

export type AftStatus = "converged" | "monotone likelihood" | "scale 0" | "did not converge";

/** The maximum, or the limit's, in the scaled covariates. */
export interface AftMaximum {
  /** β, then the log scales; 0 where `undetermined`. */
  theta: Float64Array;
  covariance: Float64Array;
  logLikelihood: number;
  status: AftStatus;
  iterations: number;
  redundant: boolean[];
  /** Redundant in the rows that the directions leave. */
  undetermined: boolean[];
  /** Along which the likelihood rises for ever; empty where it has its maximum. */
  directions: Float64Array[];
}

/** A pivot of X'WX, its diagonal 1, below which a column is a combination of those before it. */
const REDUNDANT = 1e-11;
/** Squared distance to the maximum, in standard errors, at which the last step is taken. */
const CONVERGED = 1e-16;
/** Where every row is met exactly, log σ falls for ever. */
const LEAST_LOG_SCALE = -30;
/** The side of a row that δ must not move at all; 1 and −1 may move up and down, 0 has nothing to say. */
const EXACT = 2;

/**
 * Newton's method for (β, log σ), damped where the likelihood is not concave or a step would lower it. A likelihood that
 * rises for ever along a direction of β is taken to its limit first: there the rows that the direction moves count as 1.
 */
export function fitAft(
  data: AftData,
  distribution: StandardDistribution,
  fixedLogScale: number,
  maxIterations: number,
): AftMaximum {
  const redundant = redundantColumns(data);
  const directions: Float64Array[] = [];
  let rest = data;
  for (let held = redundant; ; held = redundantColumns(rest)) {
    const running = recession(rest, held);
    if (running) {
      directions.push(running.direction);
      rest = running.rest;
      continue;
    }
    const { status, ...maximum } = climb(rest, distribution, fixedLogScale, maxIterations, held);
    const found = directions.length > 0 && status === "converged" ? "monotone likelihood" : status;
    return { ...maximum, status: found, redundant, undetermined: held, directions };
  }
}

function climb(
  data: AftData,
  distribution: StandardDistribution,
  fixedLogScale: number,
  maxIterations: number,
  redundant: boolean[],
): Pick<AftMaximum, "theta" | "covariance" | "logLikelihood" | "status" | "iterations"> {
  const { p, scales } = data;
  const size = p + scales;
  const held = Float64Array.from({ length: size }, (_, j) => (redundant[j] ? Number.POSITIVE_INFINITY : 0));
  let theta = start(data, redundant, fixedLogScale);
  let at = aftLikelihood(data, distribution, theta, fixedLogScale);
  let status: AftStatus = "did not converge";
  let damping = 0;
  let iterations = 0;
  while (iterations < maxIterations) {
    const step = newtonStep(at, size, held, damping);
    const gain = step?.reduce((sum, d, j) => sum + d * at.score[j], 0) ?? Number.NaN;
    const next = step && theta.map((value, j) => value + step[j]);
    const there = next && aftLikelihood(data, distribution, next, fixedLogScale);
    const close = damping === 0 && Math.abs(gain) < CONVERGED;
    const slack = 1e-12 * Math.abs(at.logLikelihood);
    iterations++;
    if (!next || !there || !(there.logLikelihood >= at.logLikelihood - (close || gain < slack ? slack : 0))) {
      if (close) {
        status = "converged";
        break;
      }
      damping = Math.max(1e-4, damping * 8);
      if (damping > 1e12) break;
      continue;
    }
    theta = next;
    at = there;
    damping = damping < 1e-3 ? 0 : damping / 8;
    if (close) {
      status = "converged";
      break;
    }
    if (scales && theta.subarray(p).some((tau) => tau < LEAST_LOG_SCALE)) {
      status = "scale 0";
      break;
    }
  }
  const covariance = inverse(cholesky(at.information, size, held));
  return { theta, covariance, logLikelihood: at.logLikelihood, status, iterations };
}

/** Undefined where the damped information is not positive definite. */
function newtonStep(
  { information, score }: AftLikelihood,
  size: number,
  held: Float64Array,
  damping: number,
): Float64Array | undefined {
  const matrix = information.slice();
  for (let j = 0; j < size; j++) matrix[j * size + j] += damping * (Math.abs(matrix[j * size + j]) + 1);
  const decomposition = cholesky(matrix, size, held);
  const free = held.reduce((count, threshold) => count + (threshold === 0 ? 1 : 0), 0);
  return decomposition.rank === free ? solve(decomposition, score) : undefined;
}

/** Least squares of y where it is known exactly, else of the finite end or the midpoint, and the spread about it. */
function start(data: AftData, redundant: boolean[], fixedLogScale: number): Float64Array {
  const { n, p, x, lower, upper, weights, offset, scales } = data;
  const y = Float64Array.from({ length: n }, (_, i) => {
    if (!Number.isFinite(lower[i])) return Number.isFinite(upper[i]) ? upper[i] : Number.NaN;
    return Number.isFinite(upper[i]) ? (lower[i] + upper[i]) / 2 : lower[i];
  });
  const theta = new Float64Array(p + scales);
  const cross = new Float64Array(p * p);
  const right = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(y[i])) continue;
    for (let j = 0; j < p; j++) {
      right[j] += weights[i] * x[i * p + j] * (y[i] - offset[i]);
      for (let k = 0; k < p; k++) cross[k * p + j] += weights[i] * x[i * p + j] * x[i * p + k];
    }
  }
  const least = cholesky(
    cross,
    p,
    Float64Array.from({ length: p }, (_, j) =>
      redundant[j] ? Number.POSITIVE_INFINITY : cross[j * p + j] * REDUNDANT,
    ),
  );
  theta.set(solve(least, right));
  let [spread, total] = [0, 0];
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(y[i])) continue;
    let residual = y[i] - offset[i];
    for (let j = 0; j < p; j++) residual -= x[i * p + j] * theta[j];
    spread += weights[i] * residual * residual;
    total += weights[i];
  }
  const deviation = Math.sqrt(spread / total);
  theta.fill(Math.log(deviation > 0 ? deviation : Math.exp(fixedLogScale)), p);
  return theta;
}

function redundantColumns({ n, p, x, weights }: AftData): boolean[] {
  const cross = new Float64Array(p * p);
  for (let i = 0; i < n; i++) {
    if (weights[i] === 0) continue;
    for (let j = 0; j < p; j++) for (let k = 0; k <= j; k++) cross[k * p + j] += x[i * p + j] * x[i * p + k];
  }
  const thresholds = Float64Array.from({ length: p }, (_, j) => REDUNDANT * cross[j * p + j]);
  return Array.from(cholesky(cross, p, thresholds).dropped, (dropped) => dropped === 1);
}

/**
 * A direction δ of β along which no row's likelihood falls and some rise to 1: x'δ is 0 for exact times and intervals, not
 * below 0 for right-censored rows, not above 0 for left-censored ones. Σ ±x of the censored rows projected on the cone of
 * such δ is 0 only if there is none. Gives δ, and as `rest`
 * the data in which only the rows that it does not move have weight.
 */
function recession(data: AftData, redundant: boolean[]): { direction: Float64Array; rest: AftData } | undefined {
  const { n, p, x, lower, upper, weights } = data;
  const target = new Float64Array(p);
  const side = new Int8Array(n);
  for (let i = 0; i < n; i++) {
    if (weights[i] === 0) continue;
    const right = upper[i] === Number.POSITIVE_INFINITY;
    const left = lower[i] === Number.NEGATIVE_INFINITY;
    if (right && left) continue;
    side[i] = right ? 1 : left ? -1 : EXACT;
    if (side[i] === EXACT) continue;
    for (let j = 0; j < p; j++) if (!redundant[j]) target[j] += side[i] * weights[i] * x[i * p + j];
  }
  if (Math.hypot(...target) === 0) return undefined;
  const along = (delta: Float64Array, i: number) => {
    let sum = 0;
    for (let j = 0; j < p; j++) if (!redundant[j]) sum += x[i * p + j] * delta[j];
    return sum;
  };
  const length = Float64Array.from({ length: n }, (_, i) =>
    Math.hypot(...Array.from({ length: p }, (_, j) => (redundant[j] ? 0 : x[i * p + j]))),
  );
  const direction = projectOnCone(target, (delta, tolerance) => {
    const limit = tolerance * Math.hypot(...delta);
    let worst = 0;
    let at = -1;
    for (let i = 0; i < n; i++) {
      if (side[i] === 0 || length[i] === 0) continue;
      const moved = along(delta, i) / length[i];
      const wrong = side[i] === EXACT ? Math.abs(moved) : -side[i] * moved;
      if (wrong > limit && wrong > worst) [worst, at] = [wrong, i];
    }
    if (at < 0) return [];
    const sign = side[at] === EXACT ? -Math.sign(along(delta, at)) : side[at];
    return [Float64Array.from({ length: p }, (_, j) => (redundant[j] ? 0 : (sign * x[at * p + j]) / length[at]))];
  });
  if (!direction) return undefined;
  const size = Math.hypot(...direction);
  const still = Uint8Array.from({ length: n }, (_, i) =>
    Math.abs(along(direction, i)) <= 1e-8 * size * Math.max(1, length[i]) ? 1 : 0,
  );
  return {
    direction,
    rest: { ...data, weights: weights.map((w, i) => (still[i] ? w : 0)) },
  };
}
