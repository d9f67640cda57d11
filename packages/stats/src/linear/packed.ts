/** The symmetric p x p matrix of a packed lower triangle, whose entry (j, k), k <= j, is at j (j + 1) / 2 + k. */
export function unpacked(packed: Float64Array, p: number): Float64Array {
  const full = new Float64Array(p * p);
  for (let j = 0, m = 0; j < p; j++) for (let k = 0; k <= j; k++) full[k * p + j] = full[j * p + k] = packed[m++];
  return full;
}
