import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chiSquaredUpper } from "../distributions/chi-squared.js";
import { expectClose } from "../fixtures/expect-close.js";
import { kruskalWallis } from "./kruskal-wallis.js";
import { wilcoxonRankSum } from "./wilcoxon-rank-sum.js";

describe("kruskalWallis", () => {
  it("by hand: ranks 1, 2 and 3, 5 and 4, 6", () => {
    const { statistic, degreesOfFreedom, p } = kruskalWallis(
      Float64Array.of(10, 20, 30, 50, 40, 60),
      Int32Array.of(0, 0, 1, 1, 2, 2),
    );
    const h = (12 / 42) * (3 ** 2 / 2 + 8 ** 2 / 2 + 10 ** 2 / 2) - 21;
    expectClose([statistic, degreesOfFreedom, p], [h, 2, chiSquaredUpper(h, 2)]);
  });

  it("by hand with ties: ranks 1 1/2, 1 1/2 and 3", () => {
    const h = ((12 / 12) * (3 ** 2 / 2 + 3 ** 2) - 12) / (1 - 6 / 24);
    expectClose(kruskalWallis(Float64Array.of(7, 7, 9), Int32Array.of(0, 0, 1)).statistic, h);
  });

  it("of two groups is the square of the rank sum test without correction", () => {
    const sample = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const { z } = wilcoxonRankSum(Float64Array.from(a), Float64Array.from(b), { exact: false, correct: false });
        const codes = Int32Array.from([...a.map(() => 0), ...b.map(() => 1)]);
        expectClose(kruskalWallis(Float64Array.from([...a, ...b]), codes).statistic, z * z, { abs: 1e-11 });
      }),
    );
  });

  it("does not count empty groups, and is not defined for one group, none, or all equal", () => {
    const { degreesOfFreedom } = kruskalWallis(Float64Array.of(1, 2, 3), Int32Array.of(0, 3, 3));
    expect(degreesOfFreedom).toBe(1);
    expect(kruskalWallis(Float64Array.of(1, 2), Int32Array.of(1, 1))).toMatchObject({ statistic: NaN, p: NaN });
    expect(kruskalWallis(Float64Array.of(5, 5), Int32Array.of(0, 1))).toMatchObject({ statistic: NaN, p: NaN });
    expect(kruskalWallis(new Float64Array(0), new Int32Array(0))).toMatchObject({ statistic: NaN, p: NaN });
  });

  it("refuses what it cannot use", () => {
    expect(() => kruskalWallis(Float64Array.of(1, NaN), Int32Array.of(0, 1))).toThrow("values[1] is NaN");
    expect(() => kruskalWallis(Float64Array.of(1, 2), Int32Array.of(0, -1))).toThrow("groups[1] is -1");
    expect(() => kruskalWallis(Float64Array.of(1, 2), Int32Array.of(0))).toThrow("groups has 1 rows, values has 2");
  });
});
