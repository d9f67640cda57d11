import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { betaCdf, betaQuantile } from "./beta.js";

describe("betaCdf", () => {
  const recorded = [
    [0.3, 2, 5, 0.57982500000000015],
    [0.001, 100, 50, 6.3916576975244135e-261],
    [0.9, 0.5, 0.5, 0.79516723530086664],
    [0.5, 1000, 1100, 0.98548301825652951],
  ];
  for (const [x, a, b, p] of recorded)
    it(`is R 4.2.2's pbeta(${x}, ${a}, ${b})`, () => {
      expectClose(betaCdf(x, a, b), p, { rel: 1e-12, abs: 0 });
    });

  it("is 0 and 1 outside (0, 1)", () => {
    expect([-1, 0, 1, 2].map((x) => betaCdf(x, 2, 3))).toEqual([0, 0, 1, 1]);
  });
});

describe("betaQuantile", () => {
  const recorded = [
    [0.025, 3, 21, 0.027751507422793201, 0.280379335909411],
    [0.025, 1, 1000, 2.5317487491294048e-5, 0.0036820838968656712],
    [0.5, 0.5, 0.5, 0.5, 0.5],
    [0.975, 30, 2, 0.9920890165381453, 0.83297888376977225],
    [1e-12, 4, 9, 0.0002120782231812108, 0.97430886925381899],
    [0.05, 500, 700, 0.39334489524608102, 0.44014642899232381],
  ];
  for (const [p, a, b, lower, upper] of recorded)
    it(`is R 4.2.2's qbeta(${p}, ${a}, ${b}), from below and from above`, () => {
      expectClose(betaQuantile(p, a, b), lower, { rel: 1e-12, abs: 0 });
      expectClose(betaQuantile(p, a, b, { upper: true }), upper, { rel: 1e-12, abs: 0 });
    });

  it("has ends and nothing beyond", () => {
    expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1]);
    expect([0, 1].map((p) => betaQuantile(p, 2, 3, { upper: true }))).toEqual([1, 0]);
    for (const [p, a, b] of [
      [-0.1, 1, 1],
      [1.1, 1, 1],
      [Number.NaN, 1, 1],
      [0.5, 0, 1],
      [0.5, 1, -1],
    ])
      expect(betaQuantile(p, a, b)).toBeNaN();
  });

  it("takes betaCdf back", () => {
    const shape = fc.double({ min: 0.5, max: 500, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 0.999, noNaN: true }), shape, shape, (p, a, b) => {
        expectClose(betaCdf(betaQuantile(p, a, b), a, b), p, { rel: 1e-9, abs: 0 });
      }),
    );
  });
});
