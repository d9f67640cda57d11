import type { SurvivalCurve } from "./survival-curve.js";

/** As R's `quantile.survfit`: the square root of the machine's precision. */
const TOLERANCE = 2 ** -26;

/**
 * The time by which a share p has had the event: the first t with S(t) <= 1 − p, within 1.5e-8. Where S is 1 − p over an
 * interval it is that interval's midpoint, with the last time where the curve ends there. The limits follow the same
 * rule on the limits of S (Brookmeyer & Crowley 1982, Biometrics 38:29): of a limit that turns back up, the time at
 * which it is nearest to 1 − p from below. O(times).
 *
 * NaN where it is not reached. p = 0 gives 0, or the curve's `startTime`, where the curve falls at all. Agrees with R's
 * `quantile(survfit)`, but that R takes the smallest of the shares asked for as not reached where 1 − S ends below it by
 * round-off.
 *
 * @param p from 0 to 1; 0.5 is the median
 * @throws RangeError for another p
 */
export function survivalQuantile(curve: SurvivalCurve, p: number): { estimate: number; lower: number; upper: number } {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p is ${p}; it must be from 0 to 1`);
  const of = (level: Float64Array) => {
    const last = lastNewValue(level, curve.confidenceType === "log-log");
    return crossing(curve.time, level, p, curve.startTime ?? 0, last);
  };
  return { estimate: of(curve.survival), lower: of(curve.lower), upper: of(curve.upper) };
}

/** Where 1 − `level` reaches p. Equal values count once, at their first time; the start is 0 at time `start`. */
function crossing(time: Float64Array, level: Float64Array, p: number, start: number, last: number): number {
  if (p <= TOLERANCE) return p === 0 && !(Math.abs(last) < TOLERANCE) ? start : Number.NaN;
  let reached = Number.POSITIVE_INFINITY;
  let passed = Number.POSITIVE_INFINITY;
  let reachedAt = Number.NaN;
  let passedAt = Number.NaN;
  for (let j = 0; j < time.length; j++) {
    const y = 1 - level[j];
    if (y + TOLERANCE >= p && y < reached) {
      reached = y;
      reachedAt = time[j];
    }
    if (y - TOLERANCE >= p && y < passed) {
      passed = y;
      passedAt = time[j];
    }
  }
  if (Math.abs(p - last) < TOLERANCE) return (reachedAt + time[time.length - 1]) / 2;
  return (reachedAt + passedAt) / 2;
}

/**
 * The last of the different values of 1 − `level`, by their first appearance; NaN where that is one. Only on the log-log
 * scale is a limit undefined at S = 1 the same as one at S = 0 (R's NA, not NaN).
 */
function lastNewValue(level: Float64Array, oneGap: boolean): number {
  if (!oneGap && Number.isNaN(level[level.length - 1])) return Number.NaN;
  const seen = new Set<number>([0]);
  let last = 0;
  for (let j = 0; j < level.length; j++) {
    if (j > 0 && level[j] === level[j - 1]) continue;
    const y = 1 - level[j];
    if (seen.has(y)) continue;
    seen.add(y);
    last = y;
  }
  return last;
}
