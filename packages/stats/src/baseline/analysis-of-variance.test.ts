import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fUpper } from "../distributions/f.js";
import { expectClose } from "../fixtures/expect-close.js";
import { analysisOfVariance } from "./analysis-of-variance.js";
import { studentTTest } from "./t-test.js";

describe("analysisOfVariance", () => {
  it("by hand: 1, 3 and 4, 6, 8", () => {
    // means 2, 6 and 22/5: between 2(12/5)² + 3(8/5)² = 96/5, within 2 + 8
    const test = analysisOfVariance(Float64Array.of(1, 3, 4, 6, 8), Int32Array.of(0, 0, 1, 1, 1));
    expectClose(Object.values(test.sumOfSquares), [96 / 5, 10]);
    expectClose([test.f, test.p], [96 / 5 / (10 / 3), fUpper(5.76, 1, 3)]);
    expect(test.degreesOfFreedom).toEqual([1, 3]);
  });

  it("of two groups is the square of Student's test", () => {
    const sample = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const { statistic, p } = studentTTest(Float64Array.from(a), Float64Array.from(b));
        if (Number.isNaN(statistic)) return;
        const codes = Int32Array.from([...a.map(() => 0), ...b.map(() => 2)]);
        const test = analysisOfVariance(Float64Array.from([...a, ...b]), codes);
        expectClose([test.f, test.p], [statistic ** 2, p], { rel: 1e-9, abs: 1e-11 });
      }),
    );
  });

  it("keeps its digits far from 0", () => {
    const shifted = analysisOfVariance(
      Float64Array.of(1, 3, 4, 6, 8).map((v) => v + 1e9),
      Int32Array.of(0, 0, 1, 1, 1),
    );
    expectClose(shifted.f, 5.76);
  });

  it("is Infinity where only the groups vary, and not defined where nothing does or no rows are left over", () => {
    expect(analysisOfVariance(Float64Array.of(1, 1, 2, 2), Int32Array.of(0, 0, 1, 1))).toMatchObject({
      f: Infinity,
      p: 0,
    });
    for (const [values, groups] of [
      [
        [3, 3, 3],
        [0, 1, 1],
      ],
      [
        [0.1, 0.1, 0.1],
        [0, 1, 1],
      ],
      [
        [1, 2],
        [0, 1],
      ],
      [
        [1, 2],
        [0, 0],
      ],
      [[], []],
    ])
      expect(analysisOfVariance(Float64Array.from(values), Int32Array.from(groups))).toMatchObject({ f: NaN, p: NaN });
  });

  it("refuses what it cannot use", () => {
    expect(() => analysisOfVariance(Float64Array.of(1, NaN), Int32Array.of(0, 1))).toThrow("values[1] is NaN");
    expect(() => analysisOfVariance(Float64Array.of(1, 2), Int32Array.of(-1, 1))).toThrow("groups[0] is -1");
    expect(() => analysisOfVariance(Float64Array.of(1, 2), Int32Array.of(0))).toThrow(
      "groups has 1 rows, values has 2",
    );
  });
});
