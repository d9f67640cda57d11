import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { fisherExactTest } from "./fisher-exact-test.js";

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** All tables with these margins. */
function tables(rows: number[], columns: number[]): number[][][] {
  if (rows.length === 1) return [[columns]];
  const fillings = (left: number, room: number[]): number[][] =>
    room.length === 1
      ? left <= room[0]
        ? [[left]]
        : []
      : Array.from({ length: Math.min(left, room[0]) + 1 }, (_, count) => count).flatMap((count) =>
          fillings(left - count, room.slice(1)).map((rest) => [count, ...rest]),
        );
  return fillings(rows[0], columns).flatMap((row) =>
    tables(
      rows.slice(1),
      columns.map((column, j) => column - row[j]),
    ).map((rest) => [row, ...rest]),
  );
}

function enumerated(table: number[][]): number {
  const rows = table.map((row) => row.reduce((sum, n) => sum + n, 0));
  const columns = table[0].map((_, j) => table.reduce((sum, row) => sum + row[j], 0));
  const weight = (one: number[][]) => 1 / one.flat().reduce((product, n) => product * factorial(n), 1);
  const all = tables(rows, columns).map(weight);
  const observed = weight(table) * (1 + 1e-7);
  return all.filter((w) => w <= observed).reduce((sum, w) => sum + w, 0) / all.reduce((sum, w) => sum + w, 0);
}

describe("fisherExactTest", () => {
  it("tells milk from tea: 3 of 4 right is p = 34/70", () => {
    const { p, status, oddsRatio } = fisherExactTest([
      [3, 1],
      [1, 3],
    ]);
    expectClose(p, (2 * (1 + 16)) / 70);
    expect(status).toBe("exact");
    // ω solves E(x) = 3, weights 1, 16, 36, 16, 1: 16ω + 72ω² + 48ω³ + 4ω⁴ = 3(1 + 16ω + 36ω² + 16ω³ + ω⁴)
    const w = oddsRatio!.estimate;
    expectClose(w ** 4 - 36 * w ** 2 - 32 * w - 3, 0, { abs: 1e-9 });
  });

  it("counts the tables of any size as enumeration does", () => {
    const table = fc
      .record({ rows: fc.integer({ min: 2, max: 4 }), columns: fc.integer({ min: 2, max: 4 }) })
      .chain(({ rows, columns }) =>
        fc.array(fc.array(fc.nat(3), { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
      )
      .filter((counts) => counts.flat().reduce((sum, n) => sum + n, 0) <= 16);
    fc.assert(
      fc.property(table, (counts) => {
        expectClose(fisherExactTest(counts).p, enumerated(counts), { rel: 1e-10 });
      }),
    );
  });

  it("does not count empty rows and columns; fewer than two of either has p 1", () => {
    const { p, oddsRatio } = fisherExactTest([
      [3, 0, 1],
      [0, 0, 0],
      [1, 0, 3],
    ]);
    expectClose(p, 34 / 70);
    expect(oddsRatio).toBeUndefined();
    for (const table of [
      [],
      [[]],
      [[4, 2]],
      [[4], [2]],
      [
        [0, 0],
        [0, 0],
      ],
    ])
      expect(fisherExactTest(table).p).toBe(1);
    expect(
      fisherExactTest([
        [4, 0],
        [2, 0],
      ]),
    ).toMatchObject({ p: 1, oddsRatio: { estimate: NaN, lower: 0, upper: Infinity } });
  });

  it("says that a table is too large to count", () => {
    const large = Array.from({ length: 30 }, (_, i) => Array.from({ length: 30 }, (_, j) => 9 + ((i * j) % 7)));
    expect(fisherExactTest(large)).toEqual({ p: NaN, status: "too large" });
  });

  it("refuses what is no table of counts, and levels outside 0 to 1", () => {
    expect(() => fisherExactTest([[1, 2], [3]])).toThrow("row 1 has 1 columns, row 0 has 2");
    expect(() =>
      fisherExactTest([
        [1, 2],
        [3, 0.5],
      ]),
    ).toThrow("row 1, column 1 is 0.5");
    expect(() =>
      fisherExactTest(
        [
          [1, 2],
          [3, 4],
        ],
        { confidenceLevel: 95 },
      ),
    ).toThrow("confidenceLevel is 95");
  });
});
