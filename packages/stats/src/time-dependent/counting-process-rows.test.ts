import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countingProcessRows, type DatedRows } from "./counting-process-rows.js";

const kind = (
  type: DatedRows["type"],
  rows: [subject: number, time: number, value?: number][],
  more = {},
): DatedRows => ({
  type,
  name: "x",
  subject: Int32Array.from(rows, ([subject]) => subject),
  time: Float64Array.from(rows, ([, time]) => time),
  ...(rows.some((row) => row.length > 2) && { values: Float64Array.from(rows, ([, , value]) => value ?? 0) }),
  ...more,
});
const one = { time: Float64Array.of(10) };
const list = (values: ArrayLike<number>) => Array.from(values);

describe("countingProcessRows", () => {
  it("cuts a follow-up where a covariate changes; the value holds over the rows that begin there", () => {
    // as tmerge(…, x = tdc(time)): a transplant on day 4
    const made = countingProcessRows(one, [kind("covariate", [[0, 4]])]);
    expect([made.entry, made.time, made.columns.x].map(list)).toEqual([
      [0, 4],
      [4, 10],
      [0, 1],
    ]);
    expect(made.counts.x).toEqual({ early: 0, late: 0, within: 1, boundary: 0, leading: 0, trailing: 0, tied: 0 });
  });

  it("takes a value at or before the start as the first one, and none after the end", () => {
    const rows: [number, number, number][] = [
      [0, -3, 5],
      [0, -1, 6],
      [0, 7, 8],
      [0, 10, 9],
      [0, 12, 10],
    ];
    const made = countingProcessRows(one, [kind("covariate", rows)]);
    expect([made.entry, made.time, made.columns.x].map(list)).toEqual([
      [0, 7],
      [7, 10],
      [6, 8],
    ]);
    expect(made.counts.x).toMatchObject({ early: 2, within: 1, trailing: 1, late: 1 });
  });

  it("leaves a covariate with values NaN, or at its initial value, before the first date", () => {
    expect(list(countingProcessRows(one, [kind("covariate", [[0, 4, 7]])]).columns.x)).toEqual([Number.NaN, 7]);
    expect(list(countingProcessRows(one, [kind("covariate", [[0, 4, 7]], { initial: 2 })]).columns.x)).toEqual([2, 7]);
  });

  it("adds up a cumulative covariate", () => {
    const made = countingProcessRows(one, [
      kind("cumulative-covariate", [
        [0, 0, 2],
        [0, 4, 3],
        [0, 6, -1],
      ]),
    ]);
    expect(list(made.columns.x)).toEqual([2, 5, 4]);
    expect(made.counts.x).toMatchObject({ leading: 1, within: 2 });
  });

  it("puts an event into the row that ends at its date, and none at the start or outside", () => {
    const made = countingProcessRows(one, [
      kind("event", [
        [0, 0],
        [0, 3],
        [0, 10],
        [0, 11],
      ]),
    ]);
    expect([made.entry, made.time, made.columns.x].map(list)).toEqual([
      [0, 3],
      [3, 10],
      [1, 1],
    ]);
    expect(made.counts.x).toMatchObject({ leading: 1, within: 1, trailing: 1, late: 1 });
  });

  it("counts the events before in a cumulative event", () => {
    const made = countingProcessRows(one, [
      kind("cumulative-event", [
        [0, -1],
        [0, 3],
        [0, 5],
      ]),
    ]);
    expect(list(made.columns.x)).toEqual([2, 3, 0]);
  });

  it("merges kinds one after the other: what lies on an earlier cut is on a boundary", () => {
    const made = countingProcessRows({ time: Float64Array.of(10, 8), entry: Float64Array.of(1, 2) }, [
      {
        ...kind("covariate", [
          [1, 5],
          [0, 4],
        ]),
        name: "a",
      },
      {
        ...kind("event", [
          [0, 4],
          [1, 8],
          [0, 1],
        ]),
        name: "b",
      },
    ]);
    expect(list(made.subject)).toEqual([0, 0, 1, 1]);
    expect([made.entry, made.time, made.columns.a, made.columns.b].map(list)).toEqual([
      [1, 4, 2, 5],
      [4, 10, 5, 8],
      [0, 1, 0, 1],
      [1, 0, 0, 1],
    ]);
    expect(made.counts.b).toMatchObject({ leading: 1, boundary: 1, trailing: 1 });
  });

  it("takes the last of several rows of one date, and says how many there were", () => {
    const made = countingProcessRows(one, [
      kind("covariate", [
        [0, 4, 1],
        [0, 4, 2],
        [0, 4 + 1e-12, 3],
      ]),
    ]);
    expect(list(made.columns.x)).toEqual([Number.NaN, 3]);
    expect(made.counts.x).toMatchObject({ within: 3, tied: 2 });
  });

  it("keeps everybody's time at risk whole, and does not depend on the order of the dated rows", () => {
    const dated = fc.uniqueArray(
      fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -2, max: 14 }), fc.integer({ min: 0, max: 3 })),
      { maxLength: 12, selector: ([i, t]) => `${i} ${t}` },
    );
    fc.assert(
      fc.property(
        dated,
        fc.constantFrom("covariate", "cumulative-covariate", "event", "cumulative-event"),
        (rows, type) => {
          const subjects = { time: Float64Array.of(5, 10, 3, 12) };
          const made = countingProcessRows(subjects, [kind(type, rows)]);
          for (let i = 0; i < 4; i++) {
            const own = list(made.subject).flatMap((s, k) => (s === i ? [k] : []));
            expect(made.entry[own[0]]).toBe(0);
            expect(made.time[own.at(-1)!]).toBe(subjects.time[i]);
            expect(own.slice(1).map((k) => made.entry[k])).toEqual(own.slice(0, -1).map((k) => made.time[k]));
          }
          expect(countingProcessRows(subjects, [kind(type as never, rows.toReversed())])).toEqual(made);
        },
      ),
    );
  });

  it("has no rows without subjects, and one a subject without dated rows", () => {
    expect(list(countingProcessRows({ time: new Float64Array(0) }, []).time)).toEqual([]);
    expect(list(countingProcessRows({ time: Float64Array.of(3, 4) }, []).time)).toEqual([3, 4]);
  });

  it("refuses what cannot be, naming argument, row and value", () => {
    const made =
      (...dated: DatedRows[]) =>
      () =>
        countingProcessRows(one, dated);
    expect(made(kind("covariate", [[1, 2]]))).toThrow("x: subject[0] is 1; the subjects followed are 0 to 0");
    expect(made(kind("covariate", [[0, Number.NaN]]))).toThrow("x: time[0] is NaN");
    expect(made(kind("event", []), kind("event", []))).toThrow("x is given twice");
    expect(made({ ...kind("event", [[0, 1]]), values: Float64Array.of(1, 2) })).toThrow("x: values has 2 rows");
    expect(made({ ...kind("event", []), type: "tdc" as never })).toThrow("x is of type “tdc”; allowed are covariate");
    expect(() => countingProcessRows({ time: Float64Array.of(2), entry: Float64Array.of(2) }, [])).toThrow(
      "subject 0 is followed from 2 to 2; follow-up must end after its start",
    );
  });
});
