import betainc from "@stdlib/math-base-special-betainc";
import quantile from "@stdlib/stats-base-dists-t-quantile";
import { normalQuantile, normalUpper } from "./normal.js";

/**
 * The probability above t of Student's t with `df` degrees of freedom (> 0, not necessarily whole; Infinity is the
 * normal), accurate down to 1e-300. NaN for df <= 0. R: `pt(t, df, lower.tail = FALSE)`.
 */
export function tUpper(t: number, df: number): number {
  if (Number.isNaN(t) || !(df > 0)) return Number.NaN;
  if (df === Number.POSITIVE_INFINITY) return normalUpper(t);
  const half = tail(t, df) / 2;
  return t >= 0 ? half : 1 - half;
}

/** P(|T| > |t|), the two-sided p-value of a t statistic. R: `2 * pt(-abs(t), df)`. */
export function tTwoSided(t: number, df: number): number {
  return 2 * tUpper(Math.abs(t), df);
}

/**
 * The t with P(T <= t) = p; df > 0, Infinity is the normal. NaN outside [0, 1]. R: `qt(p, df)`.
 * Meant for the quantiles of intervals: within 1e-5 of p = 1/2 it is only right to about 1e-5.
 */
export function tQuantile(p: number, df: number): number {
  if (df === Number.POSITIVE_INFINITY) return normalQuantile(p);
  return p === 0.5 && df > 0 ? 0 : quantile(p, df);
}

/** P(|T| > |t|) = I(df/(df + t²); df/2, 1/2), taken from the side on which the argument keeps its digits. */
function tail(t: number, df: number): number {
  const square = t * t;
  if (square === Number.POSITIVE_INFINITY) return 0;
  if (square >= df) return betainc(df / (df + square), df / 2, 0.5);
  const x = square / (df + square);
  // Below 1 the tail is no small number; there the library's own complement is wrong for df = 1 near t = 0.
  return square < 1 ? 1 - betainc(x, 0.5, df / 2) : betainc(x, 0.5, df / 2, true, true);
}
