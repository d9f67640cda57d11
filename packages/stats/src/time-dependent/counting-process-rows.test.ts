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
const none = { early: 0, late: 0, gap: 0, within: 0, boundary: 0, leading: 0, trailing: 0, tied: 0, missid: 0 };
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
    expect(made.counts.x).toEqual({ ...none, within: 1 });
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

  it("leaves a sum of values NaN before the first of them, or adds it to its initial value; a count begins at 0", () => {
    const sums = (more = {}) =>
      list(
        countingProcessRows(one, [
          kind(
            "cumulative-covariate",
            [
              [0, 4, 3],
              [0, 6, 2],
            ],
            more,
          ),
        ]).columns.x,
      );
    // as tmerge(…, x = cumtdc(time, value)) and cumtdc(time, value, init = 10)
    expect(sums()).toEqual([Number.NaN, 3, 5]);
    expect(sums({ initial: 10 })).toEqual([10, 13, 15]);
    expect(list(countingProcessRows(one, [kind("cumulative-covariate", [[0, 4]])]).columns.x)).toEqual([0, 1]);
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

  it("goes over a gap in a subject's follow-up: a covariate holds after it, an event in it is not used", () => {
    // Subject 7 is seen from 0 to 4 and from 6 to 10, subject 3 from 0 to 5; rows of 9 and of nobody are counted alone.
    const followed = {
      time: Float64Array.of(10, 5, 4),
      entry: Float64Array.of(6, 0, 0),
      id: Int32Array.of(7, 3, 7),
    };
    const rows: [number, number][] = [
      [7, 4],
      [7, 5],
      [7, 6],
      [7, 8],
      [9, 2],
      [-1, 2],
    ];
    const made = countingProcessRows(followed, [
      { ...kind("event", rows), name: "e" },
      { ...kind("cumulative-covariate", rows), name: "c" },
    ]);
    expect([made.subject, made.source, made.entry, made.time, made.columns.e, made.columns.c].map(list)).toEqual([
      [7, 7, 7, 3],
      [2, 0, 0, 1],
      [0, 6, 8, 0],
      [4, 8, 10, 5],
      [1, 1, 0, 0],
      [0, 3, 4, 0],
    ]);
    expect(made.counts.e).toEqual({ ...none, trailing: 1, gap: 1, leading: 1, within: 1, missid: 2 });
    expect(made.counts.c).toEqual({ ...none, trailing: 1, gap: 1, leading: 1, boundary: 1, missid: 2 });
  });

  it("leaves an event's row as it is where a cumulative event of value 0 ends it, and overwrites it by an event of 0", () => {
    const rows: [number, number, number][] = [
      [0, 4, 2],
      [0, 4, 0],
    ];
    expect(list(countingProcessRows(one, [kind("cumulative-event", rows)]).columns.x)).toEqual([2, 0]);
    expect(list(countingProcessRows(one, [kind("event", rows)]).columns.x)).toEqual([0, 0]);
  });

  it("agrees with asking every row by itself, and counts every dated row once", () => {
    const drawn = fc.array(
      fc.record({
        subject: fc.integer({ min: -1, max: 3 }),
        time: fc.integer({ min: -1, max: 13 }),
        value: fc.integer({ min: 0, max: 3 }),
      }),
      { maxLength: 14 },
    );
    const followed = {
      time: Float64Array.of(5, 12, 7, 10),
      entry: Float64Array.of(0, 8, 2, 1),
      id: Int32Array.of(0, 1, 1, 2),
    };
    fc.assert(
      fc.property(drawn, drawn, fc.boolean(), (first, second, summed) => {
        const of = (name: string, rows: typeof first, type: DatedRows["type"]): DatedRows => ({
          type,
          name,
          subject: Int32Array.from(rows, ({ subject }) => subject),
          time: Float64Array.from(rows, ({ time }) => time),
          values: Float64Array.from(rows, ({ value }) => value),
        });
        const made = countingProcessRows(followed, [
          of("x", first, summed ? "cumulative-covariate" : "covariate"),
          of("e", second, summed ? "cumulative-event" : "event"),
        ]);
        made.subject.forEach((subject, k) => {
          const before = (rows: typeof first, t: number) =>
            rows.filter((row) => row.subject === subject && row.time <= t).sort((a, b) => a.time - b.time);
          const sum = (rows: typeof first) => rows.reduce((total, { value }) => total + value, 0);
          const past = before(first, made.entry[k]);
          const value = summed ? sum(past) : past.at(-1)?.value;
          expect(made.columns.x[k]).toBe(past.length ? value : Number.NaN);
          const own = before(second, made.time[k]);
          const here = own.filter(({ time, value }) => time === made.time[k] && !(summed && value === 0));
          const last = here.at(-1);
          const told = summed ? sum(own.slice(0, own.lastIndexOf(last as never) + 1)) : last?.value;
          expect(made.columns.e[k]).toBe(last ? told : 0);
        });
        for (const [name, rows] of Object.entries({ x: first, e: second })) {
          const { tied: _, ...places } = made.counts[name];
          expect(Object.values(places).reduce((a, b) => a + b)).toBe(rows.length);
        }
        const before = list(followed.id).flatMap((_, i) =>
          [...Array(followed.time[i] - followed.entry[i])].map(() => i),
        );
        const after = list(made.source).flatMap((i, k) => [...Array(made.time[k] - made.entry[k])].map(() => i));
        expect(after.sort()).toEqual(before.sort());
      }),
    );
  });

  it("scales the dates and nothing else, leaves its arguments alone and gives what cannot be changed", () => {
    const months = (unit: number) =>
      countingProcessRows({ time: Float64Array.of(10 * unit) }, [
        kind("covariate", [
          [0, 4 * unit, 1],
          [0, 7 * unit, 2],
        ]),
      ]);
    const [days, scaled] = [months(1), months(30.4375)];
    expect(list(scaled.time)).toEqual(list(days.time).map((t) => t * 30.4375));
    expect(scaled.columns).toEqual(days.columns);
    expect(scaled.counts).toEqual(days.counts);
    const dated = [kind("event", [[0, 4]])];
    const before = structuredClone(dated);
    const made = countingProcessRows(one, dated);
    expect(dated).toEqual(before);
    expect([made, made.columns, made.counts, made.counts.x].every((of) => Object.isFrozen(of))).toBe(true);
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
    expect(made(kind("covariate", [[0, Number.NaN]]))).toThrow("x: time[0] is NaN");
    expect(made(kind("event", []), kind("event", []))).toThrow("x is given twice");
    expect(made({ ...kind("event", [[0, 1]]), values: Float64Array.of(1, 2) })).toThrow("x: values has 2 rows");
    expect(made({ ...kind("event", []), type: "tdc" as never })).toThrow("x is of type “tdc”; allowed are covariate");
    expect(() => countingProcessRows({ time: Float64Array.of(2), entry: Float64Array.of(2) }, [])).toThrow(
      "row 0 is followed from 2 to 2; follow-up must end after its start",
    );
    expect(() => countingProcessRows({ time: Float64Array.of(-1) }, [])).toThrow("row 0 is followed from 0 to -1");
    const twice = { time: Float64Array.of(4, 6), entry: Float64Array.of(0, 3), id: Int32Array.of(2, 2) };
    expect(() => countingProcessRows(twice, [])).toThrow(
      "rows 0 and 1 of subject 2 overlap: time[0] is 4, entry[1] is 3; a subject's rows must follow one another",
    );
    expect(() => countingProcessRows({ ...twice, id: Int32Array.of(2) }, [])).toThrow("id has 1 rows, time has 2");
    expect(() => countingProcessRows({ ...twice, id: Int32Array.of(2, -1) }, [])).toThrow("id[1] is -1");
    expect(() => countingProcessRows({ ...one, entry: Float64Array.of(0, 0) }, [])).toThrow("entry has 2 rows");
    expect(made({ ...kind("event", [[0, 1]]), values: Float64Array.of(Number.NaN) })).toThrow("x: values[0] is NaN");
    expect(made({ ...kind("covariate", []), initial: Number.POSITIVE_INFINITY })).toThrow("x: initial is Infinity");
  });
});
