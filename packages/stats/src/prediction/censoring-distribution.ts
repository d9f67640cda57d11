import { kaplanMeier } from "../curves/kaplan-meier.js";
import { checkSurvivalRows, codeCount, type SurvivalRows } from "../rows/survival-rows.js";
import { timeGrid } from "../rows/time-grid.js";

/** One group's probability G(t) of being still uncensored, right-continuous, by the distinct times of the group, ascending. */
export interface CensoringDistribution {
  group: number;
  time: Float64Array;
  /** Weight at risk of a censoring at the time: the events of that time no longer count. */
  atRisk: Float64Array;
  censored: Float64Array;
  survival: Float64Array;
}

/**
 * The Kaplan–Meier estimate of the censoring, for weights: at a tie deaths come first and are not at risk of the censoring
 * (unlike `reverseKaplanMeier`, in which they still are). S(t) G(t) is then exactly the share still there. R:
 * `survfit` of `finegray` and `rttright`. Without rows a group has no times. O(n log n).
 *
 * @param rows left truncation and weights as in `kaplanMeier`; any event code above 0 is an event
 * @throws TypeError, RangeError as `checkSurvivalRows`
 */
export function censoringDistribution(rows: SurvivalRows): CensoringDistribution[] {
  const { time, entry, weights, group } = rows;
  const event = rows.event.map((code) => (code > 0 ? 1 : 0));
  checkSurvivalRows({ ...rows, event });
  const { times, ranks } = entry ? timeGrid(entry, time) : timeGrid(time);
  const end = ranks[ranks.length - 1];
  // A little earlier on the scale of ranks.
  const shifted = Float64Array.from(end, (rank, i) => (event[i] ? rank - 0.2 : rank));
  const curves = kaplanMeier(
    {
      time: shifted,
      event: event.map((value) => 1 - value),
      ...(entry && { entry: Float64Array.from(ranks[0]) }),
      ...(weights && { weights }),
      ...(group && { group }),
    },
    { groups: codeCount(group), robust: false },
  );
  return curves.map((curve, g) => {
    const kept: number[] = [];
    for (let k = 0; k < curve.time.length; k++) {
      const next = k + 1 < curve.time.length ? Math.ceil(curve.time[k + 1]) : -1;
      if (Math.ceil(curve.time[k]) !== next) kept.push(k);
    }
    const of = (column: Float64Array) => Float64Array.from(kept, (k) => column[k]);
    return {
      group: g,
      time: Float64Array.from(kept, (k) => times[Math.ceil(curve.time[k])]),
      atRisk: Float64Array.from(kept, (k) =>
        Number.isInteger(curve.time[k]) ? curve.atRisk[k] : curve.atRisk[k] - curve.censored[k],
      ),
      censored: Float64Array.from(kept, (k) => (Number.isInteger(curve.time[k]) ? curve.eventCount[k] : 0)),
      survival: of(curve.survival),
    };
  });
}

/**
 * Inverse-probability-of-censoring weights at given times, n x times, column-major: 1/G(T−) for a row with an event at T <= t,
 * 1/G(t−) for one still there at t (a censoring at t included), 0 for one censored before; G by `group`. The rows' own
 * weights, if any, are multiplied in. Agrees with R's `survival::rttright`. O(n log n + n · times).
 *
 * @throws as `censoringDistribution`; TypeError with left truncation; RangeError for a time that is not finite
 */
export function ipcwWeights(rows: Omit<SurvivalRows, "entry">, times: readonly number[]): Float64Array {
  if ("entry" in rows && rows.entry !== undefined)
    throw new TypeError("entry is given; censoring weights are defined for rows observed from the start");
  times.forEach((t, k) => {
    if (!Number.isFinite(t)) throw new RangeError(`times[${k}] is ${t}; it must be a finite number`);
  });
  const { time, event, weights, group } = rows;
  const n = time.length;
  const curves = censoringDistribution(rows);
  const own = Float64Array.from(time, (t, i) => (weights ? weights[i] : 1) / before(curves[group?.[i] ?? 0], t));
  const result = new Float64Array(n * times.length);
  times.forEach((t, k) => {
    const still = curves.map((curve) => before(curve, t));
    for (let i = 0; i < n; i++) {
      if (time[i] >= t) result[k * n + i] = (weights ? weights[i] : 1) / still[group?.[i] ?? 0];
      else if (event[i]) result[k * n + i] = own[i];
    }
  });
  return result;
}

/** G(t−). */
function before({ time, survival }: CensoringDistribution, t: number): number {
  let [low, high] = [0, time.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time[middle] < t) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 1 : survival[low - 1];
}
