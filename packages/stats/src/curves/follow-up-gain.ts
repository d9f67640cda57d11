import { type EventTable, eventTable } from "../rows/event-table.js";
import { checkFinite, type SurvivalRows } from "../rows/survival-rows.js";
import { orderByRank } from "../rows/time-grid.js";
import { confidenceLimits } from "./confidence-limits.js";

export interface FollowUpGain {
  /** Present width of the interval of S(h); 1, the whole scale, where there is none. */
  width: number;
  /** Length n: by how much an answer about the row is expected to narrow it; 0 for rows with the event. */
  gain: Float64Array;
}

export interface FollowUpGainOptions {
  /** Length n, in the unit of `time`, finite: up to when an answer about the row would inform (the closing date). */
  until: Float64Array;
  /** The time h whose survival is estimated. */
  at: number;
  /** Default 0.95. */
  confidenceLevel?: number;
}

/**
 * By how much the log-log interval of S(h) (Kaplan–Meier, Greenwood) is expected to narrow by following one more row
 * from its censoring at c up to u = min(until, h), each row by itself. By the present curve the answer will be “event at
 * t” or “none up to u”, so with W the width
 *
 *   gain = W − Σ_{c < t ≤ u} (S(t−) − S(t)) / S(c) · W(event at t) − S(u) / S(c) · W(none up to u)
 *
 * (an expected value of sample information: Raiffa & Schlaifer 1961, Applied Statistical Decision Theory). The
 * row joins those at risk at the events tⱼ in (c, u], which changes factors and Greenwood's terms to
 *
 *   none at tⱼ: 1 − dⱼ / (nⱼ + 1), dⱼ / ((nⱼ + 1)(nⱼ + 1 − dⱼ));   event at tⱼ: 1 − (dⱼ + 1) / (nⱼ + 1), (dⱼ + 1) / ((nⱼ + 1)(nⱼ − dⱼ))
 *
 * so that log S(h) and its variance are sums of prefix sums. Rows with the same events in (c, u] gain the same: exact in
 * O(n log n + e²) for the e distinct event times up to h, in days at most h of them.
 *
 * W is 1, the whole scale, where the interval is not defined: at S(h) = 0 or 1, and beyond the last observation unless
 * S is 0 there. Beyond it, probabilities take S at its last value, and nothing is gained but by following up to h itself.
 * 0 where c ≥ u, and where S(h) is known and no event lies in (c, u]. No gain below 0 was met in half a million random
 * rows; nothing is cut at 0.
 *
 * @param rows `time` and `event`, length n
 * @throws TypeError, RangeError as `checkSurvivalRows`, for `until` of another length or not finite, for a level that
 *   is not between 0 and 1, and where `at` is not finite
 */
export function followUpGain(
  rows: Pick<SurvivalRows, "time" | "event">,
  { until, at, confidenceLevel = 0.95 }: FollowUpGainOptions,
): FollowUpGain {
  const { time, event } = rows;
  const table = eventTable({ time, event });
  if (until.length !== time.length)
    throw new TypeError(`until has ${until.length} rows, time has ${time.length}; they must have the same length`);
  checkFinite("until", until);
  if (!Number.isFinite(at)) throw new RangeError(`at is ${at}; it must be a finite number`);
  const sums = prefixSums(table, at);
  const events = sums.time.length;
  const last = table.time.length - 1;
  const isObserved = last >= 0 && table.time[last] >= at;
  const [interval] = widths([sums.logSurvival[events]], [sums.variance[events]], confidenceLevel);
  const width = isObserved ? interval : 1;
  const gain = new Float64Array(time.length);
  // A curve that ends at 0 does so whatever the answer: who is still censored before the end dies by then at the latest.
  if (sums.logSurvival[events] === Number.NEGATIVE_INFINITY) return Object.freeze({ width, gain });

  const { first, beyond } = spells({ time, event, until, at }, sums.time, isObserved);
  const order = orderByRank(first, events + 2);
  for (let k = 0; k < order.length && first[order[k]] <= events; ) {
    const a = first[order[k]];
    let end = a;
    const start = k;
    for (; k < order.length && first[order[k]] === a; k++) end = Math.max(end, beyond[order[k]]);
    const gains = gainsFrom(a, end, sums, { width, isObserved, confidenceLevel });
    for (let r = start; r < k; r++) gain[order[r]] = gains[beyond[order[r]] - a];
  }
  return Object.freeze({ width, gain });
}

/** Of the e event times up to h; the sums have e + 1 values, [j] over the first j. */
interface PrefixSums {
  time: number[];
  atRisk: number[];
  events: number[];
  logSurvival: number[];
  variance: number[];
  /** With one more at risk. */
  joinedLogSurvival: number[];
  joinedVariance: number[];
}

function prefixSums(table: EventTable, at: number): PrefixSums {
  const sums: PrefixSums = {
    time: [],
    atRisk: [],
    events: [],
    logSurvival: [0],
    variance: [0],
    joinedLogSurvival: [0],
    joinedVariance: [0],
  };
  for (let j = 0; j < table.time.length && table.time[j] <= at; j++) {
    const n = table.atRisk[j];
    const d = table.events[j];
    if (d === 0) continue;
    const e = sums.time.length;
    sums.time.push(table.time[j]);
    sums.atRisk.push(n);
    sums.events.push(d);
    sums.logSurvival.push(sums.logSurvival[e] + Math.log1p(-d / n));
    sums.variance.push(sums.variance[e] + d / (n * (n - d)));
    sums.joinedLogSurvival.push(sums.joinedLogSurvival[e] + Math.log1p(-d / (n + 1)));
    sums.joinedVariance.push(sums.joinedVariance[e] + d / ((n + 1) * (n + 1 - d)));
  }
  return sums;
}

/** For each row the first of the event times after c and the one after the last up to u; e + 1 where an answer tells nothing. */
function spells(
  { time, event, until, at }: Pick<SurvivalRows, "time" | "event"> & { until: Float64Array; at: number },
  eventTimes: readonly number[],
  isObserved: boolean,
): { first: Int32Array; beyond: Int32Array } {
  const first = new Int32Array(time.length).fill(eventTimes.length + 1);
  const beyond = new Int32Array(time.length);
  for (let i = 0; i < time.length; i++) {
    const u = Math.min(until[i], at);
    if (event[i] === 1 || time[i] >= u || (!isObserved && u < at)) continue;
    const a = countUpTo(eventTimes, time[i]);
    beyond[i] = countUpTo(eventTimes, u);
    if (beyond[i] > a || !isObserved) first[i] = a;
  }
  return { first, beyond };
}

function countUpTo(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Gains of rows whose next event time is a, by how many event times (0 to end − a) an answer would cover. O(end − a). */
function gainsFrom(
  a: number,
  end: number,
  sums: PrefixSums,
  { width, isObserved, confidenceLevel }: { width: number; isObserved: boolean; confidenceLevel: number },
): Float64Array {
  const { atRisk, events, logSurvival, variance, joinedLogSurvival, joinedVariance } = sums;
  const total = events.length;
  const around = (of: number[], joined: number[], k: number, rest: number) =>
    of[a] + (joined[k] - joined[a]) + (of[total] - of[rest]);
  const dead = { logSurvival: new Float64Array(end - a), variance: new Float64Array(end - a) };
  const alive = { logSurvival: new Float64Array(end - a + 1), variance: new Float64Array(end - a + 1) };
  for (let k = a; k <= end; k++) {
    alive.logSurvival[k - a] = around(logSurvival, joinedLogSurvival, k, k);
    alive.variance[k - a] = around(variance, joinedVariance, k, k);
    if (k === end) break;
    const n = atRisk[k];
    const d = events[k];
    dead.logSurvival[k - a] = around(logSurvival, joinedLogSurvival, k, k + 1) + Math.log((n - d) / (n + 1));
    dead.variance[k - a] = around(variance, joinedVariance, k, k + 1) + (d + 1) / ((n + 1) * (n - d));
  }
  const ifDead = widths(dead.logSurvival, dead.variance, confidenceLevel);
  const ifAlive = widths(alive.logSurvival, alive.variance, confidenceLevel);
  const gains = new Float64Array(end - a + 1);
  let byDeath = 0;
  for (let k = a; k <= end; k++) {
    gains[k - a] = byDeath + Math.exp(logSurvival[k] - logSurvival[a]) * (width - ifAlive[k - a]);
    if (k === end || !isObserved) continue;
    byDeath += (Math.exp(logSurvival[k] - logSurvival[a]) * events[k] * (width - ifDead[k - a])) / atRisk[k];
  }
  return gains;
}

function widths(logSurvival: ArrayLike<number>, variance: ArrayLike<number>, level: number): Float64Array {
  const survival = Float64Array.from(logSurvival, Math.exp);
  const { lower, upper } = confidenceLimits(survival, Float64Array.from(variance, Math.sqrt), "log-log", level);
  return upper.map((limit, k) => (Number.isNaN(limit) ? 1 : limit - lower[k]));
}
