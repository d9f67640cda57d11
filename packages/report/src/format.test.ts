import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  estimateReason,
  formatCount,
  formatCountPercent,
  formatEstimate,
  formatEstimateAndInterval,
  formatEstimateCell,
  formatEstimateWithUnit,
  formatInterval,
  formatIntervalPhrase,
  formatLevel,
  formatNumber,
  formatPercent,
  formatPValue,
  formatPValuePhrase,
  formatRatio,
  formatTime,
} from "./format.js";

const interval = (lower: number | null, upper: number | null) => ({ lower, upper, level: 0.95, method: "log-log" });

describe("formatPValue", () => {
  it.each([
    [0.5, "0.50"],
    [0.1, "0.10"],
    [0.0996, "0.100"],
    [0.0312, "0.031"],
    [0.0496, "0.0496"],
    [0.04996, "0.04996"],
    [0.0499999, "0.0499999"],
    [0.05, "0.050"],
    [0.0504, "0.050"],
    [0.001, "0.001"],
    [0.000999, "<0.001"],
    [0, "<0.001"],
    [0.994, "0.99"],
    [0.9999, ">0.99"],
    [1, "1.00"],
  ])("prints %f as %s", (p, text) => expect(formatPValue(p)).toBe(text));

  it("never carries a p-value over 0.05 by rounding", () =>
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.99, noNaN: true }), (p) => {
        expect(Number(formatPValue(p)) < 0.05).toBe(p < 0.05);
      }),
    ));

  it("names the letter and the relation in running text", () => {
    expect(formatPValuePhrase(0.03)).toBe("P = 0.030");
    expect(formatPValuePhrase({ value: 1e-9 })).toBe("P < 0.001");
    expect(formatPValuePhrase({ value: 0.9999 })).toBe("P > 0.99");
    expect(formatPValuePhrase({ notEstimable: "no events" })).toBe("P not estimable: no events");
  });

  it("refuses what is no probability, with the value", () => {
    expect(() => formatPValue(1.2)).toThrow("found 1.2");
    expect(() => formatPValue(Number.NaN)).toThrow("found NaN");
  });
});

describe("formatEstimate", () => {
  it("prints a value by its unit and the reason where there is none", () => {
    expect(formatEstimate({ value: 31.967 }, "months")).toBe("32.0");
    expect(formatEstimate({ value: 3 / 23 }, "probability")).toBe("13%");
    expect(formatEstimate({ value: 0.6213 }, "ratio")).toBe("0.62");
    expect(formatEstimate({ value: 1234 }, "patients")).toBe("1,234");
    expect(formatEstimate({ value: 1996 }, "calendar year")).toBe("1996");
    expect(formatEstimate({ value: 3.84146 })).toBe("3.84");
    expect(formatEstimate({ value: 12.25 }, "mm")).toBe("12.3");
    expect(formatEstimate({ notReached: true }, "months")).toBe("not reached");
    expect(formatEstimate({ notEstimable: "last observation at 51 months" }, "probability")).toBe(
      "not estimable: last observation at 51 months",
    );
    expect(formatEstimate({ suppressed: "fewer than 5 patients" }, "probability")).toBe(
      "suppressed: fewer than 5 patients",
    );
  });

  it("keeps the reason out of a cell and gives it separately", () => {
    const estimate = { notEstimable: "last observation at 51 months" };
    expect(formatEstimateCell(estimate, "probability")).toBe("not estimable");
    expect(estimateReason(estimate)).toBe("last observation at 51 months");
    expect(estimateReason({ value: 1 })).toBeUndefined();
    expect(estimateReason({ notReached: true })).toBeUndefined();
  });

  it("adds the unit in running text, in the singular for one", () => {
    expect(formatEstimateWithUnit({ value: 20.5 }, "months")).toBe("20.5 months");
    expect(formatEstimateWithUnit({ value: 1 }, "patients")).toBe("1 patient");
    expect(formatEstimateWithUnit({ value: 1 }, "days")).toBe("1 day");
    expect(formatEstimateWithUnit({ value: 0.2 }, "probability")).toBe("20%");
    expect(formatEstimateWithUnit({ notReached: true }, "months")).toBe("not reached");
  });
});

describe("formatInterval", () => {
  it("joins the limits by a dash, or by a word where a sign would be misread", () => {
    expect(formatInterval(interval(22, 66), "months", { decimals: 0 })).toBe("22–66");
    expect(formatInterval(interval(22.14, 65.98), "months")).toBe("22.1–66.0");
    expect(formatInterval(interval(0.028, 0.336), "probability")).toBe("3–34%");
    expect(formatInterval(interval(-1.2, 0.4), "months")).toBe("−1.2 to 0.4");
    expect(formatInterval(interval(0.001, 0.4), "ratio")).toBe("<0.01 to 0.40");
  });

  it("names limits that are not reached or not defined", () => {
    expect(formatInterval(interval(22, null), "months")).toBe("22.0–not reached");
    expect(formatInterval(interval(null, 0.4), "probability")).toBe("not estimable–40%");
    expect(formatInterval(interval(0.5, null), "ratio")).toBe("0.50–not estimable");
    expect(formatInterval(interval(null, null), "months")).toBe("not estimable");
  });

  it("follows an estimate in brackets, with its level in running text", () => {
    expect(formatEstimateAndInterval({ value: 32 }, interval(22.1, null), "months")).toBe("32.0 (22.1–not reached)");
    expect(formatEstimateAndInterval({ value: 32 }, undefined, "months")).toBe("32.0");
    expect(formatEstimateAndInterval({ value: 32 }, interval(null, null), "months")).toBe("32.0");
    expect(formatEstimateAndInterval({ notReached: true }, interval(51, null), "months")).toBe(
      "not reached (51.0–not reached)",
    );
    expect(formatEstimateAndInterval({ notEstimable: "n = 0" }, interval(1, 2), "months")).toBe("not estimable");
    expect(formatIntervalPhrase(interval(0.43, 1.25), "ratio")).toBe("95% CI 0.43–1.25");
    expect(formatLevel(0.999)).toBe("99.9%");
  });
});

describe("formatRatio", () => {
  it.each([
    [0.6213, "0.62"],
    [1, "1.00"],
    [0.998, "0.998"],
    [1.0031, "1.003"],
    [1.00001, "1.000"],
    [9.994, "9.99"],
    [9.996, "10.0"],
    [12.34, "12.3"],
    [99.96, "100"],
    [2000, ">1000"],
    [Number.POSITIVE_INFINITY, ">1000"],
    [0.004, "<0.01"],
  ])("prints %f as %s", (value, text) => expect(formatRatio(value)).toBe(text));
});

describe("formatPercent", () => {
  it("gives a decimal from 200 rows and never a false 0% or 100%", () => {
    expect(formatPercent(1 / 8)).toBe("13%");
    expect(formatPercent(1 / 8, { n: 200 })).toBe("12.5%");
    expect(formatPercent(0.001)).toBe("<1%");
    expect(formatPercent(0.999)).toBe(">99%");
    expect(formatPercent(0.9999, { n: 5000 })).toBe(">99.9%");
    expect(formatPercent(0)).toBe("0%");
    expect(formatPercent(1)).toBe("100%");
  });

  it("stands beside its count, and is a dash in an empty group", () => {
    expect(formatCountPercent(15, 23)).toBe("15 (65%)");
    expect(formatCountPercent(0, 0)).toBe("0 (–)");
  });
});

describe("formatNumber", () => {
  it("rounds decimal halves away from zero and prints no minus zero", () => {
    expect(formatNumber(20.45, 1)).toBe("20.5");
    expect(formatNumber(1.005, 2)).toBe("1.01");
    expect(formatNumber(-0.25, 1)).toBe("−0.3");
    expect(formatNumber(-0.01, 1)).toBe("0.0");
    expect(() => formatNumber(Number.NaN, 1)).toThrow("notEstimable");
  });

  it("is within half a unit of the last digit", () =>
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.integer({ min: 0, max: 4 }),
        (value, decimals) => {
          const printed = Number(formatNumber(value, decimals).replace("−", "-"));
          expect(Math.abs(printed - value)).toBeLessThanOrEqual(0.5 * 10 ** -decimals + 1e-5);
        },
      ),
    ));

  it("groups thousands and prints times without needless decimals", () => {
    expect(formatCount(1234567)).toBe("1,234,567");
    expect(formatCount(999)).toBe("999");
    expect(formatTime(60, "months")).toBe("60 months");
    expect(formatTime(20.5, "months")).toBe("20.5 months");
    expect(formatTime(1, "years")).toBe("1 year");
    expect(formatTime(100, "days")).toBe("100 days");
  });
});
