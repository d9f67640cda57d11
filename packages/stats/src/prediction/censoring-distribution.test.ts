import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { censoringDistribution, ipcwWeights } from "./censoring-distribution.js";

const four = { time: Float64Array.of(1, 2, 3, 4), event: Uint8Array.of(1, 0, 1, 1) };

describe("censoringDistribution", () => {
  it("is the curve of censoring", () => {
    const [curve] = censoringDistribution(four);
    expectClose(curve.time, [1, 2, 3, 4]);
    expectClose(curve.survival, [1, 2 / 3, 2 / 3, 2 / 3]);
    expectClose(curve.censored, [0, 1, 0, 0]);
  });

  it("has deaths leave before the censorings of their time", () => {
    // At 2 a death and a censoring of 3: the death is gone, so 1 of 2
    const [curve] = censoringDistribution({ time: Float64Array.of(2, 2, 5), event: Uint8Array.of(1, 0, 0) });
    expectClose(curve.survival, [1 / 2, 0]);
  });

  it("is Kaplan and Meier's with events and censorings exchanged, where none are tied", () => {
    const times = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(times, fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), (t, e) => {
        const time = Float64Array.from(t);
        const event = Uint8Array.from(t, (_, i) => Number(e[i]));
        const [curve] = censoringDistribution({ time, event });
        let g = 1;
        const expected = t
          .map((at, i) => [at, event[i]])
          .sort(([a], [b]) => a - b)
          .map(([, died], k) => (g *= died ? 1 : 1 - 1 / (t.length - k)));
        expectClose(curve.survival, expected, { rel: 1e-12 });
      }),
    );
  });

  it("has a curve for each group", () => {
    const curves = censoringDistribution({ ...four, group: Int32Array.of(0, 1, 0, 1) });
    expect(curves.map(({ group, survival }) => [group, survival.at(-1)])).toEqual([
      [0, 1],
      [1, 1 / 2],
    ]);
  });
});

describe("ipcwWeights", () => {
  it("weigh those known by then by the inverse of being seen, and those censored before by 0", () => {
    // row 2 is still there at 2.5: G = 2/3
    expectClose(ipcwWeights(four, [2.5, 3.5]), [1, 0, 3 / 2, 3 / 2, 1, 0, 3 / 2, 3 / 2]);
  });

  it("hand the weight of the censored on to those after them: the sum stays", () => {
    const rows = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(
        rows,
        fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
        fc.integer({ min: 1, max: 40 }),
        (t, e, at) => {
          const time = Float64Array.from(t);
          const event = Uint8Array.from(t, (_, i) => Number(e[i]));
          fc.pre(Math.max(...t) > at);
          const weights = ipcwWeights({ time, event }, [at]);
          expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(t.length, 8);
        },
      ),
    );
  });

  it("start from the case weights", () => {
    const weights = ipcwWeights({ ...four, weights: Float64Array.of(2, 1, 1, 1) }, [0.5]);
    expectClose(weights, [2, 1, 1, 1]);
  });

  it("refuse late entries and times that are none", () => {
    expect(() => ipcwWeights({ ...four, entry: new Float64Array(4) } as never, [1])).toThrow("entry is given");
    expect(() => ipcwWeights(four, [1, Number.NaN])).toThrow("times[1] is NaN");
  });
});
