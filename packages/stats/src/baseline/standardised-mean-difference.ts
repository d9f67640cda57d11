import { sampleMoments } from "./sample-moments.js";

/**
 * How far two samples lie apart in units of their spread, whatever their size (Austin 2009, Stat Med 28:3083, doi
 * 10.1002/sim.3697):
 *
 *   d = (x̄ − ȳ) / √((s²ₓ + s²ᵧ)/2)
 *
 * NaN where a sample has fewer than two values or neither varies.
 *
 * @param x, y the samples, finite
 * @throws RangeError for a value that is not finite
 */
export function standardisedMeanDifference(x: Float64Array, y: Float64Array): number {
  const a = sampleMoments("x", x);
  const b = sampleMoments("y", y);
  const spread = Math.sqrt((a.variance + b.variance) / 2);
  return spread > 0 ? (a.mean - b.mean) / spread : Number.NaN;
}
