import gammaln from "@stdlib/math-base-special-gammaln";
import { normalQuantile, normalUpper } from "../distributions/normal.js";
import { tQuantile, tUpper } from "../distributions/student-t.js";

/** The distribution of W in y = x'β + σW, by what a likelihood needs of it. */
export interface StandardDistribution {
  logDensity(w: number): number;
  /** log P(W > w), accurate far out. */
  logUpper(w: number): number;
  /** log P(W <= w). */
  logLower(w: number): number;
  /** f'/f. */
  slope(w: number): number;
  /** (f'/f)'. */
  bend(w: number): number;
  quantile(p: number): number;
}

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** Of the smallest of many: density exp(w − eʷ). The logarithm of a Weibull time. */
export const extremeValue: StandardDistribution = {
  logDensity: (w) => w - Math.exp(w),
  logUpper: (w) => -Math.exp(w),
  logLower: (w) => Math.log(-Math.expm1(-Math.exp(w))),
  slope: (w) => 1 - Math.exp(w),
  bend: (w) => -Math.exp(w),
  quantile: (p) => Math.log(-Math.log1p(-p)),
};

export const logistic: StandardDistribution = {
  logDensity: (w) => -Math.abs(w) - 2 * Math.log1p(Math.exp(-Math.abs(w))),
  logUpper: (w) => -softPlus(w),
  logLower: (w) => -softPlus(-w),
  slope: (w) => -Math.tanh(w / 2),
  bend: (w) => -2 * Math.exp(logistic.logDensity(w)),
  quantile: (p) => Math.log(p) - Math.log1p(-p),
};

export const gaussian: StandardDistribution = {
  logDensity: (w) => -0.5 * w * w - HALF_LOG_TWO_PI,
  logUpper: logNormalUpper,
  logLower: (w) => logNormalUpper(-w),
  slope: (w) => -w,
  bend: () => -1,
  quantile: normalQuantile,
};

/** @throws RangeError where the degrees of freedom are not above 0 */
export function studentT(degreesOfFreedom: number): StandardDistribution {
  const df = degreesOfFreedom;
  if (!(df > 0 && df < Number.POSITIVE_INFINITY))
    throw new RangeError(`degreesOfFreedom is ${df}; it must be a finite number above 0`);
  const constant = gammaln((df + 1) / 2) - gammaln(df / 2) - 0.5 * Math.log(df * Math.PI);
  return {
    logDensity: (w) => constant - ((df + 1) / 2) * Math.log1p((w * w) / df),
    logUpper: (w) => Math.log(tUpper(w, df)),
    logLower: (w) => Math.log(tUpper(-w, df)),
    slope: (w) => (-(df + 1) * w) / (df + w * w),
    bend: (w) => (-(df + 1) * (df - w * w)) / (df + w * w) ** 2,
    quantile: (p) => tQuantile(p, df),
  };
}

function softPlus(w: number): number {
  return Math.max(w, 0) + Math.log1p(Math.exp(-Math.abs(w)));
}

/** log P(Z > z); beyond 30, where the tail leaves the range of numbers at 38, by its asymptotic series. */
function logNormalUpper(z: number): number {
  if (z < 30) return Math.log(normalUpper(z));
  const s = 1 / (z * z);
  return -0.5 * z * z - HALF_LOG_TWO_PI - Math.log(z) + Math.log1p(-s * (1 - s * (3 - s * (15 - s * 105))));
}
