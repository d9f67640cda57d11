import { describe, expect, it } from "vitest";
import { reverseKaplanMeier } from "./reverse-kaplan-meier.js";
import { survivalQuantile } from "./survival-quantile.js";

describe("reverseKaplanMeier", () => {
  it("takes censorings for events that precede the deaths at their time", () => {
    // censorings at 1 (of 4 at risk), 2 (of 3, tied with a death) and 3
    const [curve] = reverseKaplanMeier({ time: Float64Array.of(1, 2, 2, 3), event: Uint8Array.of(0, 0, 1, 0) });
    [3 / 4, (3 / 4) * (2 / 3), 0].forEach((s, j) => {
      expect(curve.survival[j]).toBeCloseTo(s, 14);
    });
    expect(Array.from(curve.censored)).toEqual([0, 1, 0]);
    expect(survivalQuantile(curve, 0.5).estimate).toBe(2.5);
  });

  it("stays at 1 where everybody died, and keeps the rows as they were", () => {
    const event = Uint8Array.of(1, 1);
    const [curve] = reverseKaplanMeier({ time: Float64Array.of(1, 2), event });
    expect(Array.from(curve.survival)).toEqual([1, 1]);
    expect(Array.from(event)).toEqual([1, 1]);
    expect(reverseKaplanMeier({ time: new Float64Array(0), event: new Uint8Array(0) })[0].n).toBe(0);
  });

  it("refuses an event that is neither 0 nor 1 before flipping it", () => {
    expect(() => reverseKaplanMeier({ time: Float64Array.of(1), event: Uint8Array.of(2) })).toThrow("event[0] is 2");
  });
});
