import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { designMatrix } from "./design-matrix.js";
import { restrictedCubicSpline, splineKnots } from "./restricted-cubic-spline.js";

describe("restrictedCubicSpline", () => {
  it("has x and one curve for three knots: knots 0, 1, 2 at −1, 1/2, 3/2, 3", () => {
    // x' = (x³₊ − 2 (x − 1)³₊ + (x − 2)³₊) / 4
    const [x, bend] = restrictedCubicSpline(Float64Array.of(-1, 1 / 2, 3 / 2, 3), [0, 1, 2]);
    expect([...x]).toEqual([-1, 1 / 2, 3 / 2, 3]);
    expectClose(bend, [0, 1 / 32, (27 / 8 - 2 / 8) / 4, (27 - 16 + 1) / 4]);
  });

  const knots = fc
    .uniqueArray(fc.integer({ min: -20, max: 20 }), { minLength: 3, maxLength: 7 })
    .map((drawn) => drawn.sort((a, b) => a - b));

  it("is linear beyond its outer knots", () => {
    fc.assert(
      fc.property(knots, fc.integer({ min: 1, max: 9 }), (t, step) => {
        for (const start of [t[0] - 3 * step, t[t.length - 1]])
          for (const column of restrictedCubicSpline(Float64Array.of(start, start + step, start + 2 * step), t))
            expectClose(column[2] - column[1], column[1] - column[0], { rel: 1e-9, abs: 1e-9 });
      }),
    );
  });

  it("has two continuous derivatives at its knots", () => {
    fc.assert(
      fc.property(knots, (t) => {
        const h = 1 / 64;
        for (const knot of t) {
          const around = Float64Array.of(-2 * h, -h, 0, h, 2 * h).map((d) => knot + d);
          for (const [a, b, c, d, e] of restrictedCubicSpline(around, t).map((column) => [...column])) {
            // A kink of the second derivative would leave differences of the order of h², of the third 12 h³ at most.
            const scale = 1 + Math.abs(c);
            expect(Math.abs(c - 2 * b + a - (e - 2 * d + c)) / scale).toBeLessThan(40 * h ** 3);
          }
        }
      }),
    );
  });

  it("scales its curves with x and does not depend on the origin", () => {
    fc.assert(
      fc.property(knots, fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 1 }), (t, drawn) => {
        const x = Float64Array.from(drawn);
        const moved = restrictedCubicSpline(
          x.map((value) => 4 * value + 8),
          t.map((knot) => 4 * knot + 8),
        );
        restrictedCubicSpline(x, t).forEach((column, j) => {
          expectClose(
            moved[j],
            column.map((value) => 4 * value + (j === 0 ? 8 : 0)),
            { rel: 1e-9, abs: 1e-9 },
          );
        });
      }),
    );
  });

  it("gives x alone for two knots, and names a model's columns x, x', x''", () => {
    expect(restrictedCubicSpline(Float64Array.of(1, 5), [2, 3])).toEqual([Float64Array.of(1, 5)]);
    const values = Float64Array.of(1, 2, 3, 4);
    const design = designMatrix(4, [{ type: "spline", name: "age", values, knots: [1, 2, 3, 4] }]);
    expect([design.columns, design.terms]).toEqual([["age", "age'", "age''"], [{ name: "age", first: 0, count: 3 }]]);
    expect(() => designMatrix(3, [{ type: "spline", name: "age", values, knots: [1, 2, 3] }])).toThrow(
      "age has 4 rows, the model has 3",
    );
  });

  it("refuses knots that do not ascend, and values that are not finite", () => {
    const x = Float64Array.of(1, 2);
    expect(() => restrictedCubicSpline(x, [1])).toThrow("knots has 1 values; a spline needs two or more");
    expect(() => restrictedCubicSpline(x, [1, 1, 2])).toThrow("knots[1] is 1, knots[0] is 1; knots must ascend");
    expect(() => restrictedCubicSpline(x, [1, 2, Number.NaN])).toThrow("knots[2] is NaN");
    expect(() => restrictedCubicSpline(Float64Array.of(Number.NaN), [1, 2])).toThrow("values[0] is NaN");
  });
});

describe("splineKnots", () => {
  // R: Hmisc::rcspline.eval(0:100, nk = k, knots.only = TRUE)
  it("lies at Harrell's quantiles", () => {
    const x = Float64Array.from({ length: 101 }, (_, i) => 100 - i);
    expectClose(splineKnots(x, 3), [10, 50, 90]);
    expectClose(splineKnots(x, 5), [5, 27.5, 50, 72.5, 95]);
    expectClose(
      splineKnots(x, 7),
      [2.5, 18.333333333333332, 34.166666666666664, 50, 65.83333333333333, 81.66666666666667, 97.5],
    );
  });

  it("refuses fewer than three knots, no values, and values too much alike", () => {
    expect(() => splineKnots(Float64Array.of(1, 2), 2)).toThrow("count is 2; a spline needs three knots or more");
    expect(() => splineKnots(new Float64Array(0), 3)).toThrow("values is empty");
    expect(() => splineKnots(Float64Array.of(1, 1, 1, 1, 5), 3)).toThrow(
      "knots 1 and 2 of 3 are both 1; take fewer knots",
    );
  });
});
