import { cholesky, solve } from "../linear/cholesky.js";
import { bracketedRoot } from "./bracketed-root.js";

/** A penalised log likelihood at one β, with what a step needs; −Infinity where the information is singular. */
export interface PenalisedLikelihood {
  value: number;
  /** Of the penalised likelihood. */
  score: Float64Array;
  /** Of the likelihood alone, p x p, column-major. */
  information: Float64Array;
}

export interface PenalisedMaximum {
  beta: Float64Array;
  at: PenalisedLikelihood;
  converged: boolean;
  iterations: number;
}

/** No coefficient moves by more than this many standard deviations of its covariate in one step. */
const LONGEST = 5;

/** Scoring steps with the information for the second derivative, halved until the penalised likelihood rises. */
export function climb(
  likelihood: (beta: Float64Array) => PenalisedLikelihood,
  start: Float64Array,
  held: Uint8Array,
  maxIterations: number,
): PenalisedMaximum {
  let beta = start;
  let at = likelihood(beta);
  if (at.value === Number.NEGATIVE_INFINITY) return { beta, at, converged: false, iterations: 0 };
  let before = Number.POSITIVE_INFINITY;
  for (let iterations = 1; iterations <= maxIterations; iterations++) {
    const step = stepOf(at, held);
    const gain = step.reduce((sum, d, j) => sum + d * at.score[j], 0);
    const longest = step.reduce((most, d) => Math.max(most, Math.abs(d)), 0);
    // The information is not the whole second derivative, so that steps shrink by a factor only: on until round-off stops that.
    if (gain <= 1e-26 || (gain < 1e-16 && gain > before / 2)) return { beta, at, converged: true, iterations };
    before = gain;
    let part = Math.min(1, LONGEST / longest);
    const slack = 1e-13 * (1 + Math.abs(at.value));
    for (;;) {
      const next = beta.map((b, j) => b + part * step[j]);
      const there = likelihood(next);
      if (there.value >= at.value - (gain < 1e-8 ? slack : 0)) {
        const better = secantPoint(likelihood, beta, step, part, gain, there);
        const taken = better && better.at.value >= there.value - (gain < 1e-8 ? slack : 0);
        beta = taken ? better.beta : next;
        at = taken ? better.at : there;
        break;
      }
      part /= 2;
      if (part < 1e-10) return { beta, at, converged: gain < 1e-12, iterations };
    }
  }
  return { beta, at, converged: false, iterations: maxIterations };
}

/**
 * The information may be far from the second derivative (in small samples by a factor of two, and then steps swing across the maximum for
 * ever): where the slope along the step has not come near 0 at its end, the place where the secant says that it is.
 */
function secantPoint(
  likelihood: (beta: Float64Array) => PenalisedLikelihood,
  beta: Float64Array,
  step: Float64Array,
  part: number,
  gain: number,
  there: PenalisedLikelihood,
): { beta: Float64Array; at: PenalisedLikelihood } | undefined {
  const slope = step.reduce((sum, d, j) => sum + d * there.score[j], 0);
  const share = gain / (gain - slope);
  if (!(Math.abs(slope) > 0.1 * gain && share > 0.1 && share < 4)) return undefined;
  const point = beta.map((b, j) => b + part * share * step[j]);
  return { beta: point, at: likelihood(point) };
}

/** The maximum with one coefficient fixed. */
export function profile(
  likelihood: (beta: Float64Array) => PenalisedLikelihood,
  start: Float64Array,
  held: Uint8Array,
  j: number,
  value: number,
  maxIterations: number,
): PenalisedMaximum {
  const fixed = start.slice();
  fixed[j] = value;
  return climb(
    likelihood,
    fixed,
    held.map((hold, k) => (k === j ? 1 : hold)),
    maxIterations,
  );
}

/** Where the profile has fallen by `drop`: outward from the estimate until it has, then the root between. */
export function profileLimit(
  likelihood: (beta: Float64Array) => PenalisedLikelihood,
  best: PenalisedMaximum,
  held: Uint8Array,
  j: number,
  step: number,
  drop: number,
  maxIterations: number,
): number {
  const wanted = best.at.value - drop;
  let start = best.beta;
  const above = (b: number) => {
    const found = profile(likelihood, start, held, j, b, maxIterations);
    if (found.converged) start = found.beta;
    return found.at.value - wanted;
  };
  let [inside, insideValue] = [best.beta[j], drop];
  let outside = inside + 2 * step;
  let outsideValue = above(outside);
  for (let doubling = 0; outsideValue > 0; doubling++) {
    // In standard deviations of the covariate this is no ratio any more.
    if (doubling > 40 || Math.abs(outside - best.beta[j]) > 500)
      return step > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    [inside, insideValue] = [outside, outsideValue];
    outside += step * 2 ** doubling;
    outsideValue = above(outside);
  }
  return bracketedRoot(
    above,
    { x: inside, value: insideValue },
    { x: outside, value: outsideValue },
    { tolerance: 1e-13, absolute: true },
  );
}

/** The step I⁻¹ U*, 0 for what is held. */
function stepOf({ information, score }: PenalisedLikelihood, held: Uint8Array): Float64Array {
  const thresholds = Float64Array.from(held, (hold) => (hold ? Number.POSITIVE_INFINITY : 0));
  return solve(cholesky(information, score.length, thresholds), score);
}
