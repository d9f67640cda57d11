import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePartialDate } from "./parse-partial-date.js";
import {
  comparePartialDates,
  completeDate,
  DAYS_PER_MONTH,
  DAYS_PER_YEAR,
  dayNumber,
  daysBetween,
  daysInMonth,
  formatPartialDate,
  isSurelyBefore,
  monthsBetween,
  type PartialDate,
  yearsBetween,
} from "./partial-date.js";

const fullDate = fc
  .record({ year: fc.integer({ min: 1, max: 9999 }), month: fc.integer({ min: 1, max: 12 }) })
  .chain(({ year, month }) =>
    fc.integer({ min: 1, max: daysInMonth(year, month) }).map((day) => ({ year, month, day })),
  );
const anyDate: fc.Arbitrary<PartialDate> = fc.oneof(
  fullDate,
  fullDate.map(({ year, month }) => ({ year, month })),
  fullDate.map(({ year }) => ({ year })),
);

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

describe("months and years", () => {
  it("monthsBetween divides the days by 365.25 / 12, yearsBetween by 365.25", () => {
    const from = { year: 1990, month: 1, day: 1 };
    const to = { year: 1994, month: 1, day: 1 };
    expect(daysBetween(from, to)).toBe(1461);
    expect(monthsBetween(from, to)).toBe(48);
    expect(yearsBetween(from, to)).toBe(4);
    expect(DAYS_PER_MONTH * 12).toBe(DAYS_PER_YEAR);
    expect(monthsBetween(to, from)).toBe(-48);
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

describe("parsePartialDate", () => {
  it("reads back what formatPartialDate writes", () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        expect(parsePartialDate(formatPartialDate(date))).toEqual({ date, form: "iso" });
      }),
    );
  });

  it("reads back dd.mm.yyyy", () => {
    fc.assert(
      fc.property(fullDate, ({ year, month, day }) => {
        const text = `${day}.${month}.${String(year).padStart(4, "0")}`;
        expect(parsePartialDate(text)).toEqual({ date: { year, month, day }, form: "dd.mm.yyyy" });
      }),
    );
  });

  it.each([
    ["24.12.1933", "1933-12-24", "dd.mm.yyyy"],
    ["9.1990", "1990-09", "mm.yyyy"],
    ["25/9/1990", "1990-09-25", "d/m/yyyy"],
    ["9/25/1990", "1990-09-25", "m/d/yyyy"],
    ["5/5/1990", "1990-05-05", "d/m/yyyy"],
    [" 1990-09-03 ", "1990-09-03", "iso"],
    ["1990-09-03 14:30", "1990-09-03", "date with time of day"],
    ["1990-09-03T00:00:00.000Z", "1990-09-03", "date with time of day"],
    ["29.02.1984", "1984-02-29", "dd.mm.yyyy"],
  ])("reads %s", (text, date, form) => {
    const parsed = parsePartialDate(text);
    expect(parsed.date && formatPartialDate(parsed.date)).toBe(date);
    expect(parsed).toMatchObject({ form });
  });

  it.each([
    ["1988-02-30", "30 February does not exist"],
    ["29.02.1990", "29 February 1990 does not exist"],
    ["31.4.1990", "31 April does not exist"],
    ["1990-13-01", "there is no month 13"],
    ["1990-00", "there is no month 0"],
    ["0.9.1990", "0 September does not exist"],
    ["3/9/1990", "3/9/1990 may be 3 September or 9 March; write it as 1990-09-03 or 03.09.1990"],
    ["3.9.90", "3.9.90 has a year of two digits; write all four"],
    ["0000-01-01", "there is no year 0"],
    ["12412", "12412 is not a date; write 1990-09-03 or 03.09.1990"],
    ["1990-09 12:00", "1990-09 12:00 is not a date; write 1990-09-03 or 03.09.1990"],
    ["1990-09-03T23:00:00Z", "1990-09-03T23:00:00Z is not a date; write 1990-09-03 or 03.09.1990"],
    ["31/31/1990", "there is no month 31"],
    ["Sept 1990", "Sept 1990 is not a date; write 1990-09-03 or 03.09.1990"],
  ])("refuses %s", (text, fault) => expect(parsePartialDate(text)).toEqual({ date: null, fault }));
});

describe("order", () => {
  it("isSurelyBefore holds only where no completion could turn it round", () => {
    const date = (text: string) => parsePartialDate(text).date!;
    expect(isSurelyBefore(date("1990-08"), date("1990-09-01"))).toBe(true);
    expect(isSurelyBefore(date("1990-09"), date("1990-09-01"))).toBe(false);
    expect(isSurelyBefore(date("1990-09"), date("1990-09-30"))).toBe(false);
    expect(isSurelyBefore(date("1990"), date("1991"))).toBe(true);
    expect(isSurelyBefore(date("1990-09-03"), date("1990-09-03"))).toBe(false);
  });

  it("comparePartialDates is a total order in which the less precise comes first", () => {
    const dates = ["1990-01-01", "1990", "1990-01", "1989-12-31"].map((text) => parsePartialDate(text).date!);
    expect(dates.toSorted(comparePartialDates).map(formatPartialDate)).toEqual([
      "1989-12-31",
      "1990",
      "1990-01",
      "1990-01-01",
    ]);
    fc.assert(
      fc.property(anyDate, anyDate, (a, b) => {
        expect(Math.sign(comparePartialDates(a, b)) + Math.sign(comparePartialDates(b, a))).toBe(0);
        if (isSurelyBefore(a, b)) expect(comparePartialDates(a, b)).toBeLessThan(0);
      }),
    );
  });
});
