import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDate, fullDate } from "./fixtures/dates.js";
import { parsePartialDate } from "./parse-partial-date.js";
import { formatPartialDate } from "./partial-date.js";

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
    ["1990-9-3", "1990-09-03", "yyyy-m-d"],
    ["1990-9", "1990-09", "yyyy-m-d"],
    ["3. 9. 1990", "1990-09-03", "dd.mm.yyyy"],
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
    ["1990-13", "there is no month 13"],
    ["00.00.1990", "there is no month 0"],
    ["1990-09-00", "0 September does not exist"],
    ["3-9-90", "3-9-90 has a year of two digits; write all four"],
    ["19900903", "19900903 is not a date; write 1990-09-03 or 03.09.1990"],
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
