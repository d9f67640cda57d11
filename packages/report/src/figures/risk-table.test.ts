import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { curveOf } from "../fixtures/curve.js";
import { riskCounts } from "./risk-table.js";

describe("riskCounts", () => {
  it("counts at risk just before the time, and what happened before it", () => {
    // times 5, 12, 12+, 20+, 30 (a plus is a censoring)
    const series = curveOf([
      { time: 5, event: true },
      { time: 12, event: true },
      { time: 12, event: false },
      { time: 20, event: false },
      { time: 30, event: true },
    ]);
    expect(riskCounts(series, [0, 12, 24, 36])).toEqual({
      atRisk: [5, 4, 1, 0],
      censored: [0, 0, 2, 2],
      events: [0, 1, 2, 3],
    });
  });

  it("takes a time within 1e-9 of a tick as at the tick", () => {
    const series = curveOf([{ time: 48 - 1e-12, event: true }]);
    expect(riskCounts(series, [48]).atRisk).toEqual([1]);
  });

  it("lets the number at risk rise with late entry", () => {
    const series = curveOf([
      { time: 30, event: true },
      { time: 40, event: true, entry: 10 },
      { time: 50, event: false, entry: 12 },
    ]);
    expect(riskCounts(series, [0, 12, 24, 36]).atRisk).toEqual([1, 2, 3, 2]);
  });

  it("has those who enter at time zero at risk from the start", () => {
    const series = { time: [0, 9], survival: [1, 0], lower: [1, null], upper: [1, null] };
    expect(riskCounts({ ...series, atRisk: [0, 3], events: [0, 3], censored: [0, 0] }, [0, 9]).atRisk).toEqual([3, 3]);
    expect(riskCounts({ ...series, atRisk: [4, 3], events: [1, 3], censored: [0, 0] }, [0, 9]).atRisk).toEqual([4, 3]);
  });

  it("is all zeros for an empty series", () => {
    expect(riskCounts(curveOf([]), [0, 12])).toEqual({ atRisk: [0, 0], censored: [0, 0], events: [0, 0] });
  });

  it("adds up to the group in every column when nobody enters late", () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ time: fc.integer({ min: 0, max: 60 }), event: fc.boolean() }), { maxLength: 30 }),
        (rows) => {
          const { atRisk, censored, events } = riskCounts(curveOf(rows), [0, 6, 12, 24, 60, 72]);
          atRisk.forEach((count, index) => {
            expect(count + censored[index] + events[index]).toBe(rows.length);
          });
        },
      ),
    ));

  it("agrees with counting the rows themselves, late entries included", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            entry: fc.integer({ min: 0, max: 20 }),
            stay: fc.integer({ min: 1, max: 40 }),
            event: fc.boolean(),
          }),
          { maxLength: 20 },
        ),
        (drawn) => {
          const rows = drawn.map(({ entry, stay, event }) => ({ entry, time: entry + stay, event }));
          const ticks = [1, 5, 12, 24, 36];
          const expected = ticks.map((tick) => rows.filter((row) => row.entry < tick && row.time >= tick).length);
          const entered = rows.map((row) => (row.entry === 0 ? { time: row.time, event: row.event } : row));
          expect(riskCounts(curveOf(entered), ticks).atRisk).toEqual(expected);
        },
      ),
    ));
});
