import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tTwoSided } from "../distributions/student-t.js";
import { expectClose } from "../fixtures/expect-close.js";
import { studentTTest, welchTTest } from "./t-test.js";

const of = (...values: number[]) => Float64Array.from(values);
const { sqrt } = Math;

describe("welchTTest", () => {
  it("by hand: 1, 2, 3 against 2, 6", () => {
    // means 2 and 4, variances 1 and 8: standard error √(1/3 + 4), df = (13/3)² / ((1/9)/2 + 16/1)
    const test = welchTTest(of(1, 2, 3), of(2, 6));
    const df = (13 / 3) ** 2 / (1 / 18 + 16);
    expectClose([test.difference, ...test.means, test.standardError], [-2, 2, 4, sqrt(13 / 3)]);
    expectClose([test.statistic, test.degreesOfFreedom], [-2 / sqrt(13 / 3), df]);
    expectClose(test.p, tTwoSided(2 / sqrt(13 / 3), df));
  });

  it("has an interval whose limits are as far from the difference as the level says", () => {
    const test = welchTTest(of(1, 2, 3), of(2, 6), { confidenceLevel: 0.9 });
    for (const limit of [test.lower, test.upper])
      expectClose(tTwoSided((limit - test.difference) / test.standardError, test.degreesOfFreedom), 0.1, { rel: 1e-9 });
    expect([test.lower < -2, test.upper > -2, test.confidenceLevel]).toEqual([true, true, 0.9]);
  });

  it("is not defined for one value in a sample or none, or no variation", () => {
    for (const [x, y] of [
      [of(1), of(1, 2)],
      [of(), of(1, 2)],
      [of(3, 3, 3), of(4, 4)],
      [of(0.1, 0.1, 0.1), of(0.1, 0.1, 0.1)],
      // Constant but for the last digit.
      [of(1, 1 + 2 ** -52, 1), of(1, 1, 1 + 2 ** -52)],
    ]) {
      const { statistic, p, lower, upper } = welchTTest(x, y);
      expectClose([statistic, p, lower, upper], [NaN, NaN, NaN, NaN]);
    }
  });

  it("changes only its sign with the order of samples, and only its scale with the unit", () => {
    const sample = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(sample, sample, fc.constantFrom(1e-6, 3, 1e6), (a, b, unit) => {
        const [x, y] = [Float64Array.from(a), Float64Array.from(b)];
        const test = welchTTest(x, y);
        const back = welchTTest(y, x);
        const scaled = welchTTest(
          x.map((v) => v * unit + 7 * unit),
          y.map((v) => v * unit + 7 * unit),
        );
        const close = { rel: 1e-7, abs: 1e-9 };
        expectClose([back.statistic, back.p, back.lower], [-test.statistic, test.p, -test.upper], close);
        expectClose([scaled.statistic, scaled.p, scaled.lower / unit], [test.statistic, test.p, test.lower], close);
      }),
    );
  });

  it("refuses values and levels that it cannot use", () => {
    expect(() => welchTTest(of(1, NaN), of(1, 2))).toThrow("x[1] is NaN");
    expect(() => welchTTest(of(1, 2), of(1, 2, Infinity))).toThrow("y[2] is Infinity");
    expect(() => welchTTest(of(1, 2), of(1, 2), { confidenceLevel: 1 })).toThrow("confidenceLevel is 1");
  });
});

describe("studentTTest", () => {
  it("by hand: 1, 2, 3 against 2, 6", () => {
    // pooled variance (2 + 8)/3 with 3 degrees of freedom
    const test = studentTTest(of(1, 2, 3), of(2, 6));
    const error = sqrt((10 / 3) * (1 / 3 + 1 / 2));
    expectClose([test.standardError, test.statistic, test.degreesOfFreedom], [error, -2 / error, 3]);
    expectClose(test.p, tTwoSided(2 / error, 3));
  });

  it("compares one value with several, and is not defined for fewer than three or an empty sample", () => {
    // one degree of freedom: the pooled variance is that of 1 and 2
    expectClose(studentTTest(of(1, 2), of(4)).statistic, -2.5 / sqrt((1 / 2) * (3 / 2)));
    for (const [x, y] of [
      [of(1), of(2)],
      [of(1, 2, 3), of()],
      [of(2, 2), of(2, 2)],
    ])
      expectClose([studentTTest(x, y).statistic, studentTTest(x, y).p], [NaN, NaN]);
  });

  it("refuses values and levels that it cannot use", () => {
    expect(() => studentTTest(of(1, NaN), of(1, 2))).toThrow("x[1] is NaN");
    expect(() => studentTTest(of(1, 2), of(1, 2), { confidenceLevel: 0 })).toThrow("confidenceLevel is 0");
  });
});
