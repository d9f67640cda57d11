import { gammaUpper } from "./incomplete-gamma.js";

/**
 * The probability above x of a chi-square with `df` degrees of freedom (> 0, not necessarily whole), accurate down to
 * 1e-300: Q(df/2, x/2), never 1 − cdf. 1 for x <= 0; NaN for df <= 0. R: `pchisq(x, df, lower.tail = FALSE)`.
 */
export function chiSquaredUpper(x: number, df: number): number {
  return gammaUpper(df / 2, x / 2);
}
