import type { SurvivalCurve } from "./survival-curve.js";

export interface SurvivalAtTime {
  time: number;
  survival: number;
  standardError: number;
  lower: number;
  upper: number;
  /** Weight at risk just before the time, as of the curve's next time; 0 beyond the last. */
  atRisk: number;
  /** Weight of the events since the previous listed time, up to and including this one. */
  events: number;
  /** Weight of the censorings since the previous listed time, up to and including this one. */
  censored: number;
  cumulativeHazard: number;
  cumulativeHazardStandardError: number;
}

/**
 * A curve at chosen times, ascending whatever their order. Before the first of the curve's times S is 1 with error 0
 * and limits 1; beyond the last its last values go on. A curve without times (a group without rows) is not defined:
 * S is NaN, nobody is at risk. Agrees with R's `summary(survfit, times, extend = TRUE)`, but that R takes the first
 * of the curve's values for times before it where that is a time up to 0. O(times).
 *
 * @param times any number, in the curve's unit
 * @throws RangeError where a time is not a number
 */
export function survivalAt(curve: SurvivalCurve, times: readonly number[]): SurvivalAtTime[] {
  times.forEach((time, k) => {
    if (Number.isNaN(time)) throw new RangeError(`times[${k}] is NaN; it must be a number`);
  });
  const size = curve.time.length;
  let j = 0;
  let before = 0;
  return [...times]
    .sort((a, b) => a - b)
    .map((time) => {
      let events = 0;
      let censored = 0;
      while (before < size && curve.time[before] < time) before++;
      for (; j < size && curve.time[j] <= time; j++) {
        events += curve.eventCount[j];
        censored += curve.censored[j];
      }
      return { time, ...valuesAfter(curve, j - 1), atRisk: before < size ? curve.atRisk[before] : 0, events, censored };
    });
}

function valuesAfter(curve: SurvivalCurve, j: number) {
  if (curve.time.length === 0) return values(Number.NaN, Number.NaN, Number.NaN, Number.NaN);
  if (j < 0) {
    const limit = curve.confidenceType === "none" ? Number.NaN : 1;
    return values(1, 0, limit, 0);
  }
  return {
    survival: curve.survival[j],
    standardError: curve.standardError[j],
    lower: curve.lower[j],
    upper: curve.upper[j],
    cumulativeHazard: curve.cumulativeHazard[j],
    cumulativeHazardStandardError: curve.cumulativeHazardStandardError[j],
  };
}

function values(survival: number, error: number, limit: number, hazard: number) {
  return {
    survival,
    standardError: error,
    lower: limit,
    upper: limit,
    cumulativeHazard: hazard,
    cumulativeHazardStandardError: error,
  };
}
