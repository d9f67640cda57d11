import { describe, expect, it } from "vitest";
import { parseDictionary } from "./parse-dictionary.js";
import { readValue, valueText } from "./read-value.js";

const { fields } = parseDictionary(
  `title: Small
tables:
  patients:
    key: patient
    fields:
      patient: { type: text }
      sex: { type: code, codes: { m: Male, f: Female } }
      r_status: { type: code, codes: [R0, R1] }
      reply: { type: code, codes: { "yes": "Yes", NA: Not asked } }
      born: { type: date, identifying: true }
      seen: { type: date }
      elsewhere: { type: date, partial: true }
      size_cm: { type: decimal, unit: cm, min: 0, max: 50 }
      marker: { type: decimal }
      index: { type: decimal, unit: "%", max: 100 }
      units: { type: integer }
      smoker: { type: boolean }
`,
  "dictionary.yaml",
).tables.patients;

const read = (field: string, cell: string, decimalComma = false) => readValue(fields[field], cell, { decimalComma });
const day = (year: number, month?: number, dayOfMonth?: number) => ({
  year,
  ...(month === undefined ? {} : { month }),
  ...(dayOfMonth === undefined ? {} : { day: dayOfMonth }),
});

describe("readValue", () => {
  it.each([
    ["sex", "m", "m"],
    ["reply", "NA", "NA"],
    ["size_cm", "2.5", 2.5],
    ["size_cm", "0", 0],
    ["size_cm", "+1e1", 10],
    ["marker", "-0", 0],
    ["units", "3", 3],
    ["smoker", "yes", true],
    ["smoker", "FALSE", false],
    ["seen", "1990-09-03", day(1990, 9, 3)],
    ["elsewhere", "1990-09", day(1990, 9)],
    ["elsewhere", "1990", day(1990)],
    ["patient", "NA", "NA"],
    ["patient", "007", "007"],
    ["patient", "lymph\nnodes", "lymph\nnodes"],
  ])("reads %s %j as it stands", (field, cell, value) => {
    expect(read(field, cell)).toEqual({ value, coercions: [] });
  });

  it.each(Object.keys(fields))("takes an empty cell, or one of spaces, for nothing recorded: %s", (field) => {
    for (const cell of ["", "  ", "\u00A0\t"]) expect(read(field, cell)).toEqual({ value: null, coercions: [] });
  });

  it.each([
    ["sex", "M", "m", "“M” read as m"],
    ["sex", "female", "f", "“female” read as f"],
    ["r_status", "R 0", "R0", "“R 0” read as R0"],
    ["r_status", "r\u00A00", "R0", "“r 0” read as R0"],
    ["sex", "NA", null, "NA read as not recorded"],
    ["size_cm", "n/a", null, "n/a read as not recorded"],
    ["patient", "#N/A", null, "#N/A read as not recorded"],
    ["patient", "#REF!", null, "#REF! read as not recorded"],
    ["size_cm", "12,0", 12, "decimal comma read as point"],
    ["size_cm", " 3", 3, "spaces around the value removed"],
    ["patient", "\u00A0P1\u00A0", "P1", "spaces around the value removed"],
    ["index", "7%", 7, "percent sign removed"],
    ["index", "12.5 %", 12.5, "percent sign removed"],
    ["units", "3.0", 3, "number with decimals .0 read as whole number"],
    ["units", "3e1", 30, "number with exponent read as whole number"],
    ["seen", "3.9.1990", day(1990, 9, 3), "dd.mm.yyyy read as date"],
    ["seen", "1990-9-3", day(1990, 9, 3), "yyyy-m-d read as date"],
    ["seen", "1990-09-03 00:00:00", day(1990, 9, 3), "date with time of day read as date"],
    ["elsewhere", "9.1990", day(1990, 9), "mm.yyyy read as date"],
    ["smoker", "0", false, "0 read as no"],
    ["smoker", "1", true, "1 read as yes"],
  ])("says that it coerced %s %j", (field, cell, value, coercion) => {
    expect(read(field, cell)).toEqual({ value, coercions: [`${field}: ${coercion}`] });
  });

  it("says each of several coercions of one value", () => {
    expect(read("index", " 7,0% ").coercions).toEqual([
      "index: percent sign removed",
      "index: decimal comma read as point",
      "index: spaces around the value removed",
    ]);
  });

  it.each([
    ["sex", "x", "unknown-code", "x is not one of m, f"],
    ["sex", "1", "unknown-code", "1 is not one of m, f"],
    ["sex", "#N/A", "unknown-code", "#N/A is not one of m, f"],
    ["r_status", "R4", "unknown-code", "R4 is not one of R0, R1"],
    ["size_cm", "big", "invalid-number", "big is not a number"],
    ["size_cm", "12 cm", "invalid-number", "12 cm is not a number"],
    ["size_cm", "#DIV/0!", "invalid-number", "#DIV/0! is not a number"],
    ["size_cm", "0x1F", "invalid-number", "0x1F is not a number"],
    ["size_cm", "Infinity", "invalid-number", "Infinity is not a number"],
    ["size_cm", "12:30:00", "invalid-number", "12:30:00 is not a number"],
    ["size_cm", "-3", "invalid-number", "-3 cm is below 0"],
    ["size_cm", "480", "invalid-number", "480 cm is above 50"],
    ["size_cm", "1e999", "invalid-number", "1e999 is too large for a number"],
    ["size_cm", "1,234", "invalid-number", "1,234 may be 1.234 or 1234; write it without a thousands mark"],
    ["size_cm", "1.234,5", "invalid-number", "1.234,5 is not a number"],
    ["size_cm", "7%", "invalid-number", "7% is a percentage; the field's unit is cm"],
    ["marker", "7%", "invalid-number", "7% is a percentage; the field has no unit"],
    ["index", "700%", "invalid-number", "700 % is above 100"],
    ["units", "2.5", "invalid-number", "2.5 is not a whole number"],
    ["units", "true", "invalid-number", "true is not a number"],
    ["units", "99999999999999999", "invalid-number", "99999999999999999 is not a whole number"],
    ["elsewhere", "1990-02-30", "invalid-date", "30 February does not exist"],
    ["elsewhere", "1990-13", "invalid-date", "there is no month 13"],
    ["elsewhere", "00.00.1990", "invalid-date", "there is no month 0"],
    ["seen", "29.02.1990", "invalid-date", "29 February 1990 does not exist"],
    ["seen", "3.9.90", "invalid-date", "3.9.90 has a year of two digits; write all four"],
    ["seen", "32874", "invalid-date", "32874 is not a date; write 1990-09-03 or 03.09.1990"],
    ["seen", "18:00:00", "invalid-date", "18:00:00 is not a date; write 1990-09-03 or 03.09.1990"],
    ["seen", "1990-09", "invalid-date", "1990-09 has no day; a full date is needed"],
    ["seen", "1990", "invalid-date", "1990 has no month and day; a full date is needed"],
    ["smoker", "maybe", "unknown-code", "maybe is not one of yes, no, true, false, 1, 0"],
  ])("finds fault with %s %j", (field, cell, kind, why) => {
    expect(read(field, cell)).toEqual({ value: null, coercions: [], fault: { kind, why } });
    expect(read(field, ` ${cell} `)).toEqual(read(field, cell));
  });

  it("takes the mark before three digits for what the file's other numbers have", () => {
    expect([read("size_cm", "1.234", false).value, read("size_cm", "1.234", true).value]).toEqual([1.234, null]);
    expect([read("size_cm", "1,234", false).value, read("size_cm", "1,234", true).value]).toEqual([null, 1.234]);
    expect([read("size_cm", "0,234", false).value, read("size_cm", "0.234", true).value]).toEqual([0.234, 0.234]);
  });

  it("never prints an identifying value", () => {
    for (const cell of ["30.02.1950", "1950", "1.2.50"])
      expect(read("born", cell).fault).toEqual({
        kind: "invalid-date",
        why: "Born is not readable as a date (value withheld: identifying)",
      });
  });

  it.each(["sex", "size_cm", "units", "seen", "smoker"])("prints little of a cell that is a book: %s", (field) => {
    const why = read(field, "a line\n".repeat(100_000)).fault!.why;
    expect(why).toContain("a line a line");
    expect(why.length).toBeLessThan(150);
    expect(why).not.toContain("\n");
  });
});

describe("valueText", () => {
  it("writes a number with its unit, a date as ISO, and nothing where nothing is recorded", () => {
    expect(valueText(fields.size_cm, 2.5)).toBe("2.5 cm");
    expect(valueText(fields.units, 3)).toBe("3");
    expect(valueText(fields.elsewhere, day(1990, 9))).toBe("1990-09");
    expect(valueText(fields.smoker, true)).toBe("yes");
    expect(valueText(fields.sex, null)).toBe("nothing");
    expect(valueText(fields.patient, "x".repeat(100))).toHaveLength(60);
  });
});
