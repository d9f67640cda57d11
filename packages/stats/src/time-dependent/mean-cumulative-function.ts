import { nelsonAalen } from "../curves/nelson-aalen.js";
import { normalQuantile } from "../distributions/normal.js";
import type { SurvivalRows } from "../rows/survival-rows.js";

/** One group's mean cumulative function; arrays by its distinct times, ascending. */
export interface MeanCumulativeFunction {
  /** Subjects of the group. */
  subjects: number;
  /** Weight of its events. */
  events: number;
  time: Float64Array;
  /** Weight at risk just before the time. */
  atRisk: Float64Array;
  eventCount: Float64Array;
  /** Expected number of events of a subject by the time. */
  estimate: Float64Array;
  standardError: Float64Array;
  /** Limits on the log scale; NaN before the first event. */
  lower: Float64Array;
  upper: Float64Array;
  confidenceLevel: number;
}

/**
 * The expected number of events that a subject has had by t, of events that may recur (Nelson 1995, Technometrics 37:147; Lawless & Nadeau
 * 1995, Technometrics 37:158, doi 10.1080/00401706.1995.10484300), one curve for each group:
 *
 *   M(t) = Σ_{tⱼ ≤ t} dⱼ / nⱼ,   var M(t) = Σᵢ [ Σ_{tⱼ ≤ t} Yᵢ(tⱼ)/nⱼ (dNᵢ(tⱼ) − dⱼ/nⱼ) ]²
 *
 * the sum over subjects i, whose events need not be independent of each other. Rows are start–stop rows, several a subject. A subject is at risk
 * again after each event; a death is a censoring here, so that M is that of subjects who stay alive (with many deaths look at
 * `aalenJohansen`). Limits are M exp(± z se/M). No events: M is 0. Agrees with R's `survfit(Surv(start, stop, event) ~ 1, cluster = id)`, its
 * `cumhaz` and `std.chaz`. O(n log n).
 *
 * @param rows with `id`, the subjects; `cluster` is not used
 * @throws TypeError, RangeError as `checkSurvivalRows`, with overlapping rows of one subject; RangeError for a confidence level outside (0, 1)
 */
export function meanCumulativeFunction(
  rows: Omit<SurvivalRows, "cluster" | "strata"> & { id: Int32Array },
  { groups, confidenceLevel = 0.95 }: { groups?: number; confidenceLevel?: number } = {},
): MeanCumulativeFunction[] {
  if (!(confidenceLevel > 0 && confidenceLevel < 1))
    throw new RangeError(`confidenceLevel is ${confidenceLevel}; it must lie between 0 and 1`);
  const { time, event, entry, weights, group, id } = rows;
  const curves = nelsonAalen({ time, event, entry, weights, group, id, cluster: id }, { groups, robust: true });
  const reach = normalQuantile((1 + confidenceLevel) / 2);
  return curves.map((curve, g) => {
    const of = new Set<number>();
    id.forEach((code, i) => {
      if (!group || group[i] === g) of.add(code);
    });
    const { cumulativeHazard: estimate, cumulativeHazardStandardError: standardError } = curve;
    const limit = (side: 1 | -1) =>
      estimate.map((m, j) => (m > 0 ? m * Math.exp((side * reach * standardError[j]) / m) : Number.NaN));
    return {
      subjects: of.size,
      events: curve.events,
      time: curve.time,
      atRisk: curve.atRisk,
      eventCount: curve.eventCount,
      estimate,
      standardError,
      lower: limit(-1),
      upper: limit(1),
      confidenceLevel,
    };
  });
}
