import { cholesky, relativeToLargest, solve } from "../linear/cholesky.js";

/**
 * How far two samples of a factor lie apart in units of its spread (Yang & Dalton 2012, SAS Global Forum, paper 335): with p and q the
 * shares of all levels but the first,
 *
 *   d = √((p − q)' S⁻¹ (p − q)),  S = (S_p + S_q)/2,  S_p = diag(p) − p p'
 *
 * for two levels |p − q| / √((p(1 − p) + q(1 − q))/2). Counts may be weighted: sums of weights. As in R's `tableone`; levels that neither sample
 * has count for nothing. NaN where a sample is empty or, with different shares, nothing varies; 0 where the shares are equal.
 *
 * @param a, b count of each level, finite, >= 0, of equal length
 * @throws TypeError where lengths differ; RangeError for a count that is negative or not finite
 */
export function standardisedDifferenceOfProportions(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length)
    throw new TypeError(`b has ${b.length} levels, a has ${a.length}; they must have the same levels`);
  const [p, q] = [shares("a", a), shares("b", b)];
  const difference = p.map((share, j) => share - q[j]);
  if (difference.every((d) => d === 0)) return 0;
  const size = p.length;
  const spread = new Float64Array(size * size);
  for (let k = 0; k < size; k++)
    for (let j = 0; j < size; j++) spread[k * size + j] = ((j === k ? p[j] + q[j] : 0) - p[j] * p[k] - q[j] * q[k]) / 2;
  const factor = cholesky(spread, size, relativeToLargest(spread, size));
  const solved = solve(factor, difference);
  const squared = solved.reduce((sum, value, j) => sum + value * difference[j], 0);
  return factor.rank > 0 ? Math.sqrt(squared) : Number.NaN;
}

/** Of all levels but the first. */
function shares(name: string, counts: Float64Array): Float64Array {
  counts.forEach((count, j) => {
    if (!(count >= 0 && count < Number.POSITIVE_INFINITY))
      throw new RangeError(`${name}[${j}] is ${count}; a count must be a finite number, 0 or more`);
  });
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.slice(1).map((count) => count / total);
}
