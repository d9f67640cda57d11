import type { SurvivalCurve } from "../curves/survival-curve.js";

/**
 * The curve with its event times alone; `censored` then counts the censorings since the previous event time, up to and
 * including this one. `n`, `events` and what holds at the times stay. Agrees with R's `summary(survfit)`. O(times).
 */
export function eventTimesOnly(curve: SurvivalCurve): SurvivalCurve {
  const kept: number[] = [];
  const censored: number[] = [];
  let since = 0;
  for (let j = 0; j < curve.time.length; j++) {
    since += curve.censored[j];
    if (!(curve.eventCount[j] > 0)) continue;
    kept.push(j);
    censored.push(since);
    since = 0;
  }
  const of = (column: Float64Array) => Float64Array.from(kept, (j) => column[j]);
  return Object.freeze({
    ...curve,
    time: of(curve.time),
    atRisk: of(curve.atRisk),
    eventCount: of(curve.eventCount),
    censored: Float64Array.from(censored),
    survival: of(curve.survival),
    standardError: of(curve.standardError),
    lower: of(curve.lower),
    upper: of(curve.upper),
    cumulativeHazard: of(curve.cumulativeHazard),
    cumulativeHazardStandardError: of(curve.cumulativeHazardStandardError),
  });
}
