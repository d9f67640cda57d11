import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { rubinPool } from "./rubin-pool.js";

const estimates = Float64Array.of(1, 2, 3);
const variances = Float64Array.of(1, 2, 3);

describe("rubinPool", () => {
  it("adds the variance between the imputations to the one within: 1, 2, 3 with variances 1, 2, 3", () => {
    const pooled = rubinPool(estimates, variances);
    // B = 1, (1 + 1/3) B = 4/3, T = 2 + 4/3, λ = (4/3)/(10/3) = 2/5, ν₁ = 2/(4/25) = 25/2
    expectClose(
      [pooled.estimate, pooled.within, pooled.between, pooled.total, pooled.relativeIncrease, pooled.lambda],
      [2, 2, 1, 10 / 3, 2 / 3, 2 / 5],
    );
    expectClose(pooled.degreesOfFreedom, 25 / 2);
    expectClose(pooled.fractionMissing, (2 / 3 + 2 / (25 / 2 + 3)) / (5 / 3));
    expectClose(pooled.t, 2 / Math.sqrt(10 / 3));
  });

  it("has fewer degrees of freedom for few rows: n = 12, k = 2", () => {
    // ν = 10: ν₂ = 11/13 · 10 · 3/5 = 66/13; df = ν₁ν₂/(ν₁ + ν₂)
    const { degreesOfFreedom, degreesOfFreedomRubin1987 } = rubinPool(estimates, variances, { n: 12, k: 2 });
    expectClose(degreesOfFreedomRubin1987, 25 / 2);
    expectClose(degreesOfFreedom, ((25 / 2) * (66 / 13)) / (25 / 2 + 66 / 13));
  });

  it("is the ordinary interval where the imputations agree", () => {
    const { total, lambda, degreesOfFreedom, lower, upper } = rubinPool(Float64Array.of(5, 5), Float64Array.of(4, 4));
    expect([total, lambda, degreesOfFreedom]).toEqual([4, 0, 1e8]);
    expectClose([lower, upper], [5 - 2 * 1.959963984540054, 5 + 2 * 1.959963984540054], { rel: 1e-7 });
  });

  it("does not care about the order of the imputations, and scales with the estimate", () => {
    const drawn = fc.array(fc.record({ q: fc.integer({ min: -40, max: 40 }), u: fc.integer({ min: 1, max: 40 }) }), {
      minLength: 2,
    });
    fc.assert(
      fc.property(drawn, fc.integer({ min: 5, max: 100 }), (imputed, n) => {
        const pool = (rows: typeof imputed, unit = 1) =>
          rubinPool(
            Float64Array.from(rows, ({ q }) => q * unit),
            Float64Array.from(rows, ({ u }) => u * unit * unit),
            { n },
          );
        const { estimate, lower, upper, p, degreesOfFreedom } = pool(imputed);
        const turned = pool(imputed.toReversed());
        expectClose([turned.estimate, turned.lower, turned.upper, turned.p], [estimate, lower, upper, p], {
          rel: 1e-9,
          abs: 1e-12,
        });
        const scaled = pool(imputed, 4);
        expectClose(
          [scaled.lower, scaled.upper, scaled.p, scaled.degreesOfFreedom],
          [4 * lower, 4 * upper, p, degreesOfFreedom],
          { rel: 1e-9 },
        );
      }),
    );
  });

  it("refuses what cannot be pooled", () => {
    const refusal = (q: number[], u: number[], options = {}) => {
      expect(() => rubinPool(Float64Array.from(q), Float64Array.from(u), options)).toThrow(RangeError);
      return () => rubinPool(Float64Array.from(q), Float64Array.from(u), options);
    };
    expect(refusal([1], [1])).toThrow("estimates has 1 value; pooling needs two or more");
    expect(refusal([1, Number.NaN], [1, 1])).toThrow("estimates[1] is NaN");
    expect(refusal([1, 2], [1, 0])).toThrow("variances[1] is 0; it must be above 0");
    expect(refusal([1, 2], [1, 1], { n: 3, k: 3 })).toThrow("n is 3; it must be larger than k, which is 3");
    expect(refusal([1, 2], [1, 1], { k: 0.5 })).toThrow("k is 0.5; it must be a whole number");
    expect(refusal([1, 2], [1, 1], { confidenceLevel: 95 })).toThrow("confidenceLevel is 95");
    expect(() => rubinPool(Float64Array.of(1, 2), Float64Array.of(1))).toThrow(TypeError);
  });
});
