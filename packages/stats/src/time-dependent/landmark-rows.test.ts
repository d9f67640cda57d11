import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnSpells, spellRows } from "../fixtures/drawn-spells.js";
import { landmarkRows } from "./landmark-rows.js";

const list = (values: ArrayLike<number>) => Array.from(values);
const rows = { time: Float64Array.of(2, 3, 5, 9, 4), event: Uint8Array.of(1, 0, 1, 0, 1) };

describe("landmarkRows", () => {
  it("keeps those at risk after the landmark; an event at it comes before", () => {
    const made = landmarkRows(rows, [4]);
    expect([made.source, made.entry, made.time, made.event].map(list)).toEqual([
      [2, 3],
      [4, 4],
      [5, 9],
      [1, 0],
    ]);
    expect(made.excluded).toEqual([{ landmark: 4, eventBefore: 2, censoredBefore: 1, enteredAfter: 0 }]);
  });

  it("counts those who had not entered yet", () => {
    const made = landmarkRows({ ...rows, entry: Float64Array.of(0, 0, 4.5, 4, 0) }, [4]);
    expect(list(made.source)).toEqual([3]);
    expect(made.excluded[0].enteredAfter).toBe(1);
  });

  it("counts time from the landmark where asked to", () => {
    const made = landmarkRows(rows, [4], { reset: true });
    expect([made.entry, made.time].map(list)).toEqual([
      [0, 0],
      [1, 5],
    ]);
  });

  it("ends follow-up with the window: an event at its end counts, a later one is censored there", () => {
    const made = landmarkRows(rows, [2], { window: 3 });
    expect([made.source, made.time, made.event].map(list)).toEqual([
      [1, 2, 3, 4],
      [3, 5, 5, 4],
      [0, 1, 0, 1],
    ]);
    const shorter = landmarkRows(rows, [2], { window: 2.5, reset: true });
    expect([shorter.time, shorter.event].map(list)).toEqual([
      [1, 2.5, 2.5, 2],
      [0, 0, 0, 1],
    ]);
  });

  it("stacks the data sets of several landmarks, with a stratum each", () => {
    const made = landmarkRows(rows, [0, 4, 20]);
    expect([made.source, made.landmark, made.stratum].map(list)).toEqual([
      [0, 1, 2, 3, 4, 2, 3],
      [0, 0, 0, 0, 0, 4, 4],
      [0, 0, 0, 0, 0, 1, 1],
    ]);
    expect(made.excluded[2]).toEqual({ landmark: 20, eventBefore: 3, censoredBefore: 2, enteredAfter: 0 });
  });

  it("counts everybody once at each landmark: kept, or left out for one reason", () => {
    for (const { landmark, eventBefore, censoredBefore, enteredAfter } of landmarkRows(rows, [0, 2, 3.5, 9]).excluded) {
      const kept = list(landmarkRows(rows, [landmark]).source).length;
      expect(kept + eventBefore + censoredBefore + enteredAfter).toBe(5);
    }
  });

  it("joins a subject's rows from the one at the landmark to the first event or gap", () => {
    // Subject 0: 0–3, 3–6, 6–8 with an event at 8. Subject 1: 0–3, event, goes on to 5. Subject 2: 0–3, then 5–9 after a gap.
    const histories = {
      entry: Float64Array.of(6, 0, 3, 0, 3, 0, 5),
      time: Float64Array.of(8, 3, 6, 3, 5, 3, 9),
      event: Uint8Array.of(1, 0, 0, 1, 0, 0, 1),
      id: Int32Array.of(0, 0, 0, 1, 1, 2, 2),
    };
    const at = (s: number) => {
      const made = landmarkRows(histories, [s]);
      return { rows: list(made.source).map((i, k) => [i, made.time[k], made.event[k]]), ...made.excluded[0] };
    };
    const one = { eventBefore: 0, censoredBefore: 0, enteredAfter: 0 };
    // At 2 subject 1 ends with its first event, subject 2 with the gap; at 3 subject 2 is out of sight.
    expect(at(2)).toMatchObject({
      rows: [
        [1, 8, 1],
        [3, 3, 1],
        [5, 3, 0],
      ],
      ...one,
    });
    expect(at(3)).toMatchObject({
      rows: [
        [2, 8, 1],
        [4, 5, 0],
      ],
      ...one,
      enteredAfter: 1,
    });
    expect(at(5)).toMatchObject({
      rows: [
        [2, 8, 1],
        [6, 9, 1],
      ],
      ...one,
      censoredBefore: 1,
    });
    expect(at(8)).toMatchObject({ rows: [[6, 9, 1]], ...one, eventBefore: 1, censoredBefore: 1 });
    expect(at(-1)).toMatchObject({ rows: [], ...one, enteredAfter: 3 });
  });

  it("gives a subject in pieces the follow-up of the whole, left out for the same reasons", () => {
    const shape = drawnSpells({ groups: 1 });
    fc.assert(
      fc.property(shape, fc.integer({ min: -3, max: 9 }), fc.constantFrom(1.5, 3, Infinity), (drawn, s, window) => {
        const pieces = drawn.flatMap((spell, id) =>
          Array.from({ length: spell.length }, (_, k) => ({
            ...spell,
            id,
            time: spell.time - spell.length + k + 1,
            length: 1,
            event: k + 1 === spell.length ? spell.event : 0,
          })),
        );
        const options = { window };
        const whole = landmarkRows(spellRows(drawn), [s], options);
        const id = Int32Array.from(pieces, (piece) => piece.id);
        const split = landmarkRows({ ...spellRows(pieces), id }, [s], options);
        expect(split.excluded).toEqual(whole.excluded);
        expect(list(split.source).map((i) => id[i])).toEqual(list(whole.source));
        for (const name of ["entry", "time", "event", "landmark"] as const) expect(split[name]).toEqual(whole[name]);
      }),
    );
  });

  it("stacks what each landmark gives alone, and counts everybody at each", () => {
    fc.assert(
      fc.property(drawnSpells(), fc.boolean(), (drawn, reset) => {
        const of = spellRows(drawn);
        const options = { window: 2, reset };
        const stacked = landmarkRows(of, [0, 3, 4], options);
        const single = [0, 3, 4].map((s) => landmarkRows(of, [s], options));
        for (const name of ["source", "entry", "time", "event", "landmark"] as const)
          expect(list(stacked[name])).toEqual(single.flatMap((made) => list(made[name])));
        single.forEach(({ source, excluded: [{ eventBefore, censoredBefore, enteredAfter }] }) => {
          expect(source.length + eventBefore + censoredBefore + enteredAfter).toBe(drawn.length);
        });
      }),
    );
  });

  it("takes a time that is the landmark but for round-off for the landmark, and a row that begins there in", () => {
    const near = {
      time: Float64Array.of(0.1 + 0.2, 1),
      event: Uint8Array.of(1, 1),
      entry: Float64Array.of(0, 0.1 + 0.2),
    };
    const made = landmarkRows(near, [0.3]);
    expect(list(made.source)).toEqual([1]);
    expect(made.excluded[0].eventBefore).toBe(1);
  });

  it("is empty without rows, without landmarks, and where nobody is left", () => {
    const none = landmarkRows({ time: new Float64Array(0), event: new Uint8Array(0) }, [1]);
    expect([none.time.length, none.excluded]).toEqual([
      0,
      [{ landmark: 1, eventBefore: 0, censoredBefore: 0, enteredAfter: 0 }],
    ]);
    expect(landmarkRows(rows, []).time).toHaveLength(0);
    expect(landmarkRows(rows, [9]).time).toHaveLength(0);
    expect(Object.isFrozen(none)).toBe(true);
  });

  it("refuses what cannot be", () => {
    expect(() => landmarkRows(rows, [4, 4])).toThrow("landmarks[1] is 4, landmarks[0] is 4; they must ascend");
    expect(() => landmarkRows(rows, [Number.NaN])).toThrow("landmarks[0] is NaN");
    expect(() => landmarkRows(rows, [1], { window: 0 })).toThrow("window is 0; it must be above 0");
    expect(() => landmarkRows({ ...rows, time: Float64Array.of(1) }, [1])).toThrow("event has 5 rows");
    expect(() => landmarkRows({ ...rows, id: Int32Array.of(0, 0, 1, 2, 3) }, [1])).toThrow(
      "rows 0 and 1 of subject 0 overlap: time[0] is 2, entry[1] is the start",
    );
  });
});
