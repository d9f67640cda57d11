import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { gammaQuantile } from "./gamma.js";
import { gammaLower, gammaUpper } from "./incomplete-gamma.js";

describe("gammaQuantile", () => {
  const recorded = [
    [0.025, 1, 0.025317807984289876, 3.688879454113934],
    [0.025, 11, 5.4911603672368381, 18.390356042017775],
    [0.975, 0.5, 2.5119430936574423, 0.00049103455858762884],
    [1e-12, 3, 0.00018172031462637445, 34.052374190075753],
    [1e-300, 100, 0.038006988916941806, 1017.3104288547139],
    [0.5, 1000, 999.66668642696516, 999.66668642696516],
    [1e-4, 1e5, 98828.218513205982, 101180.33552637427],
  ];
  for (const [p, shape, lower, upper] of recorded)
    it(`is R 4.2.2's qgamma(${p}, ${shape}), from below and from above`, () => {
      expectClose(gammaQuantile(p, shape), lower, { rel: 1e-12, abs: 0 });
      expectClose(gammaQuantile(p, shape, { upper: true }), upper, { rel: 1e-12, abs: 0 });
    });

  it("has ends, no value outside [0, 1], and 0 where the quantile is below the smallest number", () => {
    expect([gammaQuantile(0, 2), gammaQuantile(1, 2)]).toEqual([0, Number.POSITIVE_INFINITY]);
    expect([0, 1].map((p) => gammaQuantile(p, 2, { upper: true }))).toEqual([Number.POSITIVE_INFINITY, 0]);
    expect(gammaQuantile(1e-300, 0.05)).toBe(0);
    for (const [p, shape] of [
      [-0.1, 1],
      [1.1, 1],
      [Number.NaN, 1],
      [0.5, 0],
      [0.5, Number.NaN],
    ])
      expect(gammaQuantile(p, shape)).toBeNaN();
  });

  it("takes the probabilities back", () => {
    const share = fc.double({ min: 1e-200, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(share, fc.double({ min: 0.5, max: 5000, noNaN: true }), (p, shape) => {
        expectClose(gammaUpper(shape, gammaQuantile(p, shape, { upper: true })), p, { rel: 1e-9, abs: 0 });
        const x = gammaQuantile(p, shape);
        if (x > 0) expectClose(gammaLower(shape, x), p, { rel: 1e-9, abs: 0 });
      }),
    );
  });
});
