import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { chiSquaredUpper } from "./chi-squared.js";
import { normalTwoSided } from "./normal.js";

describe("chiSquaredUpper", () => {
  const recorded = [
    [3.84, 1, 0.050043521248705224],
    [10, 0.5, 0.00049202512444633994],
    [0.1, 2, 0.95122942450071402],
    [50, 3, 7.9891792449514704e-11],
    [1380, 2, 2.1717382813898272e-300],
    [1300, 1, 1.1303728441492744e-284],
    [150, 200, 0.99664755850181297],
    [600, 200, 1.4110215102111522e-41],
    [2000, 2000, 0.49579475581978449],
    [4500, 2000, 2.0785283436491197e-193],
  ];
  for (const [x, df, p] of recorded)
    it(`is R 4.2.2's pchisq(${x}, ${df}, lower.tail = FALSE)`, () => {
      expectClose(chiSquaredUpper(x, df), p, { rel: 1e-12, abs: 0 });
    });

  it("is exp(−x/2) for 2 degrees of freedom and the square of a normal for 1", () => {
    for (const x of [0.01, 1, 30, 1000]) {
      expectClose(chiSquaredUpper(x, 2), Math.exp(-x / 2), { rel: 1e-13, abs: 0 });
      expectClose(chiSquaredUpper(x * x, 1), normalTwoSided(x), { rel: 1e-12, abs: 0 });
    }
  });

  it("is 1 up to 0, 0 at infinity, and not defined without degrees of freedom", () => {
    expect([chiSquaredUpper(-1, 3), chiSquaredUpper(0, 3), chiSquaredUpper(Number.POSITIVE_INFINITY, 3)]).toEqual([
      1, 1, 0,
    ]);
    for (const [x, df] of [
      [1, 0],
      [1, -2],
      [1, Number.NaN],
      [Number.NaN, 1],
    ])
      expect(chiSquaredUpper(x, df)).toBeNaN();
  });
});
