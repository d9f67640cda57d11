import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coxRowsOf, drawnRows } from "../fixtures/drawn-cox-rows.js";
import { expectClose } from "../fixtures/expect-close.js";
import { coxFrailty } from "./cox-frailty.js";
import { coxRegression } from "./cox-regression.js";
import { designMatrix } from "./design-matrix.js";

/** One event at 1 in group 0, a censoring at 2 in group 1, no covariates. */
const two = {
  time: Float64Array.of(1, 2),
  event: Uint8Array.of(1, 0),
  design: designMatrix(2, []),
  group: Int32Array.of(0, 1),
};

describe("coxFrailty", () => {
  it("has frailties (ν + events)/(ν + hazard) for a given variance", () => {
    // θ = 2: 1 − z₀/2 = (z₀ − 1)/2 and z₀ + z₁ = 2 give 3/2 and 1/2
    const fit = coxFrailty(two, { theta: 2 });
    expectClose(fit.logFrailty, [Math.log(3 / 2), Math.log(1 / 2)], { rel: 1e-9 });
    expect(fit.logLikelihood.fitted).toBeCloseTo(Math.log(3 / 4), 10);
    expect(fit.logLikelihood.penalized).toBeCloseTo(1.5 * Math.log(3 / 4), 10);
    // With the frailties integrated out the hazard's step h has h (1 + 2h)^(−1/2 − 1 − 1/2), highest at h = 1/2: 1/8; Cox's scale adds 1
    expect(fit.logLikelihood.marginal).toBeCloseTo(1 - 3 * Math.log(2), 10);
  });

  it("is the ordinary model with a variance of 0", () => {
    fc.assert(
      fc.property(drawnRows(2, { minLength: 6 }), (drawn) => {
        const rows = coxRowsOf(drawn);
        const plain = coxRegression(rows);
        fc.pre(plain.status === "converged" && !plain.redundant.some(Boolean));
        const group = Int32Array.from(drawn, (_, i) => i % 3);
        const fit = coxFrailty({ ...rows, group }, { theta: 0 });
        expectClose(fit.coefficients, plain.coefficients, { rel: 1e-7, abs: 1e-8 });
        expectClose(fit.standardErrors, plain.standardErrors, { rel: 1e-6 });
        expect(fit.logLikelihood.marginal).toBeCloseTo(plain.logLikelihood.fitted, 8);
        expectClose(fit.logFrailty, [0, 0, 0]);
      }),
      { numRuns: 30 },
    );
  });

  it("finds the variance at which the marginal likelihood is highest", () => {
    // Groups 0 and 1 die early, 2 and 3 late: heterogeneous.
    const n = 24;
    const group = Int32Array.from({ length: n }, (_, i) => i % 4);
    const time = Float64Array.from(
      { length: n },
      (_, i) => 1 + Math.floor(i / 4) * (group[i] < 2 ? 1 : 7) + 0.1 * (i % 4),
    );
    const rows = {
      time,
      event: Uint8Array.from({ length: n }, (_, i) => Number(i % 5 !== 0)),
      design: designMatrix(n, [
        { type: "numeric", name: "x", values: Float64Array.from({ length: n }, (_, i) => (i * 7) % 5) },
      ]),
      group,
    };
    const fit = coxFrailty(rows);
    expect(fit.theta).toBeGreaterThan(0.01);
    for (const factor of [0.99, 1.01])
      expect(coxFrailty(rows, { theta: fit.theta * factor }).logLikelihood.marginal).toBeLessThan(
        fit.logLikelihood.marginal,
      );
    const ordinary = coxRegression(rows).logLikelihood.fitted;
    expect(fit.frailtyTest.statistic).toBeCloseTo(2 * (fit.logLikelihood.marginal - ordinary), 7);
    // The mean frailty is 1.
    expect(fit.logFrailty.reduce((sum, b) => sum + Math.exp(b), 0) / 4).toBeCloseTo(1, 8);
    expect(fit.logFrailty[0]).toBeGreaterThan(fit.logFrailty[3]);
  });

  it("has a variance of 0 where the likelihood falls from there", () => {
    const n = 12;
    const rows = {
      time: Float64Array.from({ length: n }, (_, i) => 1 + i),
      event: new Uint8Array(n).fill(1),
      design: designMatrix(n, []),
      group: Int32Array.from({ length: n }, (_, i) => i % 2),
    };
    const fit = coxFrailty(rows);
    expect(fit.theta).toBe(0);
    expect(fit.frailtyTest).toEqual({ statistic: 0, p: 1 });
  });

  it("refuses groups and variances that cannot be", () => {
    expect(() => coxFrailty({ ...two, group: Int32Array.of(0) })).toThrow("group has 1 rows, time has 2");
    expect(() => coxFrailty({ ...two, group: Int32Array.of(0, -1) })).toThrow("group[1] is -1");
    expect(() => coxFrailty(two, { theta: -1 })).toThrow("theta is -1");
    expect(() => coxFrailty(two, { ties: "exact" as never })).toThrow("ties is “exact”");
  });
});
