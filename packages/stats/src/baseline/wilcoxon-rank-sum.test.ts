import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalTwoSided } from "../distributions/normal.js";
import { expectClose } from "../fixtures/expect-close.js";
import { wilcoxonRankSum } from "./wilcoxon-rank-sum.js";

const of = (...values: number[]) => Float64Array.from(values);

/** W of each choice of m of the ranks 1 to n. */
function allCounts(n: number, m: number): number[] {
  const choose = (from: number, left: number): number[][] =>
    left === 0
      ? [[]]
      : Array.from({ length: n - from - left + 2 }, (_, k) => from + k).flatMap((first) =>
          choose(first + 1, left - 1).map((rest) => [first, ...rest]),
        );
  return choose(1, m).map((ranks) => ranks.reduce((sum, rank) => sum + rank, 0) - (m * (m + 1)) / 2);
}

describe("wilcoxonRankSum", () => {
  it("counts the pairs that the first sample wins, ties one half", () => {
    expect(wilcoxonRankSum(of(3, 1), of(2, 0)).w).toBe(3);
    expect(wilcoxonRankSum(of(3, 2), of(2, 0)).w).toBe(3.5);
  });

  it("is exact without ties: all three of one sample above all two of the other is 2 of 10 arrangements", () => {
    expect(wilcoxonRankSum(of(5, 6, 7), of(1, 2))).toMatchObject({ w: 6, exact: true, z: NaN });
    expectClose(wilcoxonRankSum(of(5, 6, 7), of(1, 2)).p, 2 / 10);
  });

  it("is exact as counting all arrangements is", () => {
    const distinct = fc.uniqueArray(fc.integer({ min: -99, max: 99 }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(distinct, fc.nat(), (values, cut) => {
        const m = 1 + (cut % (values.length - 1));
        const { w, p, exact } = wilcoxonRankSum(of(...values.slice(0, m)), of(...values.slice(m)));
        const all = allCounts(values.length, m);
        const low = all.filter((count) => count <= Math.min(w, m * (values.length - m) - w)).length;
        expect(exact).toBe(true);
        expectClose(p, Math.min(1, (2 * low) / all.length));
      }),
    );
  });

  it("is normal with ties, from 50 values on, or when asked", () => {
    // 1, 2, 2 against 2, 3: W = 1, mean 3, ties 3: variance (6/12)(6 − 24/20) = 12/5
    const variance = (6 / 12) * (6 - 24 / 20);
    const corrected = wilcoxonRankSum(of(1, 2, 2), of(2, 3), { exact: true });
    expect(corrected.exact).toBe(false);
    expectClose([corrected.w, corrected.z], [1, (1 - 3 + 1 / 2) / Math.sqrt(variance)]);
    expectClose(corrected.p, normalTwoSided(1.5 / Math.sqrt(variance)));
    expectClose(wilcoxonRankSum(of(1, 2, 2), of(2, 3), { correct: false }).z, -2 / Math.sqrt(variance));
    expectClose(wilcoxonRankSum(of(5, 6), of(1), { exact: false, correct: false }).z, 1 / Math.sqrt(2 / 3));
    const many = Float64Array.from({ length: 50 }, (_, i) => i);
    expect(wilcoxonRankSum(many, of(0.5)).exact).toBe(false);
    expect(wilcoxonRankSum(many.subarray(1), of(0.5)).exact).toBe(true);
    expect(wilcoxonRankSum(many, of(0.5), { exact: true }).exact).toBe(true);
  });

  it("does not move where W is its mean: the correction does not reach beyond it", () => {
    expect(wilcoxonRankSum(of(1, 4), of(2, 3), { exact: false })).toMatchObject({ z: 0, p: 1 });
  });

  it("sees only the order, and turns with the samples", () => {
    const sample = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const [x, y] = [Float64Array.from(a), Float64Array.from(b)];
        const test = wilcoxonRankSum(x, y);
        expect(wilcoxonRankSum(x.map(Math.exp), y.map(Math.exp))).toEqual(test);
        const back = wilcoxonRankSum(y, x);
        expectClose([back.w, back.z, back.p], [a.length * b.length - test.w, -test.z, test.p]);
      }),
    );
  });

  it("is not defined for an empty sample or all values equal", () => {
    expect(wilcoxonRankSum(of(), of(1))).toEqual({ w: NaN, z: NaN, p: NaN, exact: false });
    expect(wilcoxonRankSum(of(2, 2), of(2))).toMatchObject({ w: 1, z: NaN, p: NaN });
  });

  it("refuses a value that is not finite", () => {
    expect(() => wilcoxonRankSum(of(1, 2), of(3, NaN))).toThrow("y[1] is NaN");
    expect(() => wilcoxonRankSum(of(-Infinity), of(3))).toThrow("x[0] is -Infinity");
  });
});
