import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { fUpper } from "./f.js";
import { tTwoSided } from "./student-t.js";

describe("fUpper", () => {
  const recorded = [
    [0.5, 3, 7, 0.69403638756881381],
    [1, 1, 1, 0.5],
    [4, 2, 10, 0.052922149401344654],
    [50, 1, 50, 4.6456955600343084e-9],
    [200, 20, 3, 0.00050404905340024864],
    [10, 100, 1000, 1.8840541661174749e-95],
    [10000, 7, 200, 9.1930216388417021e-251],
    [2500, 2, 600, 9.7491558534976414e-292],
  ];
  for (const [x, df1, df2, p] of recorded)
    it(`is R 4.2.2's pf(${x}, ${df1}, ${df2}, lower.tail = FALSE)`, () => {
      expectClose(fUpper(x, df1, df2), p, { rel: 1e-12, abs: 0 });
    });

  it("is the square of a t for 1 and the mirror of the inverse ratio", () => {
    for (const [x, df] of [
      [0.3, 2],
      [1, 5],
      [8, 40],
    ]) {
      expectClose(fUpper(x * x, 1, df), tTwoSided(x, df), { rel: 1e-13, abs: 0 });
      expectClose(fUpper(x, 3, df) + fUpper(1 / x, df, 3), 1, { rel: 1e-14, abs: 0 });
    }
  });

  it("is 1 up to 0, 0 at infinity, and not defined without degrees of freedom", () => {
    expect([fUpper(-1, 2, 3), fUpper(0, 2, 3), fUpper(Number.POSITIVE_INFINITY, 2, 3)]).toEqual([1, 1, 0]);
    for (const [x, df1, df2] of [
      [1, 0, 3],
      [1, 2, 0],
      [1, Number.NaN, 3],
      [Number.NaN, 2, 3],
    ])
      expect(fUpper(x, df1, df2)).toBeNaN();
  });
});
