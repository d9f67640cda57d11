import { expect, it } from "vitest";
import { firstOf } from "./first-of.js";

it("firstOf names a dozen, and counts the others", () => {
  const names = Array.from({ length: 14 }, (_, i) => `L${i + 1}`);
  expect(firstOf(names.slice(0, 12))).toBe(names.slice(0, 12).join(", "));
  expect(firstOf(names)).toBe(`${names.slice(0, 12).join(", ")} and 2 more`);
});
