import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDate, fullDate } from "./fixtures/dates.js";
import { parsePartialDate } from "./parse-partial-date.js";
import {
  completeDate,
  DAYS_PER_MONTH,
  DAYS_PER_YEAR,
  dayNumber,
  daysBetween,
  formatPartialDate,
  isSurelyBefore,
  type PartialDate,
  yearsBetween,
} from "./partial-date.js";

describe("daysBetween", () => {
  it("is the difference of Date.UTC in days", () => {
    const utc = ({ year, month, day }: Required<PartialDate>) =>
      new Date(0).setUTCFullYear(year, month - 1, day) / 86_400_000;
    fc.assert(
      fc.property(fullDate, fullDate, (a, b) => {
        expect(daysBetween(a, b)).toBe(utc(b) - utc(a));
        expect(dayNumber(a)).toBe(utc(a));
      }),
    );
  });

  it("counts 29 February in 2000 and 1988, not in 1900", () => {
    const february = (year: number) => daysBetween({ year, month: 2, day: 28 }, { year, month: 3, day: 1 });
    expect([2000, 1988, 1900, 1990].map(february)).toEqual([2, 2, 1, 1]);
  });

  it("refuses a partial date, naming it", () => {
    expect(() => daysBetween({ year: 1990, month: 9 }, { year: 1991, month: 1, day: 1 })).toThrow("1990-09 has no day");
  });
});

describe("yearsBetween", () => {
  it("divides the days by 365.25, of which a month has a twelfth", () => {
    const from = { year: 1990, month: 1, day: 1 };
    const to = { year: 1994, month: 1, day: 1 };
    expect(daysBetween(from, to)).toBe(1461);
    expect(yearsBetween(from, to)).toBe(4);
    expect(yearsBetween(to, from)).toBe(-4);
    expect(DAYS_PER_MONTH * 12).toBe(DAYS_PER_YEAR);
  });
});

describe("completeDate", () => {
  it("fills in the first, the middle and the last day", () => {
    const rules = ["first", "middle", "last"] as const;
    const completed = (date: PartialDate) => rules.map((rule) => formatPartialDate(completeDate(date, rule)));
    expect(completed({ year: 1992, month: 2 })).toEqual(["1992-02-01", "1992-02-15", "1992-02-29"]);
    expect(completed({ year: 1992 })).toEqual(["1992-01-01", "1992-07-01", "1992-12-31"]);
    expect(completed({ year: 1992, month: 2, day: 3 })).toEqual(["1992-02-03", "1992-02-03", "1992-02-03"]);
  });

  it("keeps first ≤ middle ≤ last", () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        const [first, middle, last] = (["first", "middle", "last"] as const).map((rule) =>
          dayNumber(completeDate(date, rule)),
        );
        expect(first).toBeLessThanOrEqual(middle);
        expect(middle).toBeLessThanOrEqual(last);
      }),
    );
  });
});

describe("isSurelyBefore", () => {
  it("holds only where no completion could turn it round", () => {
    const date = (text: string) => parsePartialDate(text).date!;
    expect(isSurelyBefore(date("1990-08"), date("1990-09-01"))).toBe(true);
    expect(isSurelyBefore(date("1990-09"), date("1990-09-01"))).toBe(false);
    expect(isSurelyBefore(date("1990-09"), date("1990-09-30"))).toBe(false);
    expect(isSurelyBefore(date("1990"), date("1991"))).toBe(true);
    expect(isSurelyBefore(date("1990-09-03"), date("1990-09-03"))).toBe(false);
  });

  it("holds from one side or from neither, and between full dates as their days are ordered", () => {
    const firstDay = (date: PartialDate) => dayNumber(completeDate(date, "first"));
    fc.assert(
      fc.property(anyDate, anyDate, (a, b) => {
        expect(isSurelyBefore(a, b) && isSurelyBefore(b, a)).toBe(false);
        if (isSurelyBefore(a, b)) expect(firstDay(a)).toBeLessThan(firstDay(b));
        if (a.day && b.day) expect(isSurelyBefore(a, b)).toBe(firstDay(a) < firstDay(b));
      }),
    );
  });
});
