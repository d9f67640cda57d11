import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderByRank, timeGrid } from "./time-grid.js";

describe("timeGrid", () => {
  it("lists the distinct times and each row's place among them", () => {
    const { times, ranks } = timeGrid(Float64Array.of(5, 1, 3, 1));
    expect([...times]).toEqual([1, 3, 5]);
    expect([...ranks[0]]).toEqual([2, 0, 1, 0]);
  });

  it("ties times that differ by round-off and keeps the earliest", () => {
    const { times, ranks } = timeGrid(Float64Array.of(0.3, 0.1 + 0.2, 0.3 * (1 + 2e-9)));
    expect([...times]).toEqual([0.3, 0.3 * (1 + 2e-9)]);
    expect([...ranks[0]]).toEqual([0, 0, 1]);
  });

  it("chains ties through their predecessors, as R's aeqSurv does", () => {
    const step = 1 + 0.9e-9;
    expect([...timeGrid(Float64Array.of(1, step, step * step)).times]).toEqual([1]);
  });

  it("judges entry and exit on one grid", () => {
    const { times, ranks } = timeGrid(Float64Array.of(0, 0.30000000000000004), Float64Array.of(0.3, 1));
    expect([...times]).toEqual([0, 0.3, 1]);
    expect(ranks.map((rank) => [...rank])).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it("is empty for no rows and takes negative times and -0", () => {
    expect([...timeGrid(new Float64Array(0)).times]).toEqual([]);
    const { times, ranks } = timeGrid(Float64Array.of(0, -0, -2));
    expect(times.length).toBe(2);
    expect([...ranks[0]]).toEqual([1, 1, 0]);
  });

  it("gives the same answer as a search through all pairs", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 30 }), (values) => {
        const distinct = [...new Set(values.map((value) => value + 0))].sort((a, b) => a - b);
        const { times, ranks } = timeGrid(Float64Array.from(values));
        expect([...times]).toEqual(distinct);
        expect([...ranks[0]]).toEqual(values.map((value) => distinct.indexOf(value + 0)));
      }),
    );
  });
});

describe("orderByRank", () => {
  it("orders rows by rank and ties by row", () => {
    expect([...orderByRank(Int32Array.of(2, 0, 1, 0), 3)]).toEqual([1, 3, 2, 0]);
  });
});
