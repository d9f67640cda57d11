import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { designMatrix } from "../cox/design-matrix.js";
import { expectClose } from "../fixtures/expect-close.js";
import { logisticFirth } from "./logistic-firth.js";

const rowsOf = (outcome: number[], x: number[]) => ({
  outcome: Uint8Array.from(outcome),
  design: designMatrix(outcome.length, [{ type: "numeric", name: "x", values: Float64Array.from(x) }]),
});

describe("logisticFirth", () => {
  it("adds one half to each cell of a two-by-two table", () => {
    // 1 of 4 and 3 of 4: odds (3/2)/(7/2) = 3/7 and 7/3, ratio 49/9; fitted 1.5/5 and 3.5/5
    const fit = logisticFirth(rowsOf([1, 0, 0, 0, 1, 1, 1, 0], [0, 0, 0, 0, 1, 1, 1, 1]));
    expectClose(fit.oddsRatio, [3 / 7, 49 / 9], { rel: 1e-9 });
    expectClose(fit.probability, [0.3, 0.3, 0.3, 0.3, 0.7, 0.7, 0.7, 0.7], { rel: 1e-9 });
    // Information 4 π (1 − π) = 21/25 in each group: variance 25/21 and twice that
    expectClose(fit.standardErrors, [Math.sqrt(25 / 21), Math.sqrt(50 / 21)], { rel: 1e-8 });
    // l + ½ log det I, det = (21/25)² : 1·log .3 + 3·log .7 twice
    expect(fit.logLikelihood.fitted).toBeCloseTo(2 * Math.log(0.3) + 6 * Math.log(0.7) + Math.log(21 / 25), 9);
    // π = ½ in both where the slope is 0: det I = 4·4/16 = 1
    expect(fit.likelihoodRatio.statistic).toBeCloseTo(2 * (fit.logLikelihood.fitted - 8 * Math.log(1 / 2)), 8);
    expect(fit.tests[1].statistic).toBeCloseTo(fit.likelihoodRatio.statistic, 8);
  });

  it("has limits at which the profile has fallen by half the quantile of chi-squared", () => {
    const rows = rowsOf([1, 0, 0, 0, 1, 1, 1, 0, 1], [0, 0, 1, 2, 1, 3, 4, 2, 2]);
    const fit = logisticFirth(rows, { confidenceLevel: 0.9 });
    for (const bound of [fit.lower[1], fit.upper[1]]) {
      // With the slope fixed as an offset a model of the intercept alone would have another determinant; look along a grid instead.
      const b = Math.log(bound);
      const profile = (a: number) => {
        const x = [0, 0, 1, 2, 1, 3, 4, 2, 2];
        let [l, s0, s1, s2] = [0, 0, 0, 0];
        x.forEach((value, i) => {
          const eta = a + b * value;
          const pi = 1 / (1 + Math.exp(-eta));
          l += rows.outcome[i] ? Math.log(pi) : Math.log1p(-pi);
          const w = pi * (1 - pi);
          [s0, s1, s2] = [s0 + w, s1 + w * value, s2 + w * value * value];
        });
        return l + 0.5 * Math.log(s0 * s2 - s1 * s1);
      };
      let best = Number.NEGATIVE_INFINITY;
      for (let a = -20; a <= 20; a += 1e-3) best = Math.max(best, profile(a));
      // 1.6448536² / 2 for 90 %
      expect(fit.logLikelihood.fitted - best).toBeCloseTo(1.6448536269514722 ** 2 / 2, 5);
    }
  });

  it("is finite where the outcome is separated", () => {
    const fit = logisticFirth(rowsOf([0, 0, 0, 1, 1, 1], [1, 2, 3, 4, 5, 6]));
    expect(fit.status).toBe("converged");
    expect(fit.coefficients.every(Number.isFinite)).toBe(true);
    expect(fit.upper[1]).toBeGreaterThan(fit.oddsRatio[1]);
    expect(fit.lower[1]).toBeGreaterThan(1);
  });

  it("turns its sign with the outcome", () => {
    const drawn = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 5 })), { minLength: 4, maxLength: 15 });
    fc.assert(
      fc.property(drawn, (rows) => {
        const y = rows.map(([outcome]) => Number(outcome));
        const x = rows.map(([, value]) => value);
        const fit = logisticFirth(rowsOf(y, x));
        const turned = logisticFirth(
          rowsOf(
            y.map((value) => 1 - value),
            x,
          ),
        );
        if (fit.redundant[1]) return expect(turned.redundant[1]).toBe(true);
        expectClose(
          turned.coefficients,
          fit.coefficients.map((b) => -b),
          { rel: 1e-6, abs: 1e-7 },
        );
        expectClose([turned.upper[1]], [1 / fit.lower[1]], { rel: 1e-5 });
      }),
      { numRuns: 40 },
    );
  });

  it("names a redundant column, and refuses a cluster", () => {
    const fit = logisticFirth(rowsOf([1, 0, 1], [2, 2, 2]));
    expect(fit.redundant).toEqual([false, true]);
    // (2 + ½)/(1 + ½)
    expect(fit.oddsRatio[0]).toBeCloseTo(5 / 3, 9);
    expect(fit.lower[1]).toBeNaN();
    const rows = rowsOf([1, 0, 1], [1, 2, 3]);
    expect(() => logisticFirth({ ...rows, cluster: Int32Array.of(0, 1, 2) })).toThrow("cluster is given");
    expect(() => logisticFirth(rows, { confidenceLevel: 0 })).toThrow("confidenceLevel is 0");
  });
});
