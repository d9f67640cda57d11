import { checkSubjectRows } from "./subject-rows.js";

/**
 * Rows of survival data, column by column; every array has length n and row i is one spell of observation.
 *
 * Codes (`group`, `strata`, `cluster`) are whole numbers from 0 without gaps in meaning: group g is the g-th of the
 * caller's labels. A group that no row carries is a group of size 0.
 */
export interface SurvivalRows {
  /** End of the spell, any one unit, finite. */
  time: Float64Array;
  /** 1 = event at `time`, 0 = censored at `time`. */
  event: Uint8Array;
  /** Start of the spell (left truncation): the row is at risk for entry < t <= time. Absent: at risk from the start. */
  entry?: Float64Array;
  /** Case weights, finite, >= 0. Absent: 1. */
  weights?: Float64Array;
  group?: Int32Array;
  strata?: Int32Array;
  cluster?: Int32Array;
  /** Codes of the subjects. Rows with `entry` of one subject and stratum must not overlap; nothing else depends on it. */
  id?: Int32Array;
}

/**
 * Refuses rows that no estimator could use, naming the argument, the row (0-based) and the value.
 *
 * @throws TypeError where an array has the wrong length
 * @throws RangeError where a value is not finite, an event neither 0 nor 1, a weight or code negative, entry >= time, or rows of one
 * subject overlap
 */
export function checkSurvivalRows(rows: SurvivalRows): void {
  const n = rows.time.length;
  for (const name of ["event", "entry", "weights", "group", "strata", "cluster", "id"] as const) {
    const column = rows[name];
    if (column && column.length !== n)
      throw new TypeError(`${name} has ${column.length} rows, time has ${n}; they must have the same length`);
  }
  checkFinite("time", rows.time);
  if (rows.entry) checkFinite("entry", rows.entry);
  for (let i = 0; i < n; i++) {
    if (rows.event[i] > 1)
      throw new RangeError(`event[${i}] is ${rows.event[i]}; allowed are 0 (censored) and 1 (event)`);
    if (rows.entry && rows.entry[i] >= rows.time[i])
      throw new RangeError(
        `entry[${i}] is ${rows.entry[i]}, time[${i}] is ${rows.time[i]}; a row must enter before its time`,
      );
  }
  if (rows.weights) checkWeights(rows.weights);
  for (const name of ["group", "strata", "cluster", "id"] as const) {
    const codes = rows[name];
    if (codes)
      for (let i = 0; i < n; i++)
        if (codes[i] < 0) throw new RangeError(`${name}[${i}] is ${codes[i]}; codes are whole numbers from 0`);
  }
  const { time, entry, id, strata } = rows;
  // Without entries rows of one subject are episodes of their own (two kidneys, gap times), as in coxph.
  if (entry && id) checkSubjectRows({ time, entry, id, strata });
}

/** @throws RangeError at the first value that is not a finite number, naming it as `name[i]` */
export function checkFinite(name: string, values: Float64Array): void {
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i])) throw new RangeError(`${name}[${i}] is ${values[i]}; it must be a finite number`);
}

/** @throws RangeError at the first weight that is negative or not finite */
export function checkWeights(weights: Float64Array): void {
  checkFinite("weights", weights);
  for (let i = 0; i < weights.length; i++)
    if (weights[i] < 0) throw new RangeError(`weights[${i}] is ${weights[i]}; a weight must be 0 or more`);
}

/**
 * Number of codes: one more than the largest, at least `least`.
 *
 * @throws RangeError where `least`, the caller's option `groups`, is no number of groups
 */
export function codeCount(codes: Int32Array | undefined, least = 1): number {
  if (!(Number.isInteger(least) && least >= 0 && least < 2 ** 31))
    throw new RangeError(`groups is ${least}; it must be a whole number from 0`);
  let count = least;
  if (codes) for (let i = 0; i < codes.length; i++) if (codes[i] >= count) count = codes[i] + 1;
  return count;
}
