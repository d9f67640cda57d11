import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bracketedRoot } from "./bracketed-root.js";

const close = { tolerance: 1e-13, absolute: true };

describe("bracketedRoot", () => {
  it("finds the place at which a function changes its sign, whichever end is the lower", () => {
    fc.assert(
      fc.property(fc.double({ min: -5, max: 5, noNaN: true }), fc.boolean(), (root, turned) => {
        const f = (x: number) => Math.sinh(x - root);
        const ends = [-7, 8].map((x) => ({ x, value: f(x) }));
        const [a, b] = turned ? ends.toReversed() : ends;
        expect(bracketedRoot(f, a, b, close)).toBeCloseTo(root, 10);
      }),
    );
  });

  it("bisects where a value is infinite", () => {
    const f = (x: number) => (x > 2 ? Number.NEGATIVE_INFINITY : 1 - x);
    expect(bracketedRoot(f, { x: 0, value: 1 }, { x: 9, value: f(9) }, close)).toBeCloseTo(1, 10);
  });

  it("takes few steps where an end would stay for ever", () => {
    let steps = 0;
    const f = (x: number) => {
      steps++;
      return x ** 9 - 1e-3;
    };
    expect(bracketedRoot(f, { x: 0, value: -1e-3 }, { x: 3, value: 3 ** 9 }, close)).toBeCloseTo(1e-3 ** (1 / 9), 9);
    expect(steps).toBeLessThan(80);
  });
});
