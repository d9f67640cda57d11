import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { standardisedMeanDifference } from "./standardised-mean-difference.js";

const of = (...values: number[]) => Float64Array.from(values);

describe("standardisedMeanDifference", () => {
  it("by hand: 1, 2, 3 against 2, 6", () => {
    // means 2 and 4, variances 1 and 8
    expectClose(standardisedMeanDifference(of(1, 2, 3), of(2, 6)), -2 / Math.sqrt(9 / 2));
    expectClose(standardisedMeanDifference(of(2, 6), of(1, 2, 3)), 2 / Math.sqrt(9 / 2));
    expectClose(standardisedMeanDifference(of(1e6, 2e6, 3e6), of(2e6, 6e6)), -2 / Math.sqrt(9 / 2));
  });

  it("is not defined where a sample has fewer than two values or neither varies", () => {
    for (const [x, y] of [
      [of(1), of(1, 2)],
      [of(), of(1, 2)],
      [of(1, 1), of(2, 2)],
    ])
      expect(standardisedMeanDifference(x, y)).toBeNaN();
  });

  it("refuses a value that is not finite", () => {
    expect(() => standardisedMeanDifference(of(1, 2), of(1, NaN))).toThrow("y[1] is NaN");
  });
});
