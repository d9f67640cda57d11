import gammaincinv from "@stdlib/math-base-special-gammaincinv";

/**
 * The x below which a gamma of the given shape (> 0) and scale 1 has probability p. NaN outside [0, 1].
 * R: `qgamma(p, shape)`.
 *
 * @param upper take p as the probability above x, which keeps the digits of a small p
 */
export function gammaQuantile(p: number, shape: number, { upper = false } = {}): number {
  if (!(p >= 0 && p <= 1) || !(shape > 0)) return Number.NaN;
  if (p === 0 || p === 1) return (p === 1) === upper ? 0 : Number.POSITIVE_INFINITY;
  return gammaincinv(p, shape, upper);
}

/** The x above which a chi-square with `df` degrees of freedom has probability p. R: `qchisq(p, df, lower.tail = FALSE)`. */
export function chiSquaredUpperQuantile(p: number, df: number): number {
  return 2 * gammaQuantile(p, df / 2, { upper: true });
}
