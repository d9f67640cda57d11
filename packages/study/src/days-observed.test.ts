import { describe, expect, it } from "vitest";
import { daysObserved } from "./days-observed.js";

describe("daysObserved", () => {
  const zero = { year: 1990, month: 1, day: 20 };

  it("counts the days between the dates, partial ones completed", () => {
    expect(daysObserved(zero, { year: 1990, month: 1, day: 30 }, "middle")).toBe(10);
    expect(daysObserved(zero, { year: 1990, month: 2 }, "middle")).toBe(26);
  });

  it("does not end before time zero by a day that is made up, but does where it surely was before", () => {
    expect(daysObserved(zero, { year: 1990, month: 1 }, "middle")).toBe(0);
    expect(daysObserved(zero, { year: 1990, month: 1, day: 19 }, "middle")).toBe(-1);
    expect(daysObserved(zero, { year: 1989, month: 12 }, "middle")).toBe(-36);
  });
});
