import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { clopperPearson } from "./clopper-pearson.js";

/** The probability of `from` to `to` successes, term by term. */
function binomial(from: number, to: number, n: number, p: number): number {
  let term = (1 - p) ** n;
  let sum = 0;
  for (let k = 0; k <= to; k++) {
    if (k >= from) sum += term;
    term *= ((n - k) / (k + 1)) * (p / (1 - p));
  }
  return sum;
}

describe("clopperPearson", () => {
  it("has root limits at none and all, for pⁿ is the probability of all", () => {
    expectClose(clopperPearson(0, 10).upper, 1 - (1 / 40) ** (1 / 10));
    expectClose(clopperPearson(10, 10).lower, (1 / 40) ** (1 / 10));
    // One of two: p with 1 − (1 − p)² = 1/40
    expectClose(clopperPearson(1, 2).lower, 1 - Math.sqrt(39 / 40));
    expect(clopperPearson(0, 10)).toMatchObject({ estimate: 0, lower: 0 });
    expect(clopperPearson(10, 10)).toMatchObject({ estimate: 1, upper: 1 });
  });

  const recorded = [
    [3, 23, 0.95, 0.027751507422793219, 0.33588913753712102],
    [0, 10, 0.95, 0, 0.30849710781876083],
    [10, 10, 0.9, 0.74113444910694759, 1],
    [400, 1000, 0.99, 0.36015500796705657, 0.44081049784100168],
  ];
  for (const [x, n, level, lower, upper] of recorded)
    it(`is R 4.2.2's binom.test(${x}, ${n}, conf.level = ${level})`, () => {
      const interval = clopperPearson(x, n, level);
      expectClose([interval.lower, interval.upper], [lower, upper], { rel: 1e-12, abs: 0 });
    });

  it("knows nothing without a trial", () => {
    expect(clopperPearson(0, 0)).toEqual({ estimate: Number.NaN, lower: 0, upper: 1 });
  });

  it("leaves α/2 in each tail, and turns round with the successes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), fc.constantFrom(0.5, 0.9, 0.95), (n, drawn, level) => {
        const x = drawn % (n + 1);
        const { lower, upper } = clopperPearson(x, n, level);
        const alpha = (1 - level) / 2;
        if (x > 0) expectClose(binomial(x, n, n, lower), alpha, { rel: 1e-9, abs: 0 });
        if (x < n) expectClose(binomial(0, x, n, upper), alpha, { rel: 1e-9, abs: 0 });
        const other = clopperPearson(n - x, n, level);
        expectClose([other.lower, other.upper], [1 - upper, 1 - lower]);
      }),
    );
  });

  it("refuses counts and levels that cannot be", () => {
    for (const [x, n] of [
      [2, 1],
      [-1, 3],
      [1.5, 3],
      [Number.NaN, 3],
      [1, Number.POSITIVE_INFINITY],
    ])
      expect(() => clopperPearson(x, n)).toThrow(`${x} of ${n}; whole numbers are needed`);
    for (const level of [0, 1, 95, Number.NaN]) expect(() => clopperPearson(1, 3, level)).toThrow(`level is ${level}`);
  });
});
