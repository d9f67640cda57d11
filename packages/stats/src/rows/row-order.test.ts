import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnSpells, spellRows } from "../fixtures/drawn-spells.js";
import { rowOrder } from "./row-order.js";

const rows = {
  time: Float64Array.of(3, 1, 3, 2),
  event: Uint8Array.of(1, 1, 0, 0),
  entry: Float64Array.of(0, -1, 2, 1),
  group: Int32Array.of(0, 1, 0, 0),
};

describe("rowOrder", () => {
  it("lists the rows by group and end, and by group and entry, on one grid of times", () => {
    const order = rowOrder(rows, 3);
    expect(order.groups).toBe(3);
    expect(Array.from(order.times)).toEqual([-1, 0, 1, 2, 3]);
    expect(Array.from(order.first)).toEqual([0, 3, 4, 4]);
    expect(Array.from(order.byEnd)).toEqual([3, 0, 2, 1]);
    expect(Array.from(order.byEntry ?? [])).toEqual([0, 3, 2, 1]);
  });

  it("leaves out the rows that end before the start, but not those that end at it by round-off", () => {
    expect(Array.from(rowOrder(rows, 1, 2).byEnd)).toEqual([3, 0, 2]);
    const times = { time: Float64Array.of(0.1 + 0.2, 0.3, 0.2), event: Uint8Array.of(1, 1, 1) };
    expect(Array.from(rowOrder(times, 1, 0.3).byEnd)).toEqual([0, 1]);
  });

  it("is empty for no rows, and refuses a start that is none and groups that are none", () => {
    const none = { time: new Float64Array(0), event: new Uint8Array(0) };
    expect(rowOrder(none).byEnd).toHaveLength(0);
    expect(() => rowOrder(rows, 1, Number.NaN)).toThrow("startTime is NaN; it must be a finite number");
    expect(() => rowOrder(rows, -1)).toThrow("groups is -1; it must be a whole number from 0");
  });

  it("is a stable sort", () => {
    fc.assert(
      fc.property(drawnSpells(), (drawn) => {
        const { first, byEnd, byEntry = new Int32Array(0) } = rowOrder(spellRows(drawn), 3);
        for (let g = 0; g < 3; g++) {
          const own = drawn.map((spell, i) => ({ ...spell, i })).filter(({ group }) => group === g);
          const sorted = (by: (spell: (typeof own)[number]) => number) =>
            [...own].sort((a, b) => by(a) - by(b) || a.i - b.i).map(({ i }) => i);
          expect(Array.from(byEnd.slice(first[g], first[g + 1]))).toEqual(sorted(({ time }) => time));
          expect(Array.from(byEntry.slice(first[g], first[g + 1]))).toEqual(
            sorted(({ time, length }) => time - length),
          );
        }
      }),
    );
  });
});
