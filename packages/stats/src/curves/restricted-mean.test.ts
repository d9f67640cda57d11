import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnSpells, spellRows } from "../fixtures/drawn-spells.js";
import { expectClose } from "../fixtures/expect-close.js";
import { kaplanMeier } from "./kaplan-meier.js";
import { restrictedMean } from "./restricted-mean.js";

const curveOf = (time: number[], event: number[]) =>
  kaplanMeier({ time: Float64Array.from(time), event: Uint8Array.from(event) })[0];

describe("restrictedMean", () => {
  it("is the area under the curve, with Klein and Moeschberger's error", () => {
    // S = 1 to 1, 3/4 to 2, 3/8 from 3 (times 1, 2+, 3, 4+); areas to 5 from 1 and 3: 2·3/4 + 2·3/8 = 9/4 and 3/4
    const mean = restrictedMean(curveOf([1, 2, 3, 4], [1, 0, 1, 0]), 5);
    expect(mean.estimate).toBeCloseTo(1 + 9 / 4, 14);
    expect(mean.standardError).toBeCloseTo(Math.sqrt((81 / 16) * (1 / 12) + (9 / 16) * (1 / 2)), 14);
  });

  it("stops at tau between two times, at a time, and before all of them", () => {
    const curve = curveOf([1, 2, 3, 4], [1, 0, 1, 0]);
    expect(restrictedMean(curve, 2.5).estimate).toBeCloseTo(1 + (3 / 4) * 1.5, 14);
    expect(restrictedMean(curve, 3).estimate).toBeCloseTo(1 + (3 / 4) * 2, 14);
    expect(restrictedMean(curve, 0.5)).toEqual({ estimate: 0.5, standardError: 0 });
  });

  it("leaves out the term at which all who are left have the event", () => {
    const mean = restrictedMean(curveOf([1, 3], [1, 1]), 5);
    expect(mean.estimate).toBe(2);
    expect(mean.standardError).toBeCloseTo(Math.sqrt(1 * (1 / 2)), 14);
  });

  it("is the plain mean of min(T, tau) without censoring, negative times too", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -5, max: 9 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: -5, max: 12 }),
        (times, tau) => {
          const mean = times.reduce((sum, t) => sum + Math.min(t, tau), 0) / times.length;
          const events = times.map(() => 1);
          expect(restrictedMean(curveOf(times, events), tau).estimate).toBeCloseTo(mean, 12);
        },
      ),
    );
  });

  it("is not defined without rows, and needs a finite tau", () => {
    expect(restrictedMean(curveOf([], []), 5).estimate).toBeNaN();
    expect(() => restrictedMean(curveOf([1], [1]), Number.POSITIVE_INFINITY)).toThrow("tau is Infinity");
  });

  it("is the sum of S over small steps, with the error of its definition", () => {
    fc.assert(
      fc.property(drawnSpells({ minLength: 1, groups: 1 }), fc.integer({ min: 0, max: 20 }), (drawn, halves) => {
        const [curve] = kaplanMeier(spellRows(drawn), { robust: false });
        const area = (from: number) => {
          let sum = 0;
          for (let t = from; t < halves / 2; t += 1 / 2)
            sum += (t < curve.time[0] ? 1 : (curve.survival.findLast((_, j) => curve.time[j] <= t) ?? 1)) / 2;
          return sum;
        };
        let variance = 0;
        curve.time.forEach((t, j) => {
          const [d, n] = [curve.eventCount[j], curve.atRisk[j]];
          if (t <= halves / 2 && d > 0 && n > d) variance += (area(t) ** 2 * d) / (n * (n - d));
        });
        const mean = restrictedMean(curve, halves / 2);
        expectClose([mean.estimate, mean.standardError], [area(0), Math.sqrt(variance)]);
      }),
    );
  });

  it("scales with the unit of time", () => {
    fc.assert(
      fc.property(drawnSpells({ minLength: 1, groups: 1 }), fc.integer({ min: 0, max: 9 }), (drawn, tau) => {
        const mean = restrictedMean(kaplanMeier(spellRows(drawn))[0], tau);
        const scaled = restrictedMean(kaplanMeier(spellRows(drawn, [], 32))[0], tau * 32);
        expectClose([scaled.estimate, scaled.standardError], [mean.estimate * 32, mean.standardError * 32]);
      }),
    );
  });
});
