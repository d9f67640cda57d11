import { centralWeights } from "./hypergeometric.js";

export interface ConditionalOddsRatio {
  estimate: number;
  lower: number;
  upper: number;
  confidenceLevel: number;
}

/**
 * The odds ratio of a 2 × 2 table given its margins, by maximum likelihood, with the exact interval (Fisher 1935; Cornfield
 * 1956): the expected count of the first cell at ω equals the observed one; at the limits its tails have α/2.
 *
 * At the least possible count the estimate and the lower limit are 0, at the largest the estimate and the upper limit are
 * Infinity. Where the margins leave one table only, the estimate is NaN and the limits 0 and Infinity.
 */
export function conditionalOddsRatio(
  [[a, b], [c, d]]: readonly (readonly number[])[],
  confidenceLevel: number,
): ConditionalOddsRatio {
  const { least, weights } = centralWeights(a + c, b + d, a + b);
  const logs = weights.map(Math.log);
  const k = a - least;
  const last = weights.length - 1;
  const alpha = (1 - confidenceLevel) / 2;
  if (last === 0) return { estimate: Number.NaN, lower: 0, upper: Number.POSITIVE_INFINITY, confidenceLevel };
  return {
    estimate: k === 0 ? 0 : k === last ? Number.POSITIVE_INFINITY : solve((theta) => tilted(logs, theta, k).mean - k),
    lower: k === 0 ? 0 : solve((theta) => tilted(logs, theta, k).atLeast - alpha),
    upper: k === last ? Number.POSITIVE_INFINITY : solve((theta) => alpha - tilted(logs, theta, k).atMost),
    confidenceLevel,
  };
}

/** Mean and tails of the distribution proportional to weights[x] · exp(θx); only differences of logs are exponentiated. */
function tilted(logs: Float64Array, theta: number, k: number): { mean: number; atLeast: number; atMost: number } {
  let top = Number.NEGATIVE_INFINITY;
  for (let x = 0; x < logs.length; x++) top = Math.max(top, logs[x] + theta * x);
  let all = 0;
  let mean = 0;
  let atLeast = 0;
  let atMost = 0;
  for (let x = 0; x < logs.length; x++) {
    const weight = Math.exp(logs[x] + theta * x - top);
    all += weight;
    mean += weight * x;
    if (x >= k) atLeast += weight;
    if (x <= k) atMost += weight;
  }
  return { mean: mean / all, atLeast: atLeast / all, atMost: atMost / all };
}

/** exp of the root of an increasing function, by bisection to the last digit after the bracket has been widened. */
function solve(increasing: (theta: number) => number): number {
  let low = -1;
  let high = 1;
  while (increasing(low) > 0) low *= 2;
  while (increasing(high) < 0) high *= 2;
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (increasing(middle) < 0) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
