import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timeAxis } from "./time-axis.js";

describe("timeAxis", () => {
  it("has a tick every 12 months", () => {
    expect(timeAxis(51, "months")).toEqual({
      start: 0,
      end: 60,
      ticks: [0, 12, 24, 36, 48, 60],
      labels: ["0", "12", "24", "36", "48", "60"],
      title: "Time (months)",
    });
    expect(timeAxis(24, "months").ticks).toEqual([0, 6, 12, 18, 24]);
    expect(timeAxis(180, "months").ticks).toEqual([0, 24, 48, 72, 96, 120, 144, 168, 192]);
  });

  it("ends at a time that is hardly beyond a tick", () => {
    const axis = timeAxis(84.01, "months");
    expect(axis.ticks.at(-1)).toBe(84);
    expect(axis.end).toBe(84.01);
  });

  it("shows days from two years on as years of 365.25 days", () => {
    expect(timeAxis(1022, "days")).toMatchObject({
      ticks: [0, 365.25, 730.5, 1095.75],
      labels: ["0", "1", "2", "3"],
      title: "Time (years)",
    });
    expect(timeAxis(100, "days")).toMatchObject({ ticks: [0, 15, 30, 45, 60, 75, 90, 105], title: "Time (days)" });
  });

  it("labels parts of a year as such", () => {
    expect(timeAxis(1.2, "years").labels).toEqual(["0", "0.25", "0.5", "0.75", "1", "1.25"]);
  });

  it("has a first year where nobody was observed, and room before time zero where it is needed", () => {
    expect(timeAxis(0, "months").end).toBe(12);
    expect(timeAxis(31, "months", { earliest: -7 })).toMatchObject({ start: -12, ticks: [-12, 0, 12, 24, 36] });
  });

  it("holds every time, and no more columns than there is room for", () =>
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 1e5, noNaN: true }),
        fc.constantFrom("days" as const, "months" as const, "years" as const),
        fc.integer({ min: 2, max: 10 }),
        (longest, unit, maxIntervals) => {
          const axis = timeAxis(longest, unit, { maxIntervals });
          expect(axis.end).toBeGreaterThanOrEqual(longest);
          expect(axis.ticks.length).toBeLessThanOrEqual(maxIntervals + 1);
          expect(axis.ticks.length).toBeGreaterThan(1);
          expect(new Set(axis.labels).size).toBe(axis.labels.length);
        },
      ),
    ));
});
