/**
 * The matrix M, row-major, of θ = M θ' for a model with an intercept, from centred and scaled covariates to those given: the p
 * coefficients, intercept first, then `further` parameters that stay.
 *
 * @param spread Infinity for a covariate without variance
 */
export function originalUnits(
  p: number,
  center: Float64Array,
  spread: Float64Array,
  further = 0,
): { matrix: Float64Array; size: number } {
  const size = p + further;
  const matrix = new Float64Array(size * size);
  for (let j = 0; j < size; j++) matrix[j * size + j] = j < p ? 1 / spread[j] : 1;
  for (let j = 1; j < p; j++) matrix[j] = -center[j] / spread[j];
  return { matrix, size };
}

/** M θ, M row-major. */
export function transformed(matrix: Float64Array, vector: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, r) =>
    vector.reduce((sum, value, j) => sum + matrix[r * size + j] * value, 0),
  );
}

/** M V M', M row-major, V and the result column-major. */
export function congruence(m: Float64Array, v: Float64Array, size: number): Float64Array {
  const half = new Float64Array(size * size);
  const whole = new Float64Array(size * size);
  for (let r = 0; r < size; r++)
    for (let c = 0; c < size; c++)
      for (let j = 0; j < size; j++) half[c * size + r] += m[r * size + j] * v[c * size + j];
  for (let r = 0; r < size; r++)
    for (let c = 0; c < size; c++)
      for (let j = 0; j < size; j++) whole[c * size + r] += half[j * size + r] * m[c * size + j];
  return whole;
}
