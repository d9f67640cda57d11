import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coxRowsOf, drawnRows } from "../fixtures/drawn-cox-rows.js";
import { expectClose } from "../fixtures/expect-close.js";
import { plainLikelihood } from "../fixtures/plain-cox.js";
import { coxFirth } from "./cox-firth.js";
import { coxRegression } from "./cox-regression.js";
import type { CoxRows } from "./cox-rows.js";
import { designMatrix } from "./design-matrix.js";

const rowsOf = (time: number[], event: number[], x: number[]): CoxRows => ({
  time: Float64Array.from(time),
  event: Uint8Array.from(event),
  design: designMatrix(time.length, [{ type: "numeric", name: "x", values: Float64Array.from(x) }]),
});
/** An event with x = 1 before a censoring with x = 0: l = log r/(r + 1), I = r/(r + 1)², so l* = 3/2 log r − 2 log(r + 1), highest at r = 3. */
const two = rowsOf([1, 2], [1, 0], [1, 0]);

describe("coxFirth", () => {
  it("is finite where the likelihood is monotone", () => {
    expect(coxRegression(two).infinite).toEqual([true]);
    const fit = coxFirth(two);
    expect(fit.status).toBe("converged");
    expect(fit.hazardRatio[0]).toBeCloseTo(3, 9);
    expect(fit.standardErrors[0]).toBeCloseTo(4 / Math.sqrt(3), 9);
    expect(fit.logLikelihood.null).toBeCloseTo(-2 * Math.log(2), 12);
    expect(fit.logLikelihood.fitted).toBeCloseTo(1.5 * Math.log(3) - 2 * Math.log(4), 12);
  });

  it("tests by the penalised likelihood ratio, and has the limits where that reaches chi-squared's quantile", () => {
    const fit = coxFirth(two);
    expect(fit.tests[0].statistic).toBeCloseTo(Math.log(27 / 16), 10);
    expect(fit.likelihoodRatio.statistic).toBeCloseTo(Math.log(27 / 16), 10);
    const fallen = (r: number) => 2 * (fit.logLikelihood.fitted - 1.5 * Math.log(r) + 2 * Math.log(1 + r));
    expect(fallen(fit.lower[0])).toBeCloseTo(3.841458820694124, 8);
    expect(fallen(fit.upper[0])).toBeCloseTo(3.841458820694124, 8);
    expect(fit.lower[0]).toBeLessThan(3);
    expect(fit.upper[0]).toBeGreaterThan(3);
  });

  it("is a maximum of l + ½ log det I, by risk sets one by one", () => {
    fc.assert(
      fc.property(drawnRows(2, { minLength: 6 }), fc.constantFrom("efron", "breslow"), (drawn, ties) => {
        const rows = coxRowsOf(drawn, ["weights"]);
        const fit = coxFirth(rows, { ties: ties as "efron" });
        fc.pre(fit.status === "converged" && !fit.redundant.some(Boolean));
        const value = (beta: number[]) => {
          const { logLikelihood, information: i } = plainLikelihood(rows, beta, ties);
          return logLikelihood + 0.5 * Math.log(i[0] * i[3] - i[1] * i[2]);
        };
        const b = Array.from(fit.coefficients);
        const best = value(b);
        expect(best).toBeCloseTo(fit.logLikelihood.fitted, 7);
        for (const step of [1e-3, -1e-3])
          for (const j of [0, 1]) expect(value(b.map((v, k) => (k === j ? v + step : v)))).toBeLessThan(best + 1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it("does not depend on the covariates' unit, and inverts with their sign", () => {
    const rows = rowsOf([1, 2, 3, 4, 5, 6], [1, 1, 0, 1, 1, 0], [3, 1, 4, 1, 5, 2]);
    const fit = coxFirth(rows);
    const large = coxFirth(rowsOf([1, 2, 3, 4, 5, 6], [1, 1, 0, 1, 1, 0], [3e6, 1e6, 4e6, 1e6, 5e6, 2e6]));
    expectClose([large.coefficients[0] * 1e6], fit.coefficients, { rel: 1e-8 });
    expectClose([Math.log(large.upper[0]) * 1e6], [Math.log(fit.upper[0])], { rel: 1e-7 });
    const turned = coxFirth(rowsOf([1, 2, 3, 4, 5, 6], [1, 1, 0, 1, 1, 0], [-3, -1, -4, -1, -5, -2]));
    expectClose([turned.coefficients[0], turned.lower[0]], [-fit.coefficients[0], 1 / fit.upper[0]], { rel: 1e-8 });
  });

  it("names a redundant column, and leaves it out of the determinant", () => {
    const design = designMatrix(2, [
      { type: "numeric", name: "x", values: Float64Array.of(1, 0) },
      { type: "numeric", name: "twice", values: Float64Array.of(2, 0) },
    ]);
    const fit = coxFirth({ ...two, time: Float64Array.of(1, 2), design });
    expect(fit.redundant).toEqual([false, true]);
    expect(fit.hazardRatio[0]).toBeCloseTo(3, 9);
    expect(fit.upper[1]).toBeNaN();
  });

  it("has nothing to say without events", () => {
    const fit = coxFirth(rowsOf([1, 2], [0, 0], [1, 0]));
    expect(fit.events).toBe(0);
    expect(fit.coefficients[0]).toBeNaN();
  });

  it("refuses exact ties, a cluster, more columns than rows", () => {
    expect(() => coxFirth(two, { ties: "exact" as never })).toThrow("ties is “exact”");
    expect(() => coxFirth({ ...two, cluster: Int32Array.of(0, 1) })).toThrow("cluster is given");
    const wide = designMatrix(
      2,
      ["a", "b", "c"].map((name) => ({ type: "numeric" as const, name, values: Float64Array.of(1, 0) })),
    );
    expect(() => coxFirth({ ...two, design: wide })).toThrow("the design has 3 columns and 2 rows");
    expect(() => coxFirth(two, { maxIterations: 1.5 })).toThrow("maxIterations is 1.5");
  });
});
