import { probabilityLimits, type StateCurve } from "./aalen-johansen.js";

export interface StateProbabilityAtTime {
  time: number;
  /** By state, as the others. */
  probability: Float64Array;
  standardError: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  /** Weight at risk just before the time, as of the curve's next time; 0 beyond the last. */
  atRisk: Float64Array;
  /** Weight of the transitions since the previous listed time, up to and including this one, by state entered. */
  events: Float64Array;
  /** Weight of those who went out of sight since the previous listed time, up to and including this one. */
  censored: number;
  /** The same three as numbers of rows. */
  rows: { atRisk: Float64Array; events: Float64Array; censored: number };
}

/**
 * Probabilities in state at chosen times, ascending whatever their order. Before the first of the curve's times they are
 * those at the start; beyond the last the last values go on. A curve without times (a group without rows) is not
 * defined: NaN, and nobody is at risk. Agrees with R's `summary(survfit, times, extend = TRUE)`, but that R has limits of
 * 0 before the first time. O(times · states).
 *
 * @param times any number, in the curve's unit
 * @throws RangeError where a time is not a number
 */
export function stateProbabilityAt(curve: StateCurve, times: readonly number[]): StateProbabilityAtTime[] {
  times.forEach((time, k) => {
    if (Number.isNaN(time)) throw new RangeError(`times[${k}] is NaN; it must be a number`);
  });
  const m = curve.time.length;
  const zero = new Float64Array(curve.states);
  const of = (column: Float64Array, j: number) => Float64Array.from(zero, (_, s) => column[s * m + j]);
  const start = probabilityLimits(curve.p0, curve.p0StandardError, curve.confidenceType, curve.confidenceLevel);
  let j = 0;
  let next = 0;
  return [...times]
    .sort((a, b) => a - b)
    .map((time) => {
      const since = j;
      while (next < m && curve.time[next] < time) next++;
      while (j < m && curve.time[j] <= time) j++;
      const summed = (column: Float64Array) =>
        Float64Array.from(zero, (_, s) => column.subarray(s * m + since, s * m + j).reduce((sum, d) => sum + d, 0));
      const values =
        j > 0
          ? {
              probability: of(curve.probability, j - 1),
              standardError: of(curve.standardError, j - 1),
              lower: of(curve.lower, j - 1),
              upper: of(curve.upper, j - 1),
            }
          : { probability: curve.p0.slice(), standardError: curve.p0StandardError.slice(), ...start };
      const total = (column: Float64Array) => column.subarray(since, j).reduce((sum, d) => sum + d, 0);
      return {
        time,
        ...values,
        atRisk: next < m ? of(curve.atRisk, next) : zero.slice(),
        events: summed(curve.events),
        censored: total(curve.censored),
        rows: {
          atRisk: next < m ? of(curve.rows.atRisk, next) : zero.slice(),
          events: summed(curve.rows.events),
          censored: total(curve.rows.censored),
        },
      };
    });
}
