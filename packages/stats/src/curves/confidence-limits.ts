import { normalQuantile } from "../distributions/normal.js";

/** The scale on which a limit is the estimate ± z standard errors. */
export type ConfidenceType = "log-log" | "log" | "plain" | "logit" | "arcsin" | "none";

/**
 * Pointwise confidence limits of a survival curve, with se the standard error of log S and z the normal quantile:
 *
 *   plain    S ∓ z S se, cut to [0, 1]
 *   log      exp(log S ∓ z se), the upper limit cut to 1
 *   log-log  exp(−exp(log(−log S) ± z se / |log S|))
 *   logit    the inverse logit of logit S ∓ z se / (1 − S)
 *   arcsin   sin²(asin √S ∓ ½ z se √(S / (1 − S))), the angle cut to [0, π/2]
 *
 * NaN where the scale has no finite value: S = 0 everywhere but on `plain` with se 0, S = 1 on log-log, logit and
 * arcsin. Borgan & Liestøl 1990, Scand J Statist 17:35; R's `survfit_confint`.
 *
 * @param survival length m, in [0, 1]
 * @param logStandardError length m, standard error of log S, 0 or more, Infinity where S is 0
 * @throws TypeError where the arrays differ in length; RangeError for a value outside its range, a level that is not
 *   between 0 and 1 or an unknown type
 */
export function confidenceLimits(
  survival: Float64Array,
  logStandardError: Float64Array,
  type: ConfidenceType,
  level: number,
): { lower: Float64Array; upper: Float64Array } {
  const scale = limits[type];
  if (!scale) throw new RangeError(`confidenceType is “${type}”; allowed are ${Object.keys(limits).join(", ")}`);
  const z = twoSidedQuantile(level);
  checkCurve(survival, logStandardError);
  const lower = new Float64Array(survival.length);
  const upper = new Float64Array(survival.length);
  for (let j = 0; j < survival.length; j++) [lower[j], upper[j]] = scale(survival[j], logStandardError[j] * z);
  return { lower, upper };
}

/** The z of a two-sided normal interval of the level, e.g. 1.96 for 0.95. */
export function twoSidedQuantile(level: number): number {
  if (!(level > 0 && level < 1)) throw new RangeError(`confidenceLevel is ${level}; it must be between 0 and 1`);
  return -normalQuantile((1 - level) / 2);
}

function checkCurve(survival: Float64Array, logStandardError: Float64Array): void {
  if (survival.length !== logStandardError.length)
    throw new TypeError(
      `logStandardError has ${logStandardError.length} values, survival has ${survival.length}; they must have the same length`,
    );
  for (let j = 0; j < survival.length; j++) {
    if (!(survival[j] >= 0 && survival[j] <= 1))
      throw new RangeError(`survival[${j}] is ${survival[j]}; it must be from 0 to 1`);
    if (!(logStandardError[j] >= 0))
      throw new RangeError(`logStandardError[${j}] is ${logStandardError[j]}; it must be 0 or more`);
  }
}

const undefinedLimits: [number, number] = [Number.NaN, Number.NaN];

/** The limits at survival `s`, `e` being z times the standard error of log S. */
const limits: Record<ConfidenceType, (s: number, e: number) => [number, number]> = {
  "log-log": (s, e) => {
    if (s === 0 || s === 1) return undefinedLimits;
    const centre = Math.log(-Math.log(s));
    const half = e / Math.log(s);
    return [Math.exp(-Math.exp(centre - half)), Math.exp(-Math.exp(centre + half))];
  },
  log: (s, e) => (s === 0 ? undefinedLimits : [Math.exp(Math.log(s) - e), Math.min(Math.exp(Math.log(s) + e), 1)]),
  plain: (s, e) => [Math.max(s - e * s, 0), Math.min(s + e * s, 1)],
  logit: (s, e) => {
    if (s === 0) return undefinedLimits;
    const centre = Math.log(s / (1 - s));
    const half = e * (1 + s / (1 - s));
    return [1 - 1 / (1 + Math.exp(centre - half)), 1 - 1 / (1 + Math.exp(centre + half))];
  },
  arcsin: (s, e) => {
    if (s === 0) return undefinedLimits;
    const centre = Math.asin(Math.sqrt(s));
    const half = 0.5 * e * Math.sqrt(s / (1 - s));
    return [Math.sin(Math.max(0, centre - half)) ** 2, Math.sin(Math.min(Math.PI / 2, centre + half)) ** 2];
  },
  none: () => undefinedLimits,
};
