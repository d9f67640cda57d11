import { tQuantile, tTwoSided } from "../distributions/student-t.js";
import { checkConfidenceLevel } from "../likelihood/fit-options.js";
import { type SampleMoments, sampleMoments } from "./sample-moments.js";

export interface TTest {
  statistic: number;
  degreesOfFreedom: number;
  p: number;
  means: [number, number];
  /** First sample's mean less the second's, its standard error and interval. */
  difference: number;
  standardError: number;
  lower: number;
  upper: number;
  confidenceLevel: number;
}

/**
 * Welch's test of equal means, not assuming equal variances (Welch 1947, Biometrika 34:28, doi 10.1093/biomet/34.1-2.28).
 *
 *   t = (x̄ − ȳ) / √(s²ₓ/m + s²ᵧ/n),   df = (s²ₓ/m + s²ᵧ/n)² / ((s²ₓ/m)²/(m − 1) + (s²ᵧ/n)²/(n − 1))
 *
 * A sample of fewer than two values, or no variation in either, leaves statistic, p and limits NaN. R: `t.test(x, y)`.
 *
 * @param x, y the samples, finite
 * @param options.confidenceLevel between 0 and 1, default 0.95
 * @throws RangeError for a value that is not finite or a level outside 0 to 1
 */
export function welchTTest(
  x: Float64Array,
  y: Float64Array,
  { confidenceLevel = 0.95 }: { confidenceLevel?: number } = {},
): TTest {
  const a = sampleMoments("x", x);
  const b = sampleMoments("y", y);
  const u = a.variance / a.n;
  const v = b.variance / b.n;
  const df = (u + v) ** 2 / ((u * u) / (a.n - 1) + (v * v) / (b.n - 1));
  return tTest(a, b, Math.sqrt(u + v), df, confidenceLevel);
}

/**
 * Student's test of equal means, assuming equal variances ("Student" 1908, Biometrika 6:1).
 *
 *   t = (x̄ − ȳ) / (s √(1/m + 1/n)),   s² the pooled variance with m + n − 2 degrees of freedom
 *
 * Fewer than three values in all, an empty sample, or no variation leave statistic, p and limits NaN.
 * R: `t.test(x, y, var.equal = TRUE)`.
 *
 * @param x, y the samples, finite
 * @param options.confidenceLevel between 0 and 1, default 0.95
 * @throws RangeError for a value that is not finite or a level outside 0 to 1
 */
export function studentTTest(
  x: Float64Array,
  y: Float64Array,
  { confidenceLevel = 0.95 }: { confidenceLevel?: number } = {},
): TTest {
  const a = sampleMoments("x", x);
  const b = sampleMoments("y", y);
  const df = a.n + b.n - 2;
  const pooled = df > 0 ? (squares(a) + squares(b)) / df : Number.NaN;
  return tTest(a, b, Math.sqrt(pooled * (1 / a.n + 1 / b.n)), df > 0 ? df : Number.NaN, confidenceLevel);
}

function squares({ n, variance }: SampleMoments): number {
  return n > 1 ? (n - 1) * variance : 0;
}

function tTest(
  a: SampleMoments,
  b: SampleMoments,
  standardError: number,
  degreesOfFreedom: number,
  confidenceLevel: number,
): TTest {
  checkConfidenceLevel(confidenceLevel);
  const difference = a.mean - b.mean;
  // Below this the samples are constant but for round-off; t.test refuses them by the same rule.
  const constant = !(standardError >= 10 * Number.EPSILON * Math.max(Math.abs(a.mean), Math.abs(b.mean)));
  const defined = !constant && standardError > 0;
  const statistic = defined ? difference / standardError : Number.NaN;
  const margin = defined ? tQuantile((1 + confidenceLevel) / 2, degreesOfFreedom) * standardError : Number.NaN;
  return {
    statistic,
    degreesOfFreedom,
    p: tTwoSided(statistic, degreesOfFreedom),
    means: [a.mean, b.mean],
    difference,
    standardError,
    lower: difference - margin,
    upper: difference + margin,
    confidenceLevel,
  };
}
