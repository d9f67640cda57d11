import { dateOfDay } from "./date-of-day.js";
import { DAYS_PER_YEAR, type PartialDate } from "./partial-date.js";
import type { DateOrder } from "./synthetic-date-order.js";
import type { DayRange, SyntheticRow } from "./synthetic-plan.js";
import type { Random } from "./synthetic-value.js";

/**
 * Gives each date of a patient's rows a day, all different but for births, in the wanted order. The days are spread over some
 * years of the range, four on average.
 *
 * @throws RangeError where the range has fewer days than the patient has dates
 */
export function syntheticDates(
  rowsOf: (table: string) => readonly SyntheticRow[],
  order: DateOrder,
  range: DayRange,
  random: Random,
): void {
  const dates = inOrder(rowsOf, order, random);
  const days = distinctDays(dates.length, order, range, random);
  for (const [i, { row, index }] of dates.entries()) row.days[index] = days[i];
  const first = days[0] ?? range.first + Math.floor(random() * (range.last - range.first + 1));
  const span = ((days.at(-1) ?? first) - first) / DAYS_PER_YEAR;
  for (const { table, index } of order.births)
    for (const row of rowsOf(table)) row.days[index] = first - ageInDays(order, span, random);
}

/** What is written for a day: of a date that may be partial now and then the month or the year alone. */
export function syntheticDate(day: number, isPartial: boolean, random: Random): PartialDate {
  const date = dateOfDay(day);
  const known = isPartial ? random() : 1;
  if (known < 0.02) return { year: date.year };
  return known < 0.1 ? { year: date.year, month: date.month } : date;
}

interface PlacedDate {
  row: SyntheticRow;
  index: number;
  at: number;
}

function inOrder(rowsOf: (table: string) => readonly SyntheticRow[], order: DateOrder, random: Random): PlacedDate[] {
  const dates: PlacedDate[] = [];
  let latest = 0;
  for (const { table, index, after, before, isChained, closes } of order.nodes) {
    let previous: SyntheticRow | undefined;
    for (const row of rowsOf(table)) {
      let least = row.notBefore[index];
      for (const earlier of after) least = Math.max(least, row.family.get(earlier.table)!.at[earlier.index]);
      if (isChained && previous && previous.parent === row.parent && row.parent)
        least = Math.max(least, previous.at[index]);
      const toCome = row.siblings - row.position - 1;
      if (closes && toCome === 0) least = Math.max(least, latest);
      const at = least + ((1 - least) * random() * 2) / (row.parent ? toCome + 2 : 2);
      row.at[index] = at;
      latest = Math.max(latest, at);
      for (const later of before) {
        const relative = row.family.get(later.table)!;
        relative.notBefore[later.index] = Math.max(relative.notBefore[later.index], at);
      }
      dates.push({ row, index, at });
      previous = row;
    }
  }
  return dates.sort((a, b) => a.at - b.at);
}

/** Ascending. */
function distinctDays(n: number, order: DateOrder, { first, last }: DayRange, random: Random): number[] {
  const all = last - first + 1;
  if (n > all) throw new RangeError(`a patient has ${n} dates, but from the first day to the last there are ${all}`);
  const years = Math.min(-Math.log1p(-random()) * 4, (order.oldest - order.youngest) / 2);
  const start = first + Math.floor(random() * (all - n + 1));
  const span = Math.min(Math.max(n, Math.ceil(years * DAYS_PER_YEAR)), last - start + 1);
  const free = Array.from({ length: n }, () => Math.floor(random() * (span - n + 1)));
  return free.sort((a, b) => a - b).map((day, i) => start + day + i);
}

/** At the patient's first date; a grown person's where that is allowed, and such that the patient is not too old at the last. */
function ageInDays({ youngest, oldest }: DateOrder, span: number, random: Random): number {
  const high = Math.max(youngest, Math.min(95, oldest - span - 0.02));
  const low = Math.min(Math.max(18, youngest + 0.02), high);
  const grown = low < high ? low : Math.min(youngest + 0.02, high);
  return Math.round((grown + ((random() + random() + random()) / 3) * (high - grown)) * DAYS_PER_YEAR);
}
