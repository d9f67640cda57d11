import { daysInMonth, type PartialDate } from "./partial-date.js";
import { shortText } from "./short-text.js";

/** How a date was written. `iso` is the only form that needs no coercion. */
export type DateForm =
  | "iso"
  | "yyyy-m-d"
  | "dd.mm.yyyy"
  | "mm.yyyy"
  | "d/m/yyyy"
  | "m/d/yyyy"
  | "date with time of day";

/** A date and the form it was written in, or why the text is no date. */
export type ParsedDate = { date: PartialDate; form: DateForm } | { date: null; fault: string };

/**
 * Reads a date: `1990-09-03`, `1990-09`, `1990` (iso; a local time of day after it is dropped and said in `form`),
 * `1990-9-3`, `3.9.1990`, `9.1990`, and `25/9/1990` or `9/25/1990` where only one order is possible. A two-digit year, and
 * a date with slashes that could be either order, are no dates: a guess would be right most of the time.
 */
export function parsePartialDate(text: string): ParsedDate {
  const trimmed = text.trim();
  const iso =
    /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?([T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?|T00:00:00(?:\.0+)?Z)?$/.exec(
      trimmed,
    );
  if (iso && (iso[4] === undefined || iso[3] !== undefined)) {
    const isPadded = iso[2]?.length !== 1 && iso[3]?.length !== 1;
    const form = iso[4] !== undefined ? "date with time of day" : isPadded ? "iso" : "yyyy-m-d";
    return dateOf(iso[1], iso[2], iso[3], form);
  }
  const dotted = /^(?:(\d{1,2})\. ?)?(\d{1,2})\. ?(\d{4})$/.exec(trimmed);
  if (dotted) return dateOf(dotted[3], dotted[2], dotted[1], dotted[1] === undefined ? "mm.yyyy" : "dd.mm.yyyy");
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(trimmed);
  if (slashed) return slashedDate(trimmed, slashed[1], slashed[2], slashed[3]);
  if (/^\d{1,2}[./-]\d{1,2}[./-]\d{2}$/.test(trimmed))
    return { date: null, fault: `${trimmed} has a year of two digits; write all four` };
  return { date: null, fault: `${shortText(trimmed)} is not a date; write 1990-09-03 or 03.09.1990` };
}

function slashedDate(text: string, first: string, second: string, year: string): ParsedDate {
  const dayFirst = dateOf(year, second, first, "d/m/yyyy");
  const monthFirst = dateOf(year, first, second, "m/d/yyyy");
  if (dayFirst.date && monthFirst.date && Number(first) !== Number(second))
    return {
      date: null,
      fault: `${text} may be ${words(first, second)} or ${words(second, first)}; write it as 1990-09-03 or 03.09.1990`,
    };
  return monthFirst.date && !dayFirst.date ? monthFirst : dayFirst;
}

function dateOf(year: string, month: string | undefined, day: string | undefined, form: DateForm): ParsedDate {
  const y = Number(year);
  if (y === 0) return { date: null, fault: "there is no year 0" };
  if (month === undefined) return { date: { year: y }, form };
  const m = Number(month);
  if (m < 1 || m > 12) return { date: null, fault: `there is no month ${m}` };
  if (day === undefined) return { date: { year: y, month: m }, form };
  const d = Number(day);
  if (d < 1 || d > daysInMonth(y, m))
    return { date: null, fault: `${words(day, month)}${m === 2 && d === 29 ? ` ${y}` : ""} does not exist` };
  return { date: { year: y, month: m, day: d }, form };
}

function words(day: string, month: string): string {
  return `${Number(day)} ${months[Number(month) - 1]}`;
}

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
