import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { cholesky, inverse, relativeToLargest, solve } from "./cholesky.js";

const none = (p: number) => new Float64Array(p);
/** [[4, 2, 2], [2, 5, 3], [2, 3, 6]] = L D L' with L = [[1], [1/2, 1], [1/2, 1/2, 1]] and D = 4, 4, 4 */
const three = Float64Array.of(4, 2, 2, 2, 5, 3, 2, 3, 6);

/** X'X of drawn columns; with `repeated` the last column is the sum of the others. */
const gram = fc
  .tuple(
    fc.array(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 3, maxLength: 3 }), { minLength: 6, maxLength: 9 }),
    fc.boolean(),
  )
  .map(([rows, repeated]) => {
    const full = rows.map((row) => (repeated ? [row[0], row[1], row[0] + row[1]] : row));
    const at = (j: number, k: number) => full.reduce((sum, row) => sum + row[j] * row[k], 0);
    return { matrix: Float64Array.from({ length: 9 }, (_, m) => at(m % 3, Math.floor(m / 3))), repeated };
  });
const times = (matrix: ArrayLike<number>, x: ArrayLike<number>) =>
  Array.from({ length: x.length }, (_, i) =>
    Array.from(x).reduce((sum, v, j) => sum + matrix[j * x.length + i] * v, 0),
  );

describe("cholesky", () => {
  it("factors into L D L'", () => {
    const { factor, rank, dropped } = cholesky(three, 3, none(3));
    expectClose([factor[0], factor[4], factor[8]], [4, 4, 4]);
    expectClose([factor[1], factor[2], factor[5]], [1 / 2, 1 / 2, 1 / 2]);
    expect([rank, ...dropped]).toEqual([3, 0, 0, 0]);
    expect([...three]).toEqual([4, 2, 2, 2, 5, 3, 2, 3, 6]);
  });

  it("leaves out a column that is a combination of those before it, and one whose threshold is Infinity", () => {
    const twice = Float64Array.of(1, 2, 3, 2, 4, 6, 3, 6, 10);
    expect([...cholesky(twice, 3, relativeToLargest(twice, 3)).dropped]).toEqual([0, 1, 0]);
    expect([...cholesky(three, 3, Float64Array.of(0, Infinity, 0)).dropped]).toEqual([0, 1, 0]);
    expect(cholesky(Float64Array.of(NaN), 1, none(1)).rank).toBe(0);
    expect(cholesky(Float64Array.of(0), 1, none(1)).rank).toBe(0);
    expect(cholesky(new Float64Array(0), 0, none(0)).rank).toBe(0);
  });
});

describe("relativeToLargest", () => {
  it("is eps^0.75 of the largest diagonal", () => {
    expect([...relativeToLargest(Float64Array.of(1, 7, 7, 8), 2)]).toEqual([8 * 2 ** -39, 8 * 2 ** -39]);
    expect([...relativeToLargest(Float64Array.of(2), 1, 0.5)]).toEqual([1]);
  });
});

describe("solve", () => {
  it("gives x with A x = b, and 0 in the columns left out", () => {
    expectClose(solve(cholesky(three, 3, none(3)), Float64Array.of(8, 10, 11)), [1, 1, 1]);
    // without the middle column: [[4, 2], [2, 6]] x = (8, 11)
    const held = cholesky(three, 3, Float64Array.of(0, Infinity, 0));
    expectClose(solve(held, Float64Array.of(8, 10, 11)), [26 / 20, 0, 28 / 20]);
  });

  it("solves every consistent system, whatever its rank", () => {
    fc.assert(
      fc.property(gram, ({ matrix, repeated }) => {
        const factor = cholesky(matrix, 3, relativeToLargest(matrix, 3));
        if (repeated) expect(factor.rank).toBeLessThan(3);
        const b = times(matrix, [1, -2, 3]);
        expectClose(times(matrix, solve(factor, Float64Array.from(b))), b, { rel: 1e-7, abs: 1e-7 });
      }),
    );
  });
});

describe("inverse", () => {
  it("is the inverse, with rows and columns of 0 for the columns left out", () => {
    expectClose(
      inverse(cholesky(Float64Array.of(4, 2, 2, 5), 2, none(2))),
      [5, -2, -2, 4].map((v) => v / 16),
    );
    expectClose(
      inverse(cholesky(three, 3, Float64Array.of(0, Infinity, 0))),
      [6, 0, -2, 0, 0, 0, -2, 0, 4].map((v) => v / 20),
    );
  });
});
