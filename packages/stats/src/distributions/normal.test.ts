import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { normalCdf, normalQuantile, normalTwoSided, normalUpper } from "./normal.js";

const close = { rel: 1e-12, abs: 0 };

describe("normalUpper", () => {
  it("is R 4.2.2's pnorm(x, lower.tail = FALSE) down to 1e-300", () => {
    const recorded = [
      [-3, 0.9986501019683699],
      [1, 0.15865525393145705],
      [1.96, 0.024997895148220428],
      [8, 6.2209605742717849e-16],
      [20, 2.7536241186062337e-89],
      [37, 5.7255712225245771e-300],
    ];
    for (const [x, p] of recorded) {
      expectClose(normalUpper(x), p, close);
      expectClose(normalCdf(-x), p, close);
      expectClose(normalTwoSided(x), 2 * Math.min(p, normalUpper(-x)), close);
    }
  });

  it("is 1/2 at 0, 0 and 1 at the ends, NaN for NaN", () => {
    expect([normalUpper(0), normalCdf(0), normalTwoSided(0)]).toEqual([0.5, 0.5, 1]);
    expect([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN].map(normalUpper)).toEqual([
      0,
      1,
      Number.NaN,
    ]);
    expect(normalTwoSided(Number.NaN)).toBeNaN();
  });
});

describe("normalQuantile", () => {
  it("is R 4.2.2's qnorm(p)", () => {
    const recorded = [
      [1e-300, -37.047096299361201],
      [1e-100, -21.273453560965319],
      [1e-17, -8.4937932241096004],
      [0.001, -3.0902323061678132],
      [0.025, -1.9599639845400538],
      [0.9, 1.2815515655446008],
      [0.999999, 4.7534243088170891],
    ];
    for (const [p, z] of recorded) expectClose(normalQuantile(p), z, close);
  });

  it("has infinite ends and nothing beyond", () => {
    expect([0, 0.5, 1].map(normalQuantile)).toEqual([Number.NEGATIVE_INFINITY, 0, Number.POSITIVE_INFINITY]);
    for (const p of [-0.1, 1.1, Number.NaN]) expect(normalQuantile(p)).toBeNaN();
  });

  it("takes normalCdf back", () => {
    fc.assert(
      fc.property(fc.double({ min: -36, max: 3, noNaN: true }), (z) => {
        expectClose(normalQuantile(normalCdf(z)), z, { rel: 1e-12, abs: 1e-12 });
      }),
    );
  });
});
