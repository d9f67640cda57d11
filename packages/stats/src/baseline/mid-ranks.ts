import { checkFinite } from "../rows/survival-rows.js";

/**
 * Ranks from 1, equal values sharing the mean of theirs, and Σ(t³ − t) over the sets of t equal values. O(n log n).
 *
 * @throws RangeError at the first value that is not finite, naming it by `name`
 */
export function midRanks(name: string, values: Float64Array): { ranks: Float64Array; tieSum: number } {
  checkFinite(name, values);
  const n = values.length;
  const order = Int32Array.from(values.keys()).sort((a, b) => values[a] - values[b] || a - b);
  const ranks = new Float64Array(n);
  let tieSum = 0;
  for (let start = 0; start < n; ) {
    let end = start;
    while (end < n && values[order[end]] === values[order[start]]) end++;
    const tied = end - start;
    tieSum += tied * tied * tied - tied;
    for (let k = start; k < end; k++) ranks[order[k]] = (start + 1 + end) / 2;
    start = end;
  }
  return { ranks, tieSum };
}
