import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateOfDay } from "./date-of-day.js";
import { fullDate } from "./fixtures/dates.js";
import { dayNumber } from "./partial-date.js";

describe("dateOfDay", () => {
  it("counts from 1970-01-01, over leap days and back", () => {
    expect(dateOfDay(0)).toEqual({ year: 1970, month: 1, day: 1 });
    expect(dateOfDay(-1)).toEqual({ year: 1969, month: 12, day: 31 });
    expect(dateOfDay(11_016)).toEqual({ year: 2000, month: 2, day: 29 });
    expect(dateOfDay(11_017)).toEqual({ year: 2000, month: 3, day: 1 });
  });

  it("is the inverse of dayNumber", () => {
    fc.assert(
      fc.property(fullDate, (date) => {
        expect(dateOfDay(dayNumber(date))).toEqual(date);
      }),
    );
  });
});
