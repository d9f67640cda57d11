import { checkWeights } from "../rows/survival-rows.js";
import { sampleMoments } from "./sample-moments.js";

/**
 * How far two samples lie apart in units of their spread, whatever their size (Austin 2009, Stat Med 28:3083, doi
 * 10.1002/sim.3697):
 *
 *   d = (x̄ − ȳ) / √((s²ₓ + s²ᵧ)/2)
 *
 * With weights, for the balance of a weighted series, means and variances are weighted, s² = Σw / ((Σw)² − Σw²) · Σ w (x − x̄)² (Austin &
 * Stuart 2015, Stat Med 34:3661, doi 10.1002/sim.6607), as in R's `tableone`; equal weights change nothing. (`cobalt` divides by the spread
 * of the unweighted series.)
 *
 * NaN where a sample has fewer than two values (of weight above 0) or neither varies.
 *
 * @param x, y the samples, finite
 * @param weights one for each value of `x` and of `y`, finite, >= 0
 * @throws RangeError for a value that is not finite, a negative weight; TypeError where lengths differ
 */
export function standardisedMeanDifference(
  x: Float64Array,
  y: Float64Array,
  weights?: { x: Float64Array; y: Float64Array },
): number {
  const a = moments("x", x, weights?.x);
  const b = moments("y", y, weights?.y);
  const spread = Math.sqrt((a.variance + b.variance) / 2);
  return spread > 0 ? (a.mean - b.mean) / spread : Number.NaN;
}

function moments(name: string, values: Float64Array, weights: Float64Array | undefined) {
  const plain = sampleMoments(name, values);
  if (!weights) return plain;
  if (weights.length !== values.length)
    throw new TypeError(
      `weights.${name} has ${weights.length} values, ${name} has ${values.length}; they must be equal`,
    );
  checkWeights(weights);
  let [total, squares, sum] = [0, 0, 0];
  weights.forEach((w, i) => {
    total += w;
    squares += w * w;
    sum += w * values[i];
  });
  const mean = sum / total;
  const about = weights.reduce((s, w, i) => s + w * (values[i] - mean) ** 2, 0);
  const freedom = total ** 2 - squares;
  return { ...plain, mean, variance: freedom > 1e-12 * total ** 2 ? (total / freedom) * about : Number.NaN };
}
