import type { RawTable } from "@seriatim/records";

/** How a file writes dates that could be read in several ways. */
export interface DateWritings {
  /** Whether 3/9/1990 or 3-9-1990 stand in it. */
  hasSlashes: boolean;
  /** Undefined where the contents do not tell, or contradict each other. */
  slashes?: "day-first" | "month-first";
  /** Where both orders stand in it. */
  isMixed: boolean;
  hasTwoDigitYears: boolean;
}

/** By the columns of which most cells are written like dates. */
export function dateWritings(raw: RawTable): DateWritings {
  const days = { dayFirst: 0, monthFirst: 0 };
  let hasSlashes = false;
  let hasTwoDigitYears = false;
  raw.columns.forEach((_, j) => {
    const filled = raw.rows.map((cells) => cells[j].trim()).filter((cell) => cell !== "");
    const dates = filled.filter((cell) => written.test(cell) || iso.test(cell));
    if (dates.length * 2 < filled.length) return;
    for (const cell of dates) {
      const found = written.exec(cell);
      if (!found) continue;
      const [, first, mark, second, year] = found;
      if (year.length === 2) hasTwoDigitYears = true;
      if (mark === ".") continue;
      hasSlashes = true;
      if (Number(first) > 12) days.dayFirst++;
      if (Number(second) > 12) days.monthFirst++;
    }
  });
  const isMixed = days.dayFirst > 0 && days.monthFirst > 0;
  return {
    hasSlashes,
    isMixed,
    hasTwoDigitYears,
    ...(isMixed || days.dayFirst + days.monthFirst === 0
      ? {}
      : { slashes: days.dayFirst > 0 ? "day-first" : "month-first" }),
  };
}

const written = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})$/;
const iso = /^\d{4}-\d{1,2}(-\d{1,2})?/;
