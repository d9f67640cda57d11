import { sampleQuantile } from "../baseline/sample-quantile.js";
import { checkFinite } from "../rows/survival-rows.js";

/**
 * The columns of a restricted (natural) cubic spline in Harrell's basis (Stone & Koo 1985; Harrell, Regression Modeling
 * Strategies, 2.4.5): x itself, and for knots t₁ < … < t_k and j = 1 … k − 2
 *
 *   [ (x − tⱼ)³₊ − (x − t_{k−1})³₊ (t_k − tⱼ)/(t_k − t_{k−1}) + (x − t_k)³₊ (t_{k−1} − tⱼ)/(t_k − t_{k−1}) ] / (t_k − t₁)²
 *
 * Linear below t₁ and above t_k, with two continuous derivatives. R: `rms::rcs(x, knots)`; `splines::ns(x, knots,
 * Boundary.knots)` spans the same curves, with its boundary knots as t₁ and t_k, so that a model's fit, tests and
 * contrasts are the same.
 *
 * @param values length n, finite
 * @param knots k >= 2, ascending and distinct; two give x alone
 * @returns k − 1 columns of length n
 * @throws RangeError for fewer than two knots, knots that do not ascend, or a value that is not finite
 */
export function restrictedCubicSpline(values: Float64Array, knots: readonly number[]): Float64Array[] {
  checkFinite("values", values);
  checkKnots(knots);
  const k = knots.length;
  const [first, before, last] = [knots[0], knots[k - 2], knots[k - 1]];
  const scale = (last - first) ** 2;
  const curves = knots.slice(0, k - 2).map((knot) =>
    values.map((x) => {
      const bend =
        cube(x - knot) -
        (cube(x - before) * (last - knot)) / (last - before) +
        (cube(x - last) * (before - knot)) / (last - before);
      return bend / scale;
    }),
  );
  return [values.slice(), ...curves];
}

/**
 * Knots at Harrell's quantiles of the values (R's type 7): spread evenly from 0.1 to 0.9 for three, from 0.05 to 0.95 for
 * four to six, from 0.025 to 0.975 for more. R: `Hmisc::rcspline.eval(x, nk, knots.only = TRUE)` for distinct knots.
 *
 * @param count >= 3
 * @throws RangeError for fewer knots, a value that is not finite, or values of which so many are alike that knots coincide
 */
export function splineKnots(values: Float64Array, count: number): number[] {
  if (!(Number.isInteger(count) && count >= 3))
    throw new RangeError(`count is ${count}; a spline needs three knots or more, a whole number`);
  checkFinite("values", values);
  if (values.length === 0) throw new RangeError("values is empty; knots need values");
  const sorted = values.toSorted();
  const outer = count === 3 ? 0.1 : count <= 6 ? 0.05 : 0.025;
  const knots = Array.from({ length: count }, (_, j) =>
    sampleQuantile(sorted, outer + ((1 - 2 * outer) * j) / (count - 1)),
  );
  for (let j = 1; j < count; j++)
    if (!(knots[j] > knots[j - 1]))
      throw new RangeError(`knots ${j} and ${j + 1} of ${count} are both ${knots[j]}; take fewer knots`);
  return knots;
}

function checkKnots(knots: readonly number[]): void {
  if (knots.length < 2) throw new RangeError(`knots has ${knots.length} values; a spline needs two or more`);
  for (let j = 0; j < knots.length; j++) {
    if (!Number.isFinite(knots[j])) throw new RangeError(`knots[${j}] is ${knots[j]}; it must be a finite number`);
    if (j > 0 && !(knots[j] > knots[j - 1]))
      throw new RangeError(`knots[${j}] is ${knots[j]}, knots[${j - 1}] is ${knots[j - 1]}; knots must ascend`);
  }
}

function cube(x: number): number {
  return x > 0 ? x ** 3 : 0;
}
