import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { standardisedDifferenceOfProportions } from "./standardised-difference-of-proportions.js";
import { standardisedMeanDifference } from "./standardised-mean-difference.js";

const of = (a: number[], b: number[]) =>
  standardisedDifferenceOfProportions(Float64Array.from(a), Float64Array.from(b));

describe("standardisedDifferenceOfProportions", () => {
  it("is |p − q| in units of the mean binomial spread for two levels", () => {
    // 1/4 and 1/2: ¼ / √((3/16 + 1/4)/2) = ¼ / √(7/32)
    expect(of([3, 1], [2, 2])).toBeCloseTo(1 / 4 / Math.sqrt(7 / 32), 12);
  });

  it("is Mahalanobis' distance of the shares for three levels", () => {
    // p = (1/4, 1/2), q = (1/2, 1/4): S = ½ [[7/16, −1/4], [−1/4, 7/16]], S⁻¹(¼(−1, 1)) = ¼ · 2/(11/16) (−1, 1) = 8/11 (−1, 1)
    expect(of([1, 1, 2], [1, 2, 1])).toBeCloseTo(Math.sqrt(4 / 11), 12);
  });

  it("does not depend on the order of the levels, on which sample is first, or on the unit of the counts", () => {
    const counts = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const d = of(a, b);
        expectClose(
          [
            of(a.toReversed(), b.toReversed()),
            of(b, a),
            of(
              a.map((n) => n * 2.5),
              b,
            ),
          ],
          [d, d, d],
          { rel: 1e-9 },
        );
      }),
    );
  });

  it("counts a level that neither sample has for nothing, is 0 for equal shares and undefined where nothing varies", () => {
    expectClose(of([3, 1, 0], [2, 2, 0]), of([3, 1], [2, 2]));
    expectClose(of([0, 3, 1], [0, 2, 2]), of([3, 1], [2, 2]));
    expect(of([1, 2], [2, 4])).toBe(0);
    expect(of([1, 0], [0, 1])).toBeNaN();
    expect(of([0, 0], [1, 1])).toBeNaN();
  });

  it("refuses counts that cannot be", () => {
    expect(() => of([1, -1], [1, 1])).toThrow("a[1] is -1");
    expect(() => of([1, 1], [1])).toThrow("b has 1 levels, a has 2");
  });
});

describe("standardisedMeanDifference with weights", () => {
  const x = Float64Array.of(1, 2, 3);
  const y = Float64Array.of(2, 4, 9);

  it("has weighted means and variances", () => {
    // weights 1, 1, 2: mean 9/4, variance 4/(16 − 6) · (25/16 + 1/16 + 2 · 9/16) = 2/5 · 44/16 = 11/10; y: mean 5, variance 13
    const weights = { x: Float64Array.of(1, 1, 2), y: Float64Array.of(1, 1, 1) };
    expect(standardisedMeanDifference(x, y, weights)).toBeCloseTo((9 / 4 - 5) / Math.sqrt((11 / 10 + 13) / 2), 12);
  });

  it("is the plain one where all weights are equal, and leaves out a weight of 0", () => {
    const equal = { x: new Float64Array(3).fill(2.5), y: new Float64Array(3).fill(7) };
    expect(standardisedMeanDifference(x, y, equal)).toBeCloseTo(standardisedMeanDifference(x, y), 12);
    const without = { x: Float64Array.of(1, 1, 1, 0), y: new Float64Array(3).fill(1) };
    expect(standardisedMeanDifference(Float64Array.of(1, 2, 3, 1e9), y, without)).toBeCloseTo(
      standardisedMeanDifference(x, y),
      6,
    );
  });

  it("is undefined with one value of weight above 0, and refuses weights that cannot be", () => {
    const one = { x: Float64Array.of(1, 0, 0), y: new Float64Array(3).fill(1) };
    expect(standardisedMeanDifference(x, y, one)).toBeNaN();
    expect(() => standardisedMeanDifference(x, y, { x: Float64Array.of(1), y })).toThrow("weights.x has 1 values");
    expect(() => standardisedMeanDifference(x, y, { x: Float64Array.of(1, -1, 1), y })).toThrow("weights[1] is -1");
  });
});
