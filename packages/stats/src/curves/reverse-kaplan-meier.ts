import type { SurvivalRows } from "../rows/survival-rows.js";
import { kaplanMeier } from "./kaplan-meier.js";
import type { CurveOptions, SurvivalCurve } from "./survival-curve.js";

/**
 * The distribution of follow-up: Kaplan–Meier with the event flipped, so that a censoring is the event and a death
 * ends the observation (Schemper & Smith 1996, Control Clin Trials 17:343, doi 10.1016/0197-2456(96)00075-X). Its median
 * is the median follow-up. At a tie the censorings precede, the deaths count as at risk.
 *
 * `eventCount` of the curves counts censorings, `censored` the events. Agrees with R's `survfit(Surv(time, 1 - event) ~
 * group)`. Needs the rows: an event table cannot be flipped where fractional weights are tied. O(n log n).
 *
 * Nobody censored: the curve stays at 1. A group without rows has no times.
 *
 * @param rows of length n
 * @throws as `kaplanMeier`
 */
export function reverseKaplanMeier(rows: SurvivalRows, options: CurveOptions = {}): SurvivalCurve[] {
  for (let i = 0; i < rows.event.length; i++)
    if (rows.event[i] > 1)
      throw new RangeError(`event[${i}] is ${rows.event[i]}; allowed are 0 (censored) and 1 (event)`);
  return kaplanMeier({ ...rows, event: rows.event.map((event) => 1 - event) }, options);
}
