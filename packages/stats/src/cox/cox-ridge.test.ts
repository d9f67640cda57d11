import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coxRowsOf, drawnRows } from "../fixtures/drawn-cox-rows.js";
import { expectClose } from "../fixtures/expect-close.js";
import { coxRegression } from "./cox-regression.js";
import { coxRidge } from "./cox-ridge.js";
import { designMatrix } from "./design-matrix.js";

/** Times 1, 2, 3, all events, x = 1, 0, 1: with r = e^β the score is 1/(2r + 1) − r/(r + 1), the information 2r/(2r + 1)² + r/(r + 1)². */
const three = {
  time: Float64Array.of(1, 2, 3),
  event: Uint8Array.of(1, 1, 1),
  design: designMatrix(3, [{ type: "numeric", name: "x", values: Float64Array.of(1, 0, 1) }]),
};
/** At r = 4/5 the score is 5/13 − 4/9 = −7/117, which θβ balances with β = log 4/5. */
const theta = 7 / 117 / Math.log(5 / 4);
const information = 40 / 169 + 20 / 81;

describe("coxRidge", () => {
  it("balances the score with the penalty's slope; the penalty adds to the information", () => {
    const fit = coxRidge(three, { theta, scale: false });
    expect(fit.coefficients[0]).toBeCloseTo(Math.log(4 / 5), 12);
    expect(fit.covariance[0]).toBeCloseTo(1 / (information + theta), 12);
    expect(fit.standardErrors2[0]).toBeCloseTo(Math.sqrt(information) / (information + theta), 12);
    expect(fit.degreesOfFreedom).toBeCloseTo(information / (information + theta), 12);
    expect(fit.penalty).toBeCloseTo((theta / 2) * Math.log(4 / 5) ** 2, 12);
    // l = log r/(2r + 1) + log 1/(r + 1) + log 1
    expect(fit.logLikelihood.fitted).toBeCloseTo(Math.log(4 / 13) + Math.log(5 / 9), 12);
  });

  it("scales the penalty by the sample variance unless told not to", () => {
    // The variance of 1, 0, 1 is 1/3.
    const scaled = coxRidge(three, { theta: 3 * theta });
    expect(scaled.coefficients[0]).toBeCloseTo(Math.log(4 / 5), 12);
  });

  it("is the ordinary model without penalty, and shrinks to 0 with a large one", () => {
    const fit = coxRegression(three);
    expectClose(coxRidge(three, { theta: 0 }).coefficients, fit.coefficients, { rel: 1e-9 });
    expect(Math.abs(coxRidge(three, { theta: 1e9 }).coefficients[0])).toBeLessThan(1e-8);
  });

  it("does not depend on the covariates' unit where the penalty is scaled", () => {
    fc.assert(
      fc.property(drawnRows(2, { minLength: 4 }), (drawn) => {
        const rows = coxRowsOf(drawn);
        const fit = coxRidge(rows, { theta: 2 });
        const x = rows.design.x.map((value, at) => value * (at < rows.design.n ? 1e6 : 1e-6));
        const other = coxRidge({ ...rows, design: { ...rows.design, x } }, { theta: 2 });
        expectClose([other.coefficients[0] * 1e6, other.coefficients[1] * 1e-6], fit.coefficients, {
          rel: 1e-6,
          abs: 1e-9,
        });
        expect(other.degreesOfFreedom).toBeCloseTo(fit.degreesOfFreedom, 6);
      }),
      { numRuns: 60 },
    );
  });

  it("answers where the likelihood is monotone, where columns are collinear and where there are more columns than rows", () => {
    const monotone = {
      ...three,
      design: designMatrix(3, [{ type: "numeric", name: "x", values: Float64Array.of(3, 2, 1) }]),
    };
    expect(coxRegression(monotone).infinite).toEqual([true]);
    expect(Number.isFinite(coxRidge(monotone, { theta: 1 }).coefficients[0])).toBe(true);
    const twice = designMatrix(
      3,
      ["a", "b", "c", "d"].map((name) => ({ type: "numeric" as const, name, values: Float64Array.of(1, 0, 1) })),
    );
    const fit = coxRidge({ ...three, design: twice }, { theta, scale: false });
    expect(new Set([...fit.coefficients].map((b) => b.toFixed(10))).size).toBe(1);
    expect(fit.coefficients.every((b) => b < 0 && b > Math.log(4 / 5))).toBe(true);
  });

  it("refuses a penalty or ties that cannot be", () => {
    expect(() => coxRidge(three, { theta: -1 })).toThrow("theta is -1; it must be a finite number, 0 or more");
    expect(() => coxRidge(three, { theta: 1, ties: "exact" as never })).toThrow(
      "ties is “exact”; allowed in a penalised model are efron and breslow",
    );
  });
});
