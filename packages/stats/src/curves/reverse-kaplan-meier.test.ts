import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnSpells, shuffled, spellRows } from "../fixtures/drawn-spells.js";
import { kaplanMeier } from "./kaplan-meier.js";
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

  it("stays at 1 with one death and falls to 0 with one censoring", () => {
    const one = (event: number) => reverseKaplanMeier({ time: Float64Array.of(2), event: Uint8Array.of(event) })[0];
    expect([one(1).survival[0], one(0).survival[0]]).toEqual([1, 0]);
  });

  it("is Kaplan–Meier of the flipped rows, in any order and unit, and turned twice the curve itself", () => {
    fc.assert(
      fc.property(shuffled(drawnSpells()), ([drawn, other]) => {
        const flipped = drawn.map((spell) => ({ ...spell, event: 1 - spell.event }));
        const curves = reverseKaplanMeier(spellRows(drawn), { groups: 3 });
        expect(curves).toEqual(kaplanMeier(spellRows(flipped), { groups: 3 }));
        expect(reverseKaplanMeier(spellRows(flipped))).toEqual(kaplanMeier(spellRows(drawn)));
        const elsewhere = reverseKaplanMeier(spellRows(other, [], 4), { groups: 3, robust: false });
        reverseKaplanMeier(spellRows(drawn), { groups: 3, robust: false }).forEach((curve, g) => {
          expect({ ...elsewhere[g], time: elsewhere[g].time.map((t) => t / 4) }).toEqual(curve);
        });
      }),
    );
  });

  it("is the share still followed, where nobody dies", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 }), (times) => {
        const [curve] = reverseKaplanMeier({ time: Float64Array.from(times), event: new Uint8Array(times.length) });
        curve.time.forEach((t, j) => {
          expect(curve.survival[j]).toBeCloseTo(times.filter((time) => time > t).length / times.length, 13);
        });
      }),
    );
  });
});
