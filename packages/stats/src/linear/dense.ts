/** Σ aⱼ bⱼ. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

/** A B, both p x p, column-major. */
export function product(a: Float64Array, b: Float64Array, p: number): Float64Array {
  const result = new Float64Array(p * p);
  for (let k = 0; k < p; k++)
    for (let l = 0; l < p; l++) for (let j = 0; j < p; j++) result[k * p + j] += a[l * p + j] * b[k * p + l];
  return result;
}

/** Standard errors of a covariance matrix, p x p. */
export function rootDiagonal(matrix: Float64Array, p: number): Float64Array {
  return Float64Array.from({ length: p }, (_, j) => Math.sqrt(matrix[j * p + j]));
}
