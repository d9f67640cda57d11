import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allCauses, checkEventTable, type EventTable, eventTable } from "./event-table.js";
import type { SurvivalRows } from "./survival-rows.js";

const list = (values: ArrayLike<number>) => Array.from(values);

describe("eventTable", () => {
  it("counts by group and time, a tied censoring still at risk", () => {
    const table = eventTable({
      time: Float64Array.of(2, 1, 2, 3, 5),
      event: Uint8Array.of(1, 0, 0, 1, 1),
      group: Int32Array.of(0, 0, 0, 0, 1),
    });
    expect(list(table.n)).toEqual([4, 1]);
    expect(list(table.first)).toEqual([0, 3, 4]);
    expect(list(table.time)).toEqual([1, 2, 3, 5]);
    expect(list(table.atRisk)).toEqual([4, 3, 1, 1]);
    expect(list(table.events)).toEqual([0, 1, 1, 1]);
    expect(list(table.censored)).toEqual([1, 1, 0, 0]);
  });

  it("counts a row at risk after its entry and up to its time", () => {
    const table = eventTable({
      time: Float64Array.of(2, 4, 4, 6),
      event: Uint8Array.of(1, 1, 1, 0),
      entry: Float64Array.of(0, 2, 1, 4),
    });
    expect(list(table.atRisk)).toEqual([2, 2, 1]);
  });

  it("adds weights and counts the rows of events beside them", () => {
    const table = eventTable({
      time: Float64Array.of(1, 1, 1, 2),
      event: Uint8Array.of(1, 1, 0, 1),
      weights: Float64Array.of(0.5, 0, 2, 0.25),
    });
    expect(list(table.atRisk)).toEqual([2.75, 0.25]);
    expect(list(table.events)).toEqual([0.5, 0.25]);
    expect(list(table.eventRows)).toEqual([2, 1]);
    expect(list(table.censored)).toEqual([2, 0]);
  });

  it("has at risk exactly the events where all who are left have the event", () => {
    // 2.2039... + 0.65 - 2.2039... is not 0.65 in floating point
    const table = eventTable({
      time: Float64Array.of(2, 3, 3),
      event: Uint8Array.of(1, 1, 1),
      entry: Float64Array.of(0, 2, 2),
      weights: Float64Array.of(0.65, 1.19, 0.0001),
    });
    expect(table.atRisk[0]).toBe(table.events[0]);
  });

  it("leaves out the rows that end before the start", () => {
    const table = eventTable(
      { time: Float64Array.of(1, 2, 3), event: Uint8Array.of(1, 1, 1) },
      { groups: 2, startTime: 2 },
    );
    expect(list(table.n)).toEqual([2, 0]);
    expect(list(table.time)).toEqual([2, 3]);
  });

  it("gives a group without rows no times, and no rows an empty table", () => {
    expect(list(eventTable({ time: Float64Array.of(1), event: Uint8Array.of(1) }, { groups: 3 }).first)).toEqual([
      0, 1, 1, 1,
    ]);
    expect(eventTable({ time: new Float64Array(0), event: new Uint8Array(0) }).time).toHaveLength(0);
  });

  it("refuses times that are not finite, and an entry tied with its time by round-off", () => {
    expect(() => eventTable({ time: Float64Array.of(1, Number.NaN), event: Uint8Array.of(1, 1) })).toThrow(
      "time[1] is NaN",
    );
    const rows = { time: Float64Array.of(0.1 + 0.2), event: Uint8Array.of(1), entry: Float64Array.of(0.3) };
    expect(() => eventTable(rows)).toThrow("a row must enter before its time");
    expect(() => eventTable({ time: Float64Array.of(1), event: Uint8Array.of(1) }, { startTime: Number.NaN })).toThrow(
      "startTime is NaN",
    );
  });

  it("agrees with counting every time by itself", () => {
    const row = fc.record({
      time: fc.integer({ min: -3, max: 6 }),
      length: fc.integer({ min: 1, max: 6 }),
      event: fc.integer({ min: 0, max: 1 }),
      group: fc.integer({ min: 0, max: 2 }),
      weight: fc.constantFrom(0, 0.3, 1, 2.7),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 25 }), (drawn) => {
        const rows: SurvivalRows = {
          time: Float64Array.from(drawn, ({ time }) => time),
          event: Uint8Array.from(drawn, ({ event }) => event),
          entry: Float64Array.from(drawn, ({ time, length }) => time - length),
          weights: Float64Array.from(drawn, ({ weight }) => weight),
          group: Int32Array.from(drawn, ({ group }) => group),
        };
        const table = eventTable(rows, { groups: 3 });
        expect(() => checkEventTable(table)).not.toThrow();
        for (let g = 0; g < 3; g++) {
          const members = drawn.filter(({ group }) => group === g);
          const times = [...new Set(members.map(({ time }) => time))].sort((a, b) => a - b);
          expect(list(table.time.slice(table.first[g], table.first[g + 1]))).toEqual(times);
          times.forEach((t, k) => {
            const j = table.first[g] + k;
            const total = (keep: (row: (typeof drawn)[number]) => boolean) =>
              members.filter(keep).reduce((sum, { weight }) => sum + weight, 0);
            expect(table.atRisk[j]).toBeCloseTo(
              total(({ time, length }) => time - length < t && t <= time),
              12,
            );
            expect(table.events[j]).toBeCloseTo(
              total(({ time, event }) => time === t && event === 1),
              12,
            );
            expect(table.censored[j]).toBeCloseTo(
              total(({ time, event }) => time === t && event === 0),
              12,
            );
          });
        }
      }),
    );
  });
});

describe("checkEventTable", () => {
  const table: EventTable = {
    groups: 1,
    causes: 2,
    n: Float64Array.of(3),
    first: Int32Array.of(0, 2),
    time: Float64Array.of(1, 2),
    atRisk: Float64Array.of(3, 1),
    events: Float64Array.of(1, 0, 0, 1),
    eventRows: Float64Array.of(1, 0, 0, 1),
    censored: Float64Array.of(1, 0),
  };

  it("accepts sums that rows could have given, and adds up the causes", () => {
    expect(() => checkEventTable(table)).not.toThrow();
    expect(list(allCauses(table).events)).toEqual([1, 1]);
  });

  it("refuses what no rows could have given, naming the time", () => {
    expect(() => checkEventTable({ ...table, atRisk: Float64Array.of(1, 1) })).toThrow("group 0, time 1: events 1");
    expect(() => checkEventTable({ ...table, atRisk: Float64Array.of(3, Number.NaN) })).toThrow("must be finite");
    expect(() => checkEventTable({ ...table, time: Float64Array.of(2, 2) })).toThrow("times must ascend");
  });

  it("refuses arrays of other lengths, and offsets that do not ascend to the end", () => {
    const changes: [Partial<EventTable>, string][] = [
      [{ censored: Float64Array.of(1) }, "censored has 1 entries; it must have 2"],
      [{ events: Float64Array.of(1, 0) }, "events has 2 entries; it must have 4"],
      [{ n: Float64Array.of(3, 1) }, "n has 2 entries; it must have 1"],
      [{ first: Int32Array.of(0, 1) }, "first[1] is 1; the offsets must ascend from 0 to the 2 times"],
      [{ first: Int32Array.of(1, 2) }, "first[0] is 1; the offsets"],
      [{ causes: 0 }, "causes is 0; there must be one at least"],
      [{ eventRows: Float64Array.of(1, 0, 0, 0) }, "group 0, time 2: events 1 from 0 rows"],
      [{ eventRows: Float64Array.of(0.5, 0, 0, 1) }, "group 0, time 1: events 1 from 0.5 rows"],
      [{ events: Float64Array.of(-1, 0, 0, 1) }, "group 0, time 1: at risk 3, events -1"],
    ];
    for (const [change, sentence] of changes) expect(() => checkEventTable({ ...table, ...change })).toThrow(sentence);
    const two = { ...table, groups: 2, n: Float64Array.of(3, 0) };
    expect(() => checkEventTable({ ...two, first: Int32Array.of(0, 2, 2) })).not.toThrow();
    expect(() => checkEventTable({ ...two, first: Int32Array.of(0, 3, 2) })).toThrow("first[1] is 3");
  });
});
