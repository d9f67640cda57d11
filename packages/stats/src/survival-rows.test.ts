import { describe, expect, it } from "vitest";
import { checkSurvivalRows, codeCount } from "./survival-rows.js";

const rows = { time: Float64Array.of(1, 2), event: Uint8Array.of(1, 0) };

describe("checkSurvivalRows", () => {
  it("accepts rows of every length, none included", () => {
    expect(() => checkSurvivalRows(rows)).not.toThrow();
    expect(() => checkSurvivalRows({ time: new Float64Array(0), event: new Uint8Array(0) })).not.toThrow();
  });

  const refused: [string, object, string][] = [
    ["another length", { event: Uint8Array.of(1) }, "event has 1 rows, time has 2"],
    ["a time that is no number", { time: Float64Array.of(1, Number.NaN) }, "time[1] is NaN"],
    ["an infinite time", { time: Float64Array.of(1, Number.POSITIVE_INFINITY) }, "time[1] is Infinity"],
    ["an event that is neither 0 nor 1", { event: Uint8Array.of(1, 2) }, "event[1] is 2; allowed are 0"],
    ["an empty interval", { entry: Float64Array.of(0, 2) }, "entry[1] is 2, time[1] is 2"],
    ["a negative weight", { weights: Float64Array.of(1, -1) }, "weights[1] is -1"],
    ["a negative code", { group: Int32Array.of(0, -1) }, "group[1] is -1"],
  ];
  for (const [what, change, sentence] of refused)
    it(`refuses ${what}, naming the argument, the row and the value`, () => {
      expect(() => checkSurvivalRows({ ...rows, ...change })).toThrow(sentence);
    });
});

describe("codeCount", () => {
  it("is one more than the largest code, and at least what is asked for", () => {
    expect(codeCount(Int32Array.of(0, 4, 2))).toBe(5);
    expect(codeCount(Int32Array.of(0), 3)).toBe(3);
    expect(codeCount(undefined)).toBe(1);
  });
});
