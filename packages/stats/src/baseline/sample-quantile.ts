/** The p-quantile of ascending values, interpolated between neighbours (R's type 7). */
export function sampleQuantile(sorted: Float64Array, p: number): number {
  const place = (sorted.length - 1) * p;
  const below = Math.floor(place + 4 * Number.EPSILON);
  const rest = place - below;
  if (Math.abs(rest) < 1e-12) return sorted[below];
  return (1 - rest) * sorted[below] + rest * sorted[below + 1];
}
