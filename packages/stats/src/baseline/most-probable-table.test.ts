import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { mostProbableTable } from "./most-probable-table.js";

const logFactorial = Float64Array.from({ length: 60 }, (_, n) => {
  let log = 0;
  for (let k = 2; k <= n; k++) log += Math.log(k);
  return log;
});

/** The largest −Σ log n! over all tables with these margins. */
function enumerated(rows: number[], columns: number[]): number {
  if (rows.length === 1) return -columns.reduce((sum, count) => sum + logFactorial[count], 0);
  const fillings = (left: number, room: number[]): number[][] =>
    room.length === 0
      ? left === 0
        ? [[]]
        : []
      : Array.from({ length: Math.min(left, room[0]) + 1 }, (_, count) => count).flatMap((count) =>
          fillings(left - count, room.slice(1)).map((rest) => [count, ...rest]),
        );
  const values = fillings(rows[0], columns).map(
    (row) =>
      enumerated(
        rows.slice(1),
        columns.map((column, j) => column - row[j]),
      ) - row.reduce((sum, count) => sum + logFactorial[count], 0),
  );
  return Math.max(...values);
}

describe("mostProbableTable", () => {
  it("by hand: margins 4, 2 and 2, 2, 2 are filled 2, 1, 1 and 0, 1, 1, or the like", () => {
    // The expected counts 4/3 and 2/3 are in no table.
    expectClose(mostProbableTable([4, 2], [2, 2, 2], logFactorial).log, -Math.log(2));
    expectClose(mostProbableTable([2, 2], [2, 2], logFactorial).log, 0);
  });

  it("finds what looking at every table finds", () => {
    const counts = fc
      .record({ rows: fc.integer({ min: 1, max: 3 }), columns: fc.integer({ min: 1, max: 4 }) })
      .chain(({ rows, columns }) =>
        fc.array(fc.array(fc.nat(3), { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
      );
    fc.assert(
      fc.property(counts, (table) => {
        const rows = table.map((row) => row.reduce((sum, count) => sum + count, 0));
        const columns = table[0].map((_, j) => table.reduce((sum, row) => sum + row[j], 0));
        expectClose(mostProbableTable(rows, columns, logFactorial).log, enumerated(rows, columns), { abs: 1e-9 });
      }),
      { numRuns: 300 },
    );
  });

  it("knows margins of 0", () => {
    expect(mostProbableTable([0, 0], [0], logFactorial).log).toBeCloseTo(0, 15);
  });
});
