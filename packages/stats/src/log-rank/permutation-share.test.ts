import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { permutationShare } from "./permutation-share.js";

/** Each way to draw `size` of the scores, by its sum. */
function allSums(scores: number[], size: number): number[] {
  if (size === 0) return [0];
  if (scores.length < size) return [];
  const [first, ...rest] = scores;
  return [...allSums(rest, size - 1).map((sum) => first + sum), ...allSums(rest, size)];
}

const choose = (n: number, k: number) => {
  let ways = 1n;
  for (let i = 0; i < k; i++) ways = (ways * BigInt(n - i)) / BigInt(i + 1);
  return ways;
};

describe("permutationShare", () => {
  it("counts the draws whose sum is at least as far from the mean", () => {
    // Two of 1, 2, 3, 6: sums 3, 4, 5, 7, 8, 9 about their mean 6
    const scores = Float64Array.of(1, 2, 3, 6);
    expect(permutationShare(scores, 2, 3)).toBe(2 / 6);
    expect(permutationShare(scores, 2, 8)).toBe(4 / 6);
    expect(permutationShare(scores, 2, 7)).toBe(1);
  });

  it("has one draw of none, of all, or of equal scores", () => {
    expect(permutationShare(Float64Array.of(1, 2), 0, 0)).toBe(1);
    expect(permutationShare(Float64Array.of(1, 2), 2, 3)).toBe(1);
    expect(permutationShare(Float64Array.of(4, 4, 4), 1, 4)).toBe(1);
    expect(permutationShare(new Float64Array(0), 0, 0)).toBe(1);
  });

  it("takes sums that differ by round-off for equal", () => {
    // 0.1 + 0.2 is not 0.3 + 0 in floating point; either is at the bound
    expect(permutationShare(Float64Array.of(0.1, 0.2, 0.3, 0), 2, 0.1 + 0.3)).toBe(4 / 6);
  });

  it("is hypergeometric for scores of 0 and 1, too many to list", () => {
    const scores = Float64Array.from({ length: 120 }, (_, i) => (i < 50 ? 1 : 0));
    let beyond = 0n;
    for (let k = 0; k <= 50; k++) if (Math.abs(k - 25) >= 8) beyond += choose(50, k) * choose(70, 60 - k);
    expectClose(permutationShare(scores, 60, 33) ?? 0, Number(beyond) / Number(choose(120, 60)), {
      rel: 1e-12,
      abs: 0,
    });
  });

  it("gives up where a half has more than 2^25 sums", () => {
    const scores = Float64Array.from({ length: 60 }, (_, i) => Math.sqrt(i + 1));
    expect(permutationShare(scores, 30, 100)).toBeUndefined();
    expect(permutationShare(scores, 2, 3)).toBeGreaterThan(0);
  });

  it("agrees with listing all draws", () => {
    const score = fc.integer({ min: -20, max: 20 }).map((value) => value / 7);
    fc.assert(
      fc.property(fc.array(score, { minLength: 1, maxLength: 11 }), fc.nat(), fc.nat(), (scores, chosen, drawn) => {
        const size = chosen % (scores.length + 1);
        const sums = allSums(scores, size);
        const observed = sums[drawn % sums.length];
        const mean = (size * scores.reduce((sum, a) => sum + a, 0)) / scores.length;
        const beyond = sums.filter((sum) => Math.abs(sum - mean) >= Math.abs(observed - mean) - 1e-9).length;
        expectClose(permutationShare(Float64Array.from(scores), size, observed) ?? 0, beyond / sums.length);
      }),
    );
  });
});
