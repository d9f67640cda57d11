import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kaplanMeier } from "../curves/kaplan-meier.js";
import { drawnSpells, spellRows } from "../fixtures/drawn-spells.js";
import { eventTimesOnly } from "./event-times.js";

describe("eventTimesOnly", () => {
  it("lists the event times and counts the censorings since the one before", () => {
    const [curve] = kaplanMeier({ time: Float64Array.of(1, 2, 3, 3, 4), event: Uint8Array.of(0, 1, 0, 1, 0) });
    const listed = eventTimesOnly(curve);
    expect(Array.from(listed.time)).toEqual([2, 3]);
    expect(Array.from(listed.atRisk)).toEqual([4, 3]);
    expect(Array.from(listed.censored)).toEqual([1, 1]);
    expect(Array.from(listed.survival)).toEqual([3 / 4, 1 / 2]);
    expect(listed.n).toBe(5);
    expect(curve.time).toHaveLength(4);
  });

  it("lists nothing without events", () => {
    const [curve] = kaplanMeier({ time: Float64Array.of(1), event: Uint8Array.of(0) });
    expect(eventTimesOnly(curve).time).toHaveLength(0);
  });

  it("loses no event and no censoring up to the last event, and changes no value", () => {
    fc.assert(
      fc.property(drawnSpells({ groups: 1 }), (drawn) => {
        const [curve] = kaplanMeier(spellRows(drawn));
        const listed = eventTimesOnly(curve);
        const add = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);
        const end = curve.time.findLastIndex((_, j) => curve.eventCount[j] > 0) + 1;
        expect(add(listed.eventCount)).toBe(curve.events);
        expect(add(listed.censored)).toBe(add(curve.censored.slice(0, end)));
        expect(Array.from(listed.survival)).toEqual(
          Array.from(listed.time, (t) => curve.survival[curve.time.indexOf(t)]),
        );
      }),
    );
  });
});
