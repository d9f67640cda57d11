import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { gammaLower, gammaUpper, logGammaKernel } from "./incomplete-gamma.js";

describe("gammaLower and gammaUpper", () => {
  const recorded = [
    [0.5, 0.1, 0.34527915398142295, 0.65472084601857694],
    [2, 1.5, 0.44217459962892536, 0.55782540037107464],
    [1, 700, 1, 9.8596765437597708e-305],
    [101, 50, 1.5697459724373958e-10, 0.99999999984302546],
    [500, 1500, 1, 1.6436845843569546e-198],
    [1000, 1001, 0.51681145292978614, 0.48318854707021375],
    [3, 10, 0.9972306042844884, 0.0027693957155115767],
    [1e5, 1e5, 0.50042052211036514, 0.4995794778896348],
    [20, 400, 1, 4.5428765810697196e-142],
  ];
  for (const [a, x, lower, upper] of recorded)
    it(`are R 4.2.2's pgamma(${x}, ${a}) and its upper tail`, () => {
      expectClose(gammaLower(a, x), lower, { rel: 1e-12, abs: 0 });
      expectClose(gammaUpper(a, x), upper, { rel: 1e-12, abs: 0 });
    });

  it("are the sum of Poisson probabilities for a whole a", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0.01, max: 90, noNaN: true }), (a, x) => {
        let term = Math.exp(-x);
        let fewer = 0;
        for (let k = 0; k < a; k++) {
          fewer += term;
          term *= x / (k + 1);
        }
        expectClose(gammaUpper(a, x), fewer, { rel: 1e-12, abs: 0 });
        expectClose(gammaLower(a, x) + gammaUpper(a, x), 1, { rel: 1e-14, abs: 0 });
      }),
    );
  });

  it("have ends, and no value outside their range", () => {
    expect([gammaLower(2, 0), gammaUpper(2, 0), gammaLower(2, -1)]).toEqual([0, 1, 0]);
    expect([gammaLower(2, Number.POSITIVE_INFINITY), gammaUpper(2, Number.POSITIVE_INFINITY)]).toEqual([1, 0]);
    for (const of of [gammaLower, gammaUpper])
      expect([of(0, 1), of(-1, 1), of(1, Number.NaN)]).toEqual([NaN, NaN, NaN]);
  });
});

describe("logGammaKernel", () => {
  it("is the logarithm of a Poisson probability", () => {
    // 3! = 6, 25! by its product
    expectClose(logGammaKernel(3, 2), Math.log(8 / 6) - 2, { rel: 1e-14, abs: 0 });
    let factorial = 0;
    for (let k = 2; k <= 25; k++) factorial += Math.log(k);
    expectClose(logGammaKernel(25, 10), 25 * Math.log(10) - 10 - factorial, { rel: 1e-13, abs: 0 });
  });
});
