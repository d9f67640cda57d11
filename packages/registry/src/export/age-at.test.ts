import { expect, it } from "vitest";
import { ageAt } from "./age-at.js";

const day = (year: number, month: number, day: number) => ({ year, month, day });

it("ageAt counts whole years by the calendar", () => {
  expect(ageAt(day(1950, 3, 5), day(1985, 3, 4))).toBe(34);
  expect(ageAt(day(1950, 3, 5), day(1985, 3, 5))).toBe(35);
  expect(ageAt(day(1950, 3, 5), day(1985, 12, 1))).toBe(35);
  expect(ageAt(day(1952, 2, 29), day(1985, 2, 28))).toBe(32);
  expect(ageAt(day(1952, 2, 29), day(1985, 3, 1))).toBe(33);
  expect(ageAt(day(1900, 1, 1), day(1990, 1, 1))).toBe(90);
});
