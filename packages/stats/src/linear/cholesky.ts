/** A symmetric matrix A = L D L', with the columns left out in which it adds nothing to those before. */
export interface Cholesky {
  p: number;
  /**
   * L below the diagonal and D on it, column-major, `factor[j * p + i]` is row i of column j. In a column that is left
   * out D is 0 and below it stands what the columns before it left of A.
   */
  factor: Float64Array;
  /** 1 for a column that is left out. */
  dropped: Uint8Array;
  rank: number;
}

/**
 * The Cholesky factor of a symmetric, non-negative definite matrix; a column whose pivot is not above its threshold is
 * a combination of the columns before it and is left out. p = 0 gives rank 0. O(p³).
 *
 * @param matrix p x p, column-major; only the lower triangle is read
 * @param thresholds length p; Infinity leaves a column out whatever its pivot
 */
export function cholesky(matrix: Float64Array, p: number, thresholds: Float64Array): Cholesky {
  const factor = matrix.slice();
  const dropped = new Uint8Array(p);
  let rank = 0;
  for (let j = 0; j < p; j++) {
    const pivot = factor[j * p + j];
    if (!(pivot > thresholds[j]) || pivot === Number.POSITIVE_INFINITY) {
      dropped[j] = 1;
      factor[j * p + j] = 0;
      continue;
    }
    rank++;
    for (let k = j + 1; k < p; k++) {
      if (factor[j * p + k] === 0) continue;
      const l = factor[j * p + k] / pivot;
      for (let i = k; i < p; i++) factor[k * p + i] -= l * factor[j * p + i];
    }
    for (let i = j + 1; i < p; i++) factor[j * p + i] /= pivot;
  }
  return { p, factor, dropped, rank };
}

/** The thresholds of R's rank decisions: `tolerance` (default eps^0.75) times the largest diagonal, for every column. */
export function relativeToLargest(matrix: Float64Array, p: number, tolerance = 2 ** -39): Float64Array {
  let largest = 0;
  for (let j = 0; j < p; j++) largest = Math.max(largest, matrix[j * p + j]);
  return new Float64Array(p).fill(tolerance * largest);
}

/** x with A x = b, and 0 in the columns left out. O(p²). */
export function solve({ p, factor, dropped }: Cholesky, b: Float64Array): Float64Array {
  const x = b.slice();
  for (let j = 0; j < p; j++) {
    if (dropped[j]) x[j] = 0;
    else for (let i = j + 1; i < p; i++) x[i] -= factor[j * p + i] * x[j];
  }
  for (let j = p - 1; j >= 0; j--) {
    if (dropped[j]) continue;
    x[j] /= factor[j * p + j];
    for (let i = j + 1; i < p; i++) x[j] -= factor[j * p + i] * x[i];
  }
  return x;
}

/** The inverse, p x p, with rows and columns of 0 for the columns left out. O(p³). */
export function inverse(decomposition: Cholesky): Float64Array {
  const { p, dropped } = decomposition;
  const result = new Float64Array(p * p);
  const unit = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    if (dropped[j]) continue;
    unit[j] = 1;
    result.set(solve(decomposition, unit), j * p);
    unit[j] = 0;
  }
  for (let j = 0; j < p; j++) for (let i = 0; i < j; i++) result[j * p + i] = result[i * p + j];
  return result;
}
