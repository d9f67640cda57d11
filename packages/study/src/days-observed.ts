import { type CompletionRule, completeDate, daysBetween, isSurelyBefore, type PartialDate } from "@seriatim/records";

/** Days from time zero to the last date, partial ones completed; below 0 only where it surely was before time zero. */
export function daysObserved(zero: PartialDate, last: PartialDate, rule: CompletionRule): number {
  const days = daysBetween(completeDate(zero, rule), completeDate(last, rule));
  // Who died in the month of the operation died on its day at the earliest, not on a day before that a rule has made up.
  return isSurelyBefore(last, zero) ? days : Math.max(0, days);
}
