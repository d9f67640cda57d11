import betainc from "@stdlib/math-base-special-betainc";
import kernelBetaincinv from "@stdlib/math-base-special-kernel-betaincinv";

/** The probability below x of a beta with shapes a, b > 0: I(x; a, b). R: `pbeta(x, a, b)`. */
export function betaCdf(x: number, a: number, b: number): number {
  return x <= 0 ? 0 : x >= 1 ? 1 : betainc(x, a, b);
}

/**
 * The x below which a beta with shapes a, b > 0 has probability p. NaN outside [0, 1]. R: `qbeta(p, a, b)`.
 *
 * @param upper take p as the probability above x, which keeps the digits of a small p
 */
export function betaQuantile(p: number, a: number, b: number, { upper = false } = {}): number {
  if (!(p >= 0 && p <= 1) || !(a > 0) || !(b > 0)) return Number.NaN;
  if (p === 0 || p === 1) return (p === 1) === upper ? 0 : 1;
  return upper ? kernelBetaincinv(a, b, 1 - p, p)[0] : kernelBetaincinv(a, b, p, 1 - p)[0];
}
