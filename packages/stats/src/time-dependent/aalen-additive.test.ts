import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { designMatrix } from "../cox/design-matrix.js";
import { nelsonAalen } from "../curves/nelson-aalen.js";
import { coxRowsOf, drawnRows } from "../fixtures/drawn-cox-rows.js";
import { expectClose } from "../fixtures/expect-close.js";
import { aalenAdditive } from "./aalen-additive.js";

const rowsOf = (time: number[], event: number[], x: number[], more = {}) => ({
  time: Float64Array.from(time),
  event: Uint8Array.from(event),
  design: designMatrix(time.length, [{ type: "numeric", name: "x", values: Float64Array.from(x) }]),
  ...more,
});
/** Two with x = 0 die at 1 and 4, two with x = 1 at 2 and 3. */
const four = rowsOf([1, 4, 2, 3], [1, 1, 1, 1], [0, 0, 1, 1]);

describe("aalenAdditive", () => {
  it("has each group's own hazard, and their difference, for a covariate of 0 and 1", () => {
    const fit = aalenAdditive(four, { minimumAtRisk: 2 });
    // 1: 1/2 of x = 0; 2: 1/2 of x = 1; 3: 1 of x = 1, then the groups no longer differ
    expect(Array.from(fit.time)).toEqual([1, 2, 3]);
    expectClose(fit.increments, [1 / 2, 0, 0, -1 / 2, 1 / 2, 1], { abs: 1e-12 });
    expectClose(fit.cumulative, [1 / 2, 1 / 2, 1 / 2, -1 / 2, 0, 1], { abs: 1e-12 });
    expectClose(fit.standardError.slice(3), [1 / 2, Math.sqrt(1 / 2), Math.sqrt(3 / 2)], { rel: 1e-12 });
    expect(fit.stoppedAt).toBe(4);
    // The test of x weighs by 1/(1/n₀ + 1/n₁): 1 · −1/2 + 2/3 · 1/2 + 1/2 · 1
    expect(fit.tests[1]).toMatchObject({ column: "x" });
    expect(fit.tests[1].statistic).toBeCloseTo(-1 / 2 + 1 / 3 + 1 / 2, 12);
    expect(fit.tests[1].variance).toBeCloseTo(1 / 4 + 1 / 9 + 1 / 4, 12);
    expect(fit.global.chiSquared).toBeCloseTo(1 / 9 / (11 / 18), 12);
  });

  it("is Nelson and Aalen's estimate without covariates", () => {
    fc.assert(
      fc.property(drawnRows(0, { minLength: 1 }), (drawn) => {
        const rows = coxRowsOf(drawn, ["strata", "offset"]);
        const { time, event, entry, weights } = rows;
        const fit = aalenAdditive(rows, { minimumAtRisk: 0 });
        const [curve] = nelsonAalen({ time, event, entry, weights });
        fc.pre(fit.stoppedAt === Number.POSITIVE_INFINITY);
        expect(fit.cumulative.at(-1) ?? 0).toBeCloseTo(curve.cumulativeHazard.at(-1) ?? 0, 10);
      }),
      { numRuns: 80 },
    );
  });

  it("moves the intercept alone when a covariate is centred, and scales the coefficient alone when its unit changes", () => {
    fc.assert(
      fc.property(drawnRows(1, { minLength: 6 }), (drawn) => {
        const rows = coxRowsOf(drawn, ["strata", "offset"]);
        const fit = aalenAdditive(rows);
        const moved = aalenAdditive({
          ...rows,
          design: { ...rows.design, x: rows.design.x.map((x) => 1e6 * (x - 3)) },
        });
        expect(moved.time).toEqual(fit.time);
        const d = fit.time.length;
        expectClose(
          moved.increments.slice(d).map((b) => 1e6 * b),
          fit.increments.slice(d),
          { rel: 1e-6, abs: 1e-9 },
        );
        const intercept = fit.increments.slice(0, d).map((a, k) => a + 3 * fit.increments[d + k]);
        expectClose(moved.increments.slice(0, d), intercept, { rel: 1e-6, abs: 1e-8 });
      }),
      { numRuns: 60 },
    );
  });

  it("stops where too few are at risk, and says when", () => {
    const fit = aalenAdditive(four, { minimumAtRisk: 3 });
    expect(Array.from(fit.time)).toEqual([1, 2]);
    expect(fit.stoppedAt).toBe(3);
  });

  it("lists nothing without events or rows", () => {
    const fit = aalenAdditive(rowsOf([1, 2], [0, 0], [0, 1]), { minimumAtRisk: 0 });
    expect(fit.time.length).toBe(0);
    expect(fit.global.chiSquared).toBeNaN();
    expect(aalenAdditive(rowsOf([], [], [])).time.length).toBe(0);
  });

  it("refuses what it has not", () => {
    expect(() => aalenAdditive({ ...four, strata: Int32Array.of(0, 0, 1, 1) })).toThrow(
      "strata is given; the additive model has none",
    );
    expect(() => aalenAdditive(four, { minimumAtRisk: -1 })).toThrow("minimumAtRisk is -1");
    expect(() => aalenAdditive(rowsOf([1, 2], [1, 1], [0, Number.NaN]))).toThrow("x[1] is NaN");
  });
});
