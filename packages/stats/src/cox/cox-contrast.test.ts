import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coxRowsOf, drawnRows } from "../fixtures/drawn-cox-rows.js";
import { expectClose } from "../fixtures/expect-close.js";
import { coxContrast, coxLikelihoodRatioTest, coxWaldTest } from "./cox-contrast.js";
import { coxRegression } from "./cox-regression.js";
import type { CoxRows } from "./cox-rows.js";
import { designMatrix, type ModelTerm } from "./design-matrix.js";

const numeric = (name: string, values: number[]): ModelTerm => ({
  type: "numeric",
  name,
  values: Float64Array.from(values),
});
const time = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
const event = Uint8Array.of(1, 1, 0, 1, 1, 1, 0, 1);
const a = [1, 0, 1, 0, 2, 1, 0, 2];
const b = [0, 1, 1, 2, 0, 1, 2, 1];
const rowsOf = (terms: ModelTerm[]): CoxRows => ({ time, event, design: designMatrix(8, terms) });
const fit = coxRegression(rowsOf([numeric("a", a), numeric("b", b)]));

describe("coxContrast", () => {
  it("is c'β with variance c'Vc, and of one column the column's own row", () => {
    const one = coxContrast(fit, [1, 0]);
    expectClose(
      [one.estimate, one.standardError, one.z, one.p, one.hazardRatio, one.lower, one.upper],
      [fit.coefficients, fit.standardErrors, fit.z, fit.p, fit.hazardRatio, fit.lower, fit.upper].map((of) => of[0]),
    );
    const [v11, v21, , v22] = fit.covariance;
    const both = coxContrast(fit, [2, -3]);
    expectClose(both.estimate, 2 * fit.coefficients[0] - 3 * fit.coefficients[1]);
    expectClose(both.standardError, Math.sqrt(4 * v11 - 12 * v21 + 9 * v22));
  });

  it("compares two levels of a factor, whichever is the reference", () => {
    const codes = Int32Array.from(a);
    const factor = (reference: string): ModelTerm => ({
      type: "factor",
      name: "a",
      codes,
      levels: ["0", "1", "2"],
      reference,
    });
    const against0 = coxRegression(rowsOf([factor("0")]));
    const against1 = coxRegression(rowsOf([factor("1")]));
    const contrast = coxContrast(against0, [-1, 1]);
    expectClose(
      [contrast.hazardRatio, contrast.lower, contrast.p],
      [against1.hazardRatio[1], against1.lower[1], against1.p[1]],
      { rel: 1e-9 },
    );
  });

  it("leaves a redundant column out, and follows a coefficient that runs away", () => {
    const twice = coxRegression(
      rowsOf([
        numeric("a", a),
        numeric(
          "twice",
          a.map((x) => 2 * x),
        ),
      ]),
    );
    expect(twice.redundant).toEqual([false, true]);
    expectClose(coxContrast(twice, [1, 5]).estimate, twice.coefficients[0]);
    // Whoever has x dies before anyone without it.
    const apart = coxRegression(rowsOf([numeric("x", [1, 1, 1, 0, 0, 0, 0, 0]), numeric("b", b)]));
    expect(apart.infinite).toEqual([true, false]);
    expect(coxContrast(apart, [-2, 1])).toMatchObject({
      estimate: Number.NEGATIVE_INFINITY,
      standardError: NaN,
      hazardRatio: 0,
    });
    expectClose(coxContrast(apart, [0, 1]).z, apart.z[1]);
    expect(coxWaldTest(apart, [[1, 0]])).toEqual({ statistic: NaN, degreesOfFreedom: 1, p: NaN });
  });

  it("is 0 without error for a contrast of nothing", () => {
    expect(coxContrast(fit, [0, 0])).toMatchObject({ estimate: 0, standardError: 0, z: NaN, hazardRatio: 1, lower: 1 });
  });

  it("refuses another length, and weights that are not finite", () => {
    expect(() => coxContrast(fit, [1])).toThrow("contrast has 1 values; the model has 2 columns");
    expect(() =>
      coxWaldTest(fit, [
        [1, 0],
        [0, Number.NaN],
      ]),
    ).toThrow("contrasts[1][1] is NaN");
  });
});

describe("coxWaldTest", () => {
  it("of all columns is the model's Wald test, of one the square of its z", () => {
    const all = coxWaldTest(fit, [
      [1, 0],
      [0, 1],
    ]);
    expectClose([all.statistic, all.degreesOfFreedom, all.p], Object.values(fit.tests.wald));
    expectClose(coxWaldTest(fit, [[0, -3]]).statistic, fit.z[1] ** 2);
  });

  it("does not depend on how the hypothesis is written, nor on the units of a covariate", () => {
    fc.assert(
      fc.property(drawnRows(3, { minLength: 8, maxLength: 14 }), (drawn) => {
        const rows = coxRowsOf(drawn, ["weights"]);
        const of = coxRegression(rows);
        fc.pre(of.status === "converged" && of.redundant.every((redundant) => !redundant));
        const test = coxWaldTest(of, [
          [1, 0, 0],
          [0, 1, 0],
        ]);
        const other = coxWaldTest(of, [
          [1, 1, 0],
          [2, -1, 0],
          [0, 3, 0],
        ]);
        expectClose([other.statistic, other.degreesOfFreedom], [test.statistic, 2], { rel: 1e-6, abs: 1e-8 });
        const grams = {
          ...rows,
          design: { ...rows.design, x: rows.design.x.map((x, k) => (k < drawn.length ? x * 1e6 : x)) },
        };
        expectClose(
          coxWaldTest(coxRegression(grams), [
            [1, 0, 0],
            [0, 1, 0],
          ]).statistic,
          test.statistic,
          { rel: 1e-6, abs: 1e-8 },
        );
      }),
    );
  });
});

describe("coxLikelihoodRatioTest", () => {
  it("is twice the difference of the log likelihoods, with the columns added as degrees of freedom", () => {
    const smaller = coxRegression(rowsOf([numeric("a", a)]));
    const { statistic, degreesOfFreedom } = coxLikelihoodRatioTest(fit, smaller);
    expectClose(statistic, 2 * (fit.logLikelihood.fitted - smaller.logLikelihood.fitted));
    expect(degreesOfFreedom).toBe(1);
    const none = coxRegression(rowsOf([]));
    expectClose(coxLikelihoodRatioTest(fit, none).statistic, fit.tests.likelihoodRatio.statistic);
    expect(coxLikelihoodRatioTest(fit, fit)).toEqual({ statistic: 0, degreesOfFreedom: 0, p: NaN });
  });

  it("refuses fits of other rows, and the two the wrong way round", () => {
    const smaller = coxRegression(rowsOf([numeric("a", a)]));
    expect(() => coxLikelihoodRatioTest(smaller, fit)).toThrow("a model is at least as likely as one nested in it");
    const fewer = coxRegression({ time: time.slice(1), event: event.slice(1), design: designMatrix(7, []) });
    expect(() => coxLikelihoodRatioTest(fit, fewer)).toThrow("the larger model has n 8, the smaller 7");
  });
});
