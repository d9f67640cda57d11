import { fUpper } from "../distributions/f.js";
import { checkGroups } from "../rows/group-codes.js";
import { sampleMoments } from "./sample-moments.js";

export interface AnalysisOfVariance {
  f: number;
  /** Groups less one, rows less groups. */
  degreesOfFreedom: [number, number];
  p: number;
  sumOfSquares: { between: number; within: number };
}

/**
 * One-way analysis of variance (Fisher 1925): F = (SS between / (k − 1)) / (SS within / (N − k)).
 *
 * Empty groups do not count. Fewer than two groups, no row beyond one a group, or no variation at all give NaN; variation
 * between the groups alone gives F Infinity, p 0. R: `anova(lm(values ~ factor(groups)))`.
 *
 * @param values length n, finite
 * @param groups length n, codes from 0
 * @throws TypeError, RangeError outside these
 */
export function analysisOfVariance(values: Float64Array, groups: Int32Array): AnalysisOfVariance {
  const { mean } = sampleMoments("values", values);
  const sizes = checkGroups(values, groups);
  const k = sizes.filter((size) => size > 0).length;
  const means = new Float64Array(sizes.length);
  for (let i = 0; i < values.length; i++) means[groups[i]] += (values[i] - mean) / sizes[groups[i]];
  let within = 0;
  let between = 0;
  for (let i = 0; i < values.length; i++) within += (values[i] - mean - means[groups[i]]) ** 2;
  for (let g = 0; g < sizes.length; g++) between += sizes[g] * means[g] * means[g];
  const degreesOfFreedom: [number, number] = [k - 1, values.length - k];
  const f = k > 1 && degreesOfFreedom[1] > 0 ? between / (k - 1) / (within / degreesOfFreedom[1]) : Number.NaN;
  return { f, degreesOfFreedom, p: fUpper(f, ...degreesOfFreedom), sumOfSquares: { between, within } };
}
