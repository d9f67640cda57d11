import { describe, expect, it } from "vitest";
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

  it("refuses what cannot be", () => {
    expect(() => landmarkRows(rows, [4, 4])).toThrow("landmarks[1] is 4, landmarks[0] is 4; they must ascend");
    expect(() => landmarkRows(rows, [Number.NaN])).toThrow("landmarks[0] is NaN");
    expect(() => landmarkRows(rows, [1], { window: 0 })).toThrow("window is 0; it must be above 0");
    expect(() => landmarkRows({ ...rows, time: Float64Array.of(1) }, [1])).toThrow("event has 5 rows");
  });
});
