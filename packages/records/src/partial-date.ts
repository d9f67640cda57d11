/**
 * A calendar date, possibly known only to the month or year. `month` and `day` are 1-based; absent = not known.
 * Dates are dates of the proleptic Gregorian calendar, without time or zone.
 */
export interface PartialDate {
  year: number;
  month?: number;
  day?: number;
}

/** A date known to the day. */
export type FullDate = Required<PartialDate>;

/** A month is 365.25 / 12 = 30.4375 days; only for display and the unit of coefficients: ties are decided in days. */
export const DAYS_PER_MONTH = 365.25 / 12;

/** A year is 365.25 days; only for display and the unit of coefficients. */
export const DAYS_PER_YEAR = 365.25;

/** How the day (and month) of a partial date are filled in: see `completeDate`. */
export type CompletionRule = "first" | "middle" | "last";

/** Calendar days from `from` to `to`; negative where `to` is earlier. @throws RangeError where either is partial */
export function daysBetween(from: PartialDate, to: PartialDate): number {
  return dayNumber(full(to)) - dayNumber(full(from));
}

/** `daysBetween` / 365.25. @throws RangeError where either date is partial */
export function yearsBetween(from: PartialDate, to: PartialDate): number {
  return daysBetween(from, to) / DAYS_PER_YEAR;
}

/**
 * A full date for a partial one. `first`: the first day of the month or year; `last`: the last; `middle`: the 15th of a
 * month, 1 July of a year. A full date is returned as it is.
 */
export function completeDate(date: PartialDate, rule: CompletionRule): FullDate {
  const { year, month, day } = date;
  if (month === undefined)
    return rule === "first" ? of(year, 1, 1) : rule === "last" ? of(year, 12, 31) : of(year, 7, 1);
  if (day !== undefined) return of(year, month, day);
  return of(year, month, rule === "first" ? 1 : rule === "last" ? daysInMonth(year, month) : 15);
}

/** Whether the date is known to the day. */
export function isFullDate(date: PartialDate): date is FullDate {
  return date.month !== undefined && date.day !== undefined;
}

/** `1990-09-03`, `1990-09` or `1990`. */
export function formatPartialDate({ year, month, day }: PartialDate): string {
  const parts = [String(year).padStart(4, "0")];
  if (month !== undefined) parts.push(String(month).padStart(2, "0"));
  if (month !== undefined && day !== undefined) parts.push(String(day).padStart(2, "0"));
  return parts.join("-");
}

/** Whether `a` is before `b` whatever the unknown days and months are: 1990-08 is before 1990-09-01, 1990-09 is not. */
export function isSurelyBefore(a: PartialDate, b: PartialDate): boolean {
  return dayNumber(completeDate(a, "last")) < dayNumber(completeDate(b, "first"));
}

/** Days since 1970-01-01, by the calendar alone (Howard Hinnant, days_from_civil, howardhinnant.github.io/date_algorithms.html). */
export function dayNumber({ year, month, day }: FullDate): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** 28 to 31; `month` is 1-based. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function full(date: PartialDate): FullDate {
  if (!isFullDate(date))
    throw new RangeError(
      `${formatPartialDate(date)} has no day; complete it first (completeDate: first, middle or last)`,
    );
  return date;
}

function of(year: number, month: number, day: number): FullDate {
  return { year, month, day };
}
