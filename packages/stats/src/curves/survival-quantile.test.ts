import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnSpells, spellRows } from "../fixtures/drawn-spells.js";
import { kaplanMeier } from "./kaplan-meier.js";
import type { SurvivalCurve } from "./survival-curve.js";
import { survivalQuantile } from "./survival-quantile.js";

const curveOf = (time: number[], event: number[]) =>
  kaplanMeier({ time: Float64Array.from(time), event: Uint8Array.from(event) }, { confidenceType: "plain" })[0];

/** A curve as it might be, for rules on its shape alone. */
const shape = (time: number[], survival: number[], upper = survival): SurvivalCurve => ({
  ...curveOf(time, [...time].fill(1)),
  survival: Float64Array.from(survival),
  lower: Float64Array.from(survival),
  upper: Float64Array.from(upper),
});

describe("survivalQuantile", () => {
  it("is the first time at which survival has fallen to 1 − p", () => {
    expect(survivalQuantile(curveOf([1, 2, 3], [1, 1, 1]), 0.5).estimate).toBe(2);
  });

  it("is the midpoint where survival is 1 − p over an interval", () => {
    expect(survivalQuantile(curveOf([1, 2, 3, 4], [1, 1, 1, 1]), 0.5).estimate).toBe(2.5);
    expect(survivalQuantile(curveOf([1, 2, 3, 5], [1, 1, 0, 1]), 0.5).estimate).toBe(3.5);
  });

  it("is the midpoint with the last time where the curve ends at 1 − p", () => {
    expect(survivalQuantile(curveOf([1, 2, 3, 7], [1, 1, 0, 0]), 0.5).estimate).toBe(4.5);
  });

  it("forgives the round-off of the product", () => {
    const times = Array.from({ length: 24 }, (_, k) => k + 1);
    const curve = curveOf(times, [...times].fill(1));
    expect(curve.survival[11]).not.toBe(0.5);
    expect(survivalQuantile(curve, 0.5).estimate).toBe(12.5);
    expect(survivalQuantile(shape([1, 2], [0.5 + 1e-8, 0.3]), 0.5).estimate).toBe(1.5);
    expect(survivalQuantile(shape([1, 2], [0.5 + 2e-8, 0.3]), 0.5).estimate).toBe(2);
  });

  it("is not reached where survival stays above", () => {
    expect(survivalQuantile(curveOf([1, 2, 3], [1, 0, 0]), 0.5)).toEqual({
      estimate: Number.NaN,
      lower: 1,
      upper: Number.NaN,
    });
    expect(survivalQuantile(curveOf([], []), 0.5).estimate).toBeNaN();
  });

  it("takes of a limit that turns back up the level nearest below 1 − p, as survfit does", () => {
    const curve = shape([1, 2, 3], [0.8, 0.7, 0.6], [0.87, 0.94, 0.95]);
    expect(survivalQuantile(curve, 0.05).upper).toBe(3);
    expect(survivalQuantile(curve, 0.055).upper).toBe(2);
  });

  it("passes over limits that are not defined", () => {
    const curve = shape([1, 2, 3], [0.8, 0.4, 0], [Number.NaN, 0.45, Number.NaN]);
    expect(survivalQuantile(curve, 0.5).upper).toBe(2);
    const ended = shape([1, 2, 3], [0.8, 0.4, 0], [Number.NaN, 0.5, Number.NaN]);
    expect(survivalQuantile(ended, 0.5).upper).toBeNaN();
    expect(survivalQuantile({ ...ended, confidenceType: "log-log" }, 0.5).upper).toBe(2.5);
  });

  it("starts at 0, or at the curve's start", () => {
    const rows = { time: Float64Array.of(3, 4), event: Uint8Array.of(1, 1) };
    expect(survivalQuantile(kaplanMeier(rows)[0], 0).estimate).toBe(0);
    expect(survivalQuantile(kaplanMeier(rows, { startTime: 2 })[0], 0).estimate).toBe(2);
    expect(survivalQuantile(curveOf([1], [0]), 0).estimate).toBeNaN();
  });

  it("refuses a share outside 0 to 1", () => {
    for (const p of [-0.1, 50, Number.NaN])
      expect(() => survivalQuantile(curveOf([1], [1]), p)).toThrow("must be from 0 to 1");
  });

  it("is the middle of the times that S divides into shares p and 1 − p", () => {
    fc.assert(
      fc.property(
        drawnSpells({ minLength: 1, groups: 1 }),
        fc.constantFrom(1 / 8, 1 / 4, 1 / 3, 1 / 2, 3 / 4),
        (drawn, p) => {
          const [curve] = kaplanMeier(spellRows(drawn), { robust: false });
          const first = curve.time.find((_, j) => curve.survival[j] <= 1 - p + 1e-9) ?? Number.NaN;
          const below =
            curve.time.find((_, j) => curve.survival[j] < 1 - p - 1e-9) ?? curve.time[curve.time.length - 1];
          expect(survivalQuantile(curve, p).estimate).toBe((first + below) / 2);
        },
      ),
    );
  });

  it("scales with the unit of time, and comes no earlier for a larger share", () => {
    fc.assert(
      fc.property(drawnSpells({ minLength: 1, groups: 1 }), (drawn) => {
        const [curve] = kaplanMeier(spellRows(drawn));
        const [scaled] = kaplanMeier(spellRows(drawn, [], 32));
        let before = 0;
        for (const p of [0.1, 0.25, 0.5, 0.8]) {
          const { estimate, lower, upper } = survivalQuantile(curve, p);
          const other = survivalQuantile(scaled, p);
          expect([other.estimate, other.lower, other.upper]).toEqual([estimate * 32, lower * 32, upper * 32]);
          if (estimate < before) expect.fail(`${p} is reached at ${estimate}, a smaller share at ${before}`);
          before = Number.isNaN(estimate) ? before : estimate;
        }
      }),
    );
  });
});
