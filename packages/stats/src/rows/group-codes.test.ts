import { describe, expect, it } from "vitest";
import { checkGroups } from "./group-codes.js";

describe("checkGroups", () => {
  it("counts the rows of each code", () => {
    expect([...checkGroups(new Float64Array(4), Int32Array.of(2, 0, 2, 2))]).toEqual([1, 0, 3]);
    expect([...checkGroups(new Float64Array(0), new Int32Array(0))]).toEqual([0]);
  });

  it("refuses a negative code and another number of rows", () => {
    expect(() => checkGroups(new Float64Array(2), Int32Array.of(0, -1))).toThrow("groups[1] is -1");
    expect(() => checkGroups(new Float64Array(2), Int32Array.of(0))).toThrow("groups has 1 rows, values has 2");
  });
});
