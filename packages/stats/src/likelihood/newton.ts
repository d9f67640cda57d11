import { type Cholesky, cholesky, solve } from "../linear/cholesky.js";
import { dot } from "../linear/dense.js";

/** A log likelihood and its derivatives at one β. */
export interface LogLikelihood {
  logLikelihood: number;
  /** First derivative, length p. */
  score: Float64Array;
  /** Minus the second derivative, p x p, column-major. */
  information: Float64Array;
}

/** Where Newton's method stands: β, the log likelihood there, and the step that it would take next. */
export interface NewtonPoint {
  beta: Float64Array;
  logLikelihood: number;
  step: Float64Array;
  /** score · step: twice the gain in log likelihood that the next step promises; its root is a distance in standard errors. */
  decrement: number;
}

export interface NewtonState extends NewtonPoint, LogLikelihood {
  factor: Cholesky;
}

export interface NewtonProgress {
  /** Steps taken, halved ones included. */
  iterations: number;
  /** Why it stopped. */
  stopped: "converged" | "iterations" | "watch";
}

export type NewtonResult = NewtonState & NewtonProgress;

/** 1e-9 standard errors from the maximum; one step before, Newton's error is about the square of the distance. */
const CONVERGED = 1e-18;
/** Below this a decrement that no longer shrinks is round-off. */
const ROUND_OFF = 1e-12;

/**
 * Maximises a concave log likelihood by Newton's method with step halving, from `start`, its information factored as it stands.
 *
 * @param thresholds as for `cholesky`; Infinity holds a coefficient at its start
 * @param options as for `maximiseBy`
 */
export function maximise(
  likelihood: (beta: Float64Array) => LogLikelihood,
  start: Float64Array,
  thresholds: Float64Array,
  options: { maxIterations: number; watch?: (state: NewtonState & { iterations: number }) => boolean },
): NewtonResult {
  return maximiseBy(
    (beta) => {
      const at = likelihood(beta);
      const factor = cholesky(at.information, beta.length, thresholds);
      const step = solve(factor, at.score);
      return { ...at, beta, factor, step, decrement: dot(at.score, step) };
    },
    start,
    options,
  );
}

/**
 * Newton's method whatever way the steps are found. A step that does not raise the likelihood is drawn back towards β, by a half, then a
 * third of what is left, and so on; each draw counts as an iteration.
 *
 * @param pointAt the likelihood at a β, and Newton's step from there
 * @param options.watch called before each step; true stops the search
 */
export function maximiseBy<Point extends NewtonPoint>(
  pointAt: (beta: Float64Array) => Point,
  start: Float64Array,
  { maxIterations, watch }: { maxIterations: number; watch?: (point: Point & { iterations: number }) => boolean },
): Point & NewtonProgress {
  let point = pointAt(start);
  let iterations = 0;
  let before = Number.POSITIVE_INFINITY;
  for (;;) {
    const { decrement } = point;
    if (decrement <= CONVERGED || (decrement < ROUND_OFF && decrement > before / 4))
      return { ...point, iterations, stopped: "converged" };
    if (watch?.({ ...point, iterations })) return { ...point, iterations, stopped: "watch" };
    const next = ascend(pointAt, point, maxIterations - iterations);
    if (!next) return { ...point, iterations: maxIterations, stopped: "iterations" };
    before = decrement;
    point = next.point;
    iterations += next.draws;
  }
}

function ascend<Point extends NewtonPoint>(
  pointAt: (beta: Float64Array) => Point,
  from: Point,
  draws: number,
): { point: Point; draws: number } | undefined {
  let beta = from.beta.map((value, j) => value + from.step[j]);
  const slack = 1e-13 * (1 + Math.abs(from.logLikelihood));
  for (let draw = 1; draw <= draws; draw++) {
    const point = pointAt(beta);
    const usable = Number.isFinite(point.logLikelihood) && point.step.every(Number.isFinite);
    if (usable && point.logLikelihood >= from.logLikelihood - slack) return { point, draws: draw };
    beta = beta.map((value, j) => (value + draw * from.beta[j]) / (draw + 1));
  }
  return undefined;
}
