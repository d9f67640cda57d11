import type { CoxRows } from "./cox-rows.js";

/** The (weighted) mean of each column over all rows, but 0 for one that holds only −1, 0 and 1: the `means` of R's `coxph`. */
export function sampleMeans({ design: { n, p, x }, weights }: CoxRows): Float64Array {
  return Float64Array.from({ length: p }, (_, j) => {
    const column = x.subarray(j * n, (j + 1) * n);
    if (column.every((value) => value === 0 || value === 1 || value === -1)) return 0;
    return weightedMean(column, weights);
  });
}

export function weightedMean(column: Float64Array, weights: Float64Array | undefined): number {
  let [sum, total] = [0, 0];
  for (let i = 0; i < column.length; i++) {
    const w = weights ? weights[i] : 1;
    sum += w * column[i];
    total += w;
  }
  return sum / total;
}
