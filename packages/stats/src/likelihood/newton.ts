import { type Cholesky, cholesky, solve } from "../linear/cholesky.js";

/** A log likelihood and its derivatives at one β. */
export interface LogLikelihood {
  logLikelihood: number;
  /** First derivative, length p. */
  score: Float64Array;
  /** Minus the second derivative, p x p, column-major. */
  information: Float64Array;
}

/** Where Newton's method stands: β, the likelihood there, and the step that it would take next. */
export interface NewtonState extends LogLikelihood {
  beta: Float64Array;
  factor: Cholesky;
  step: Float64Array;
  /** score · step: twice the gain in log likelihood that the next step promises; its root is a distance in standard errors. */
  decrement: number;
  /** Steps taken, halved ones included. */
  iterations: number;
}

export interface NewtonResult extends NewtonState {
  /** Why it stopped. */
  stopped: "converged" | "iterations" | "watch";
}

/** 1e-9 standard errors from the maximum; one step before, Newton's error is about the square of the distance. */
export const CONVERGED = 1e-18;
/** Below this a decrement that no longer shrinks is round-off. */
export const ROUND_OFF = 1e-12;

/**
 * Maximises a concave log likelihood by Newton's method with step halving, from `start`. A step that does not raise the
 * likelihood is drawn back towards β, by a half, then a third of what is left, and so on; each draw counts as an iteration.
 *
 * @param thresholds as for `cholesky`; Infinity holds a coefficient at its start
 * @param watch called before each step; true stops the search
 */
export function maximise(
  likelihood: (beta: Float64Array) => LogLikelihood,
  start: Float64Array,
  thresholds: Float64Array,
  { maxIterations, watch }: { maxIterations: number; watch?: (state: NewtonState) => boolean },
): NewtonResult {
  let state = stateAt(likelihood, start, thresholds, 0);
  let before = Number.POSITIVE_INFINITY;
  for (;;) {
    if (state.decrement <= CONVERGED) return { ...state, stopped: "converged" };
    if (state.decrement < ROUND_OFF && state.decrement > before / 4) return { ...state, stopped: "converged" };
    if (watch?.(state)) return { ...state, stopped: "watch" };
    const next = ascend(likelihood, state, thresholds, maxIterations);
    if (!next) return { ...state, iterations: maxIterations, stopped: "iterations" };
    before = state.decrement;
    state = next;
  }
}

function ascend(
  likelihood: (beta: Float64Array) => LogLikelihood,
  state: NewtonState,
  thresholds: Float64Array,
  maxIterations: number,
): NewtonState | undefined {
  let beta = state.beta.map((value, j) => value + state.step[j]);
  const slack = 1e-13 * (1 + Math.abs(state.logLikelihood));
  for (let iterations = state.iterations + 1, halvings = 1; iterations <= maxIterations; iterations++, halvings++) {
    const next = stateAt(likelihood, beta, thresholds, iterations);
    const usable = Number.isFinite(next.logLikelihood) && next.step.every(Number.isFinite);
    if (usable && next.logLikelihood >= state.logLikelihood - slack) return next;
    beta = beta.map((value, j) => (value + halvings * state.beta[j]) / (halvings + 1));
  }
  return undefined;
}

function stateAt(
  likelihood: (beta: Float64Array) => LogLikelihood,
  beta: Float64Array,
  thresholds: Float64Array,
  iterations: number,
): NewtonState {
  const at = likelihood(beta);
  const factor = cholesky(at.information, beta.length, thresholds);
  const step = solve(factor, at.score);
  let decrement = 0;
  for (let j = 0; j < step.length; j++) decrement += at.score[j] * step[j];
  return { ...at, beta, factor, step, decrement, iterations };
}
