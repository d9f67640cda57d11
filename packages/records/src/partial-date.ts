/**
 * A calendar date, possibly known only to the month or year. `month` and `day` are 1-based; absent = not known.
 * Dates are dates of the proleptic Gregorian calendar, without time or zone.
 */
export interface PartialDate {
  year: number;
  month?: number;
  day?: number;
}
