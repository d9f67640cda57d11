import { checkFinite } from "../rows/survival-rows.js";

/** Rows of competing risks: `event` 0 = censored, otherwise the cause's code, 1 or more; arrays of length n. */
export interface CompetingRows {
  /** Finite, any one unit. */
  time: Float64Array;
  event: Uint8Array;
  /** Codes from 0. */
  group?: Int32Array;
  strata?: Int32Array;
}

/** @throws TypeError where an array has another length; RangeError for a time that is not finite or a negative code */
export function checkCompetingRows({ time, event, group, strata }: CompetingRows): void {
  const n = time.length;
  for (const [name, column] of Object.entries({ event, group, strata }))
    if (column && column.length !== n)
      throw new TypeError(`${name} has ${column.length} rows, time has ${n}; they must have the same length`);
  checkFinite("time", time);
  for (const [name, codes] of Object.entries({ group, strata }))
    if (codes)
      for (let i = 0; i < n; i++)
        if (codes[i] < 0) throw new RangeError(`${name}[${i}] is ${codes[i]}; codes are whole numbers from 0`);
}

/** The largest cause's code, 0 without events. */
export function causeCount(event: Uint8Array): number {
  return event.reduce((most, code) => Math.max(most, code), 0);
}
