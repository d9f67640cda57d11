import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { metaAnalysis } from "./meta-analysis.js";

const two = [Float64Array.of(0, 4), Float64Array.of(1, 1)] as const;

describe("metaAnalysis", () => {
  it("weighs by inverse variance: 1 and 4 with variances 1 and 2", () => {
    const fit = metaAnalysis(Float64Array.of(1, 4), Float64Array.of(1, 2), { method: "FE" });
    // w = 1, 1/2: mean 3/(3/2) = 2; Q = 1 + 4/2
    expectClose(
      [fit.estimate, fit.standardError, fit.heterogeneity.q, fit.i2, fit.h2],
      [2, Math.sqrt(2 / 3), 3, 200 / 3, 3],
    );
    expectClose(fit.weights, [200 / 3, 100 / 3]);
    expect([fit.tau2, fit.predictionLower]).toEqual([0, Number.NaN]);
  });

  it("has the same τ² = s² − v by every method where the studies weigh alike: 0 and 4 with variance 1", () => {
    // s² = 8, Q = 8; DL (8 − 1)/(2 − 1) = 7; PM 8/(1 + 7) = 1; typical variance 1: I² 7/8, H² 8
    for (const method of ["DL", "PM", "REML"] as const) {
      const { tau2, estimate, standardError, i2, h2, lower, predictionUpper } = metaAnalysis(...two, { method });
      expectClose([tau2, estimate, standardError, i2, h2], [7, 2, 2, 87.5, 8], { rel: 1e-9 });
      expectClose([lower, predictionUpper], [2 - 2 * 1.959963984540054, 2 + 1.959963984540054 * Math.sqrt(11)], {
        rel: 1e-9,
      });
    }
  });

  it("takes Hartung and Knapp's error from the spread of the studies, with t", () => {
    // Σw(y − μ)²/(k − 1) = (4 + 4)/8/1 = 1: the error stays 2; t with 1 degree of freedom is 1, p = 1/2
    const { standardError, statistic, degreesOfFreedom, p, upper } = metaAnalysis(...two, { test: "knha" });
    expectClose([standardError, statistic, degreesOfFreedom, p], [2, 1, 1, 0.5], { rel: 1e-9 });
    expectClose(upper, 2 + 2 * 12.706204736174694, { rel: 1e-9 });
  });

  it("is the study itself for one, and homogeneous where all are alike", () => {
    const one = metaAnalysis(Float64Array.of(3), Float64Array.of(4));
    expect([one.estimate, one.standardError, one.tau2, one.i2, one.h2, one.heterogeneity.p]).toEqual([
      3, 2, 0, 0, 1, 1,
    ]);
    expect(metaAnalysis(Float64Array.of(3), Float64Array.of(4), { test: "knha" }).lower).toBeNaN();
    for (const method of ["DL", "PM", "REML"] as const) {
      const alike = metaAnalysis(Float64Array.of(1, 1, 1), Float64Array.of(1, 2, 3), { method });
      expect([alike.tau2, alike.i2, alike.h2, alike.estimate]).toEqual([0, 0, 1, 1]);
    }
  });

  const studies = fc.array(fc.record({ y: fc.integer({ min: -30, max: 30 }), v: fc.integer({ min: 1, max: 30 }) }), {
    minLength: 2,
    maxLength: 12,
  });
  const of = (drawn: { y: number; v: number }[], options: Parameters<typeof metaAnalysis>[2], unit = 1) =>
    metaAnalysis(
      Float64Array.from(drawn, ({ y }) => y * unit),
      Float64Array.from(drawn, ({ v }) => v * unit * unit),
      options,
    );

  it("finds by PM the τ² at which Q is its expectation, by REML one that no neighbour beats", () => {
    fc.assert(
      fc.property(studies, (drawn) => {
        const spread = (tau2: number) => {
          const weights = drawn.map(({ v }) => 1 / (v + tau2));
          const sum = weights.reduce((total, w) => total + w, 0);
          const mean = drawn.reduce((total, { y }, i) => total + y * weights[i], 0) / sum;
          return { q: drawn.reduce((total, { y }, i) => total + weights[i] * (y - mean) ** 2, 0), sum };
        };
        const pm = of(drawn, { method: "PM" }).tau2;
        if (pm > 0) expectClose(spread(pm).q, drawn.length - 1, { rel: 1e-9 });
        else expect(spread(0).q).toBeLessThanOrEqual(drawn.length - 1 + 1e-9);
        const likelihood = (tau2: number) => {
          const { q, sum } = spread(tau2);
          return -0.5 * (drawn.reduce((total, { v }) => total + Math.log(v + tau2), 0) + Math.log(sum) + q);
        };
        const reml = of(drawn, { method: "REML" }).tau2;
        for (const other of [0, 0.9 * reml, 1.1 * reml, reml + 0.01])
          expect(likelihood(other)).toBeLessThanOrEqual(likelihood(reml) + 1e-9);
      }),
    );
  });

  it("does not care about the order of the studies, and scales with the estimate", () => {
    fc.assert(
      fc.property(studies, fc.constantFrom("FE", "DL", "PM", "REML"), (drawn, method) => {
        const { estimate, lower, upper, p, i2 } = of(drawn, { method });
        const turned = of(drawn.toReversed(), { method });
        expectClose(
          [turned.estimate, turned.lower, turned.upper, turned.p, turned.i2],
          [estimate, lower, upper, p, i2],
          { rel: 1e-6, abs: 1e-9 },
        );
        const scaled = of(drawn, { method }, 4);
        expectClose(
          [scaled.estimate, scaled.lower, scaled.upper, scaled.p, scaled.i2],
          [4 * estimate, 4 * lower, 4 * upper, p, i2],
          { rel: 1e-6, abs: 1e-9 },
        );
      }),
    );
  });

  it("refuses what cannot be pooled", () => {
    const v = Float64Array.of(1, 1);
    expect(() => metaAnalysis(Float64Array.of(1, 2), Float64Array.of(1))).toThrow(TypeError);
    expect(() => metaAnalysis(new Float64Array(0), new Float64Array(0))).toThrow("estimates has no value");
    expect(() => metaAnalysis(Float64Array.of(1, Number.NaN), v)).toThrow("estimates[1] is NaN");
    expect(() => metaAnalysis(Float64Array.of(1, 2), Float64Array.of(1, 0))).toThrow(
      "variances[1] is 0; it must be above 0",
    );
    expect(() => metaAnalysis(Float64Array.of(1, 2), v, { confidenceLevel: 1 })).toThrow("confidenceLevel is 1");
    const wrong = (options: object) => () => metaAnalysis(Float64Array.of(1, 2), v, options);
    expect(wrong({ method: "ML" })).toThrow("method is “ML”; allowed are FE, DL, REML, PM");
    expect(wrong({ test: "t" })).toThrow("test is “t”; allowed are z and knha");
  });
});
