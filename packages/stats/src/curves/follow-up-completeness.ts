import { checkSurvivalRows, type SurvivalRows } from "../rows/survival-rows.js";

/**
 * Clark's C, the completeness of follow-up: observed over potential person-time up to a closing date,
 *
 *   C = Σ min(tᵢ, oᵢ) / Σ pᵢ,   pᵢ = min(tᵢ, oᵢ) with the event, else oᵢ
 *
 * with oᵢ the time from time zero to the closing date: who had the event owes no time after it, and observation after
 * the closing date counts as up to it (Clark, Altman & De Stavola 2002, Lancet 359:1309, doi
 * 10.1016/S0140-6736(02)08272-7). NaN where nobody owes any time. O(n).
 *
 * @param rows `time` ≥ 0 from time zero, and `event`, length n
 * @param owed length n, in the unit of `time`, ≥ 0: from time zero to the closing date, 0 where that is earlier
 * @throws TypeError, RangeError as `checkSurvivalRows`, and where `owed` has another length or is below 0
 */
export function followUpCompleteness(rows: Pick<SurvivalRows, "time" | "event">, owed: Float64Array): number {
  const { time, event } = rows;
  checkSurvivalRows({ time, event });
  if (owed.length !== time.length)
    throw new TypeError(`owed has ${owed.length} rows, time has ${time.length}; they must have the same length`);
  let observed = 0;
  let potential = 0;
  for (let i = 0; i < time.length; i++) {
    if (!(owed[i] >= 0 && owed[i] < Number.POSITIVE_INFINITY))
      throw new RangeError(`owed[${i}] is ${owed[i]}; it must be a finite number of 0 or more`);
    const seen = Math.min(time[i], owed[i]);
    observed += seen;
    potential += event[i] === 1 ? seen : owed[i];
  }
  return potential > 0 ? observed / potential : Number.NaN;
}
