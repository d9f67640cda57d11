import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnSpells, spellRows } from "../fixtures/drawn-spells.js";
import { kaplanMeier } from "./kaplan-meier.js";
import { survivalAt } from "./survival-at.js";

// times 2, 3+, 3, 5+ : S = 3/4 from 2, 1/2 from 3
const rows = { time: Float64Array.of(2, 3, 3, 5), event: Uint8Array.of(1, 0, 1, 0) };
const [curve] = kaplanMeier(rows);

describe("survivalAt", () => {
  it("reads the curve at and between its times, and counts since the previous listed time", () => {
    const found = survivalAt(curve, [2, 2.5, 4, 9]);
    expect(found.map(({ survival }) => survival)).toEqual([3 / 4, 3 / 4, 1 / 2, 1 / 2]);
    expect(found.map(({ events }) => events)).toEqual([1, 0, 1, 0]);
    expect(found.map(({ censored }) => censored)).toEqual([0, 0, 1, 1]);
    expect(found[2].standardError).toBe(curve.standardError[1]);
    expect(found[2].upper).toBe(curve.upper[1]);
    expect(found[2].cumulativeHazard).toBe(curve.cumulativeHazard[1]);
  });

  it("counts at risk those just before the time, nobody beyond the last", () => {
    expect(survivalAt(curve, [0, 2, 2.5, 3, 5, 5.1]).map(({ atRisk }) => atRisk)).toEqual([4, 4, 3, 3, 1, 0]);
    expect(survivalAt(curve, [3, 3]).map(({ atRisk }) => atRisk)).toEqual([3, 3]);
  });

  it("is 1 without error before the first time, on every scale", () => {
    expect(survivalAt(curve, [1])[0]).toMatchObject({ survival: 1, standardError: 0, lower: 1, upper: 1 });
    expect(survivalAt(kaplanMeier(rows, { confidenceType: "none" })[0], [1])[0].lower).toBeNaN();
  });

  it("sorts the times and leaves the caller's alone", () => {
    const times = [5, 1];
    expect(survivalAt(curve, times).map(({ time }) => time)).toEqual([1, 5]);
    expect(times).toEqual([5, 1]);
  });

  it("is not defined for a group without rows, nor at a time that is none", () => {
    const [empty] = kaplanMeier({ time: new Float64Array(0), event: new Uint8Array(0) });
    expect(survivalAt(empty, [1])[0]).toMatchObject({ survival: Number.NaN, atRisk: 0, events: 0 });
    expect(() => survivalAt(curve, [1, Number.NaN])).toThrow("times[1] is NaN");
  });

  it("agrees with looking each time up among the rows", () => {
    const times = fc.array(
      fc.integer({ min: 0, max: 20 }).map((half) => half / 2),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(drawnSpells({ minLength: 1, groups: 1 }), times, (drawn, listed) => {
        const [whole] = kaplanMeier(spellRows(drawn), { robust: false });
        const add = (keep: (spell: (typeof drawn)[number]) => boolean) =>
          drawn.filter(keep).reduce((sum, { weight }) => sum + weight, 0);
        let since = Number.NEGATIVE_INFINITY;
        for (const at of survivalAt(whole, listed)) {
          const next = Math.min(...drawn.map(({ time }) => time).filter((time) => time >= at.time));
          const passed = Array.from(whole.time).filter((time) => time <= at.time).length;
          expect(at.atRisk).toBe(add(({ time, length }) => time - length < next && next <= time));
          expect(at.events).toBe(add(({ time, event }) => event === 1 && since < time && time <= at.time));
          expect(at.censored).toBe(add(({ time, event }) => event === 0 && since < time && time <= at.time));
          expect(at.survival).toBe(passed === 0 ? 1 : whole.survival[passed - 1]);
          expect(at.cumulativeHazard).toBe(passed === 0 ? 0 : whole.cumulativeHazard[passed - 1]);
          since = at.time;
        }
      }),
    );
  });
});
