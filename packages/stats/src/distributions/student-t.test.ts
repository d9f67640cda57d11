import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { normalUpper } from "./normal.js";
import { tQuantile, tTwoSided, tUpper } from "./student-t.js";

describe("tUpper", () => {
  const recorded = [
    [0.1, 3, 0.46332617440040291],
    [2, 1, 0.14758361765043321],
    [-2, 4.7, 0.94721390889828028],
    [12.7, 1, 0.025012163844672076],
    [40, 30, 6.8630225972031808e-28],
    [1e10, 30, 1.0364534652561783e-279],
    [37, 1e5, 5.9873141217120422e-298],
    [30, 700, 4.4155509379342077e-128],
    [1e-9, 1, 0.49999999968169012],
  ];
  for (const [t, df, p] of recorded)
    it(`is R 4.2.2's pt(${t}, ${df}, lower.tail = FALSE)`, () => {
      expectClose(tUpper(t, df), p, { rel: 1e-12, abs: 0 });
      if (t > 0) expectClose(tTwoSided(-t, df), 2 * p, { rel: 1e-12, abs: 0 });
    });

  it("is an arc for 1 degree of freedom, a root for 2, the normal for infinitely many", () => {
    for (const t of [-3, -0.2, 0.3, 1, 7]) {
      expectClose(tUpper(t, 1), 1 / 2 - Math.atan(t) / Math.PI, { rel: 1e-14, abs: 0 });
      expectClose(tUpper(t, 2), 1 / 2 - t / (2 * Math.sqrt(2 + t * t)), { rel: 1e-13, abs: 0 });
      expect(tUpper(t, Number.POSITIVE_INFINITY)).toBe(normalUpper(t));
    }
  });

  it("has ends, and no value without degrees of freedom", () => {
    expect([tUpper(0, 3), tUpper(Number.POSITIVE_INFINITY, 3), tUpper(Number.NEGATIVE_INFINITY, 3)]).toEqual([
      0.5, 0, 1,
    ]);
    for (const [t, df] of [
      [1, 0],
      [1, -1],
      [1, Number.NaN],
      [Number.NaN, 3],
    ])
      expect(tUpper(t, df)).toBeNaN();
  });
});

describe("tQuantile", () => {
  const recorded = [
    [0.975, 1, 12.706204736174694],
    [0.975, 4.7, 2.6207260753531694],
    [0.995, 30, 2.7499956535672254],
    [0.9, 100, 1.2900747613465124],
    [0.025, 2, -4.3026527297494637],
    [0.999, 1000, 3.098402163912922],
  ];
  for (const [p, df, t] of recorded)
    it(`is R 4.2.2's qt(${p}, ${df})`, () => {
      expectClose(tQuantile(p, df), t, { rel: 1e-12, abs: 0 });
    });

  it("is 0 in the middle, the normal's for infinitely many degrees, and nothing outside [0, 1]", () => {
    expect(tQuantile(0.5, 7)).toBe(0);
    expectClose(tQuantile(0.975, Number.POSITIVE_INFINITY), 1.9599639845400538, { rel: 1e-14, abs: 0 });
    for (const [p, df] of [
      [-0.1, 3],
      [1.1, 3],
      [0.5, 0],
      [Number.NaN, 3],
    ])
      expect(tQuantile(p, df)).toBeNaN();
  });
});
