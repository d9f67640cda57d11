import { checkFinite } from "./survival-rows.js";

/**
 * When the event of each row took place, as far as is known: in (lower, upper], at lower where both are equal. −Infinity
 * and Infinity are open ends: left- and right-censored rows. Arrays of length n.
 */
export interface IntervalRows {
  lower: Float64Array;
  upper: Float64Array;
}

/** Rows that have the event at `time` (1) or later (0). R: `Surv(time, event)`. */
export function rightCensored(time: Float64Array, event: Uint8Array): IntervalRows {
  checkEvents(time, event);
  return { lower: time.slice(), upper: time.map((t, i) => (event[i] ? t : Number.POSITIVE_INFINITY)) };
}

/** Rows that have the event at `time` (1) or by then (0). R: `Surv(time, event, type = "left")`. */
export function leftCensored(time: Float64Array, event: Uint8Array): IntervalRows {
  checkEvents(time, event);
  return { lower: time.map((t, i) => (event[i] ? t : Number.NEGATIVE_INFINITY)), upper: time.slice() };
}

/**
 * @throws TypeError where the lengths differ
 * @throws RangeError where an end is NaN, lower lies above upper, or an interval begins at Infinity or ends at −Infinity
 */
export function checkIntervalRows({ lower, upper }: IntervalRows): void {
  if (upper.length !== lower.length)
    throw new TypeError(`upper has ${upper.length} rows, lower has ${lower.length}; they must have the same length`);
  for (let i = 0; i < lower.length; i++) {
    if (Number.isNaN(lower[i]) || lower[i] === Number.POSITIVE_INFINITY)
      throw new RangeError(
        `lower[${i}] is ${lower[i]}; it must be a finite number, or -Infinity where nothing is known`,
      );
    if (Number.isNaN(upper[i]) || upper[i] === Number.NEGATIVE_INFINITY)
      throw new RangeError(
        `upper[${i}] is ${upper[i]}; it must be a finite number, or Infinity where nothing is known`,
      );
    if (lower[i] > upper[i])
      throw new RangeError(
        `lower[${i}] is ${lower[i]}, upper[${i}] is ${upper[i]}; an interval must not end before it begins`,
      );
  }
}

function checkEvents(time: Float64Array, event: Uint8Array): void {
  if (event.length !== time.length)
    throw new TypeError(`event has ${event.length} rows, time has ${time.length}; they must have the same length`);
  checkFinite("time", time);
  for (let i = 0; i < event.length; i++)
    if (event[i] > 1) throw new RangeError(`event[${i}] is ${event[i]}; allowed are 0 (censored) and 1 (event)`);
}
