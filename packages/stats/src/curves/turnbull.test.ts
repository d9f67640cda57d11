import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { rightCensored } from "../rows/interval-rows.js";
import { kaplanMeier } from "./kaplan-meier.js";
import { turnbull, turnbullSurvivalAt } from "./turnbull.js";

const open = Number.POSITIVE_INFINITY;
const rowsOf = (intervals: [number, number][], weights?: number[]) => ({
  lower: Float64Array.from(intervals, ([l]) => l),
  upper: Float64Array.from(intervals, ([, u]) => u),
  ...(weights && { weights: Float64Array.from(weights) }),
});
const drawn = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 9 }),
    fc.integer({ min: 0, max: 4 }),
    fc.boolean(),
    fc.integer({ min: 1, max: 3 }),
  ),
  { minLength: 1, maxLength: 15 },
);
const intervalsOf = (rows: [number, number, boolean, number][]) =>
  rows.map(([l, width, censored]): [number, number] => [l, censored ? open : l + width]);

describe("turnbull", () => {
  it("puts mass on the innermost intervals alone", () => {
    // (0, 1] twice, (0, 2], (1, 2]: masses p and 1 − p with p² · 1 · (1 − p): 2/3
    const [curve] = turnbull(
      rowsOf([
        [0, 1],
        [0, 1],
        [0, 2],
        [1, 2],
      ]),
    );
    expect([curve.lower, curve.upper].map((ends) => Array.from(ends))).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expectClose(curve.probability, [2 / 3, 1 / 3], { rel: 1e-8 });
    expectClose(curve.survival, [1 / 3, 0], { rel: 1e-8 });
    expect(curve.logLikelihood).toBeCloseTo(2 * Math.log(2 / 3) + Math.log(1 / 3), 9);
  });

  it("leaves mass beyond the last time to those censored there", () => {
    const [curve] = turnbull(
      rowsOf([
        [0, 2],
        [3, open],
      ]),
    );
    expect(Array.from(curve.upper)).toEqual([2, open]);
    expectClose(curve.probability, [1 / 2, 1 / 2], { rel: 1e-9 });
    expectClose(turnbullSurvivalAt(curve, [0.5, 1, 2, 100]), [1, 1 / 2, 1 / 2, 1 / 2], { rel: 1e-9 });
  });

  it("is Kaplan and Meier's estimate of exact and right-censored times", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.boolean(), fc.integer({ min: 1, max: 3 })), {
          minLength: 1,
          maxLength: 15,
        }),
        (rows) => {
          const time = Float64Array.from(rows, ([t]) => t);
          const event = Uint8Array.from(rows, ([, e]) => Number(e));
          const weights = Float64Array.from(rows, ([, , w]) => w);
          const [curve] = turnbull({ ...rightCensored(time, event), weights });
          const [plain] = kaplanMeier({ time, event, weights });
          expectClose(turnbullSurvivalAt(curve, Array.from(plain.time)), plain.survival, { rel: 1e-7, abs: 1e-8 });
        },
      ),
      { numRuns: 100 },
    );
  });

  it("leaves no interval on which more mass would help (Gentleman & Geyer)", () => {
    fc.assert(
      fc.property(drawn, (rows) => {
        const intervals = intervalsOf(rows);
        const [curve] = turnbull(rowsOf(intervals));
        expect(curve.status).toBe("converged");
        expect(curve.probability.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
        const inside = ([l, u]: [number, number], k: number) =>
          l === u
            ? curve.lower[k] === l && curve.upper[k] === l
            : curve.lower[k] >= l && curve.upper[k] <= u && !(curve.lower[k] === l && curve.upper[k] === l);
        const share = intervals.map((row) =>
          curve.probability.reduce((sum, p, k) => sum + (inside(row, k) ? p : 0), 0),
        );
        curve.probability.forEach((p, k) => {
          const gradient =
            intervals.reduce((sum, row, i) => sum + (inside(row, k) ? 1 / share[i] : 0), 0) / intervals.length;
          expect(gradient).toBeLessThan(1 + 1e-6);
          if (p > 1e-6) expect(gradient).toBeGreaterThan(1 - 1e-6);
        });
      }),
      { numRuns: 100 },
    );
  });

  it("takes a weight as that many rows, in any order, and time on any scale", () => {
    fc.assert(
      fc.property(drawn, (rows) => {
        const intervals = intervalsOf(rows);
        const [weighted] = turnbull(
          rowsOf(
            intervals,
            rows.map(([, , , w]) => w),
          ),
        );
        const repeated = intervals
          .flatMap((interval, i) => Array.from({ length: rows[i][3] }, () => interval))
          .reverse();
        const scaled = repeated.map(([l, u]): [number, number] => [Math.exp(l), Math.exp(u)]);
        const [other] = turnbull(rowsOf(scaled));
        expect(other.logLikelihood).toBeCloseTo(weighted.logLikelihood, 7);
        expectClose(other.lower, weighted.lower.map(Math.exp));
      }),
      { numRuns: 60 },
    );
  });

  it("has a curve for each group, and none for a group without rows", () => {
    const curves = turnbull({
      ...rowsOf([
        [0, 1],
        [2, 3],
      ]),
      group: Int32Array.of(2, 0),
    });
    expect(curves.map(({ n, probability }) => [n, Array.from(probability)])).toEqual([
      [1, [1]],
      [0, []],
      [1, [1]],
    ]);
    expect(turnbull(rowsOf([])).length).toBe(1);
  });

  it("leaves out a row of weight 0", () => {
    const [curve] = turnbull(
      rowsOf(
        [
          [0, 1],
          [7, 8],
        ],
        [1, 0],
      ),
    );
    expect(Array.from(curve.upper)).toEqual([1]);
  });

  it("refuses what cannot be", () => {
    expect(() => turnbull(rowsOf([[2, 1]]))).toThrow(/lower\[0\] is 2/);
    expect(() => turnbull(rowsOf([[0, 1]], [-1]))).toThrow("weights[0] is -1");
    expect(() => turnbull({ ...rowsOf([[0, 1]]), group: Int32Array.of(-1) })).toThrow("group[0] is -1");
    expect(() => turnbull(rowsOf([[0, 1]], [1, 2]))).toThrow("weights has 2 rows, lower has 1");
  });
});

describe("turnbullSurvivalAt", () => {
  it("draws a mass at its interval's midpoint, one from −Infinity at its end", () => {
    const [curve] = turnbull(
      rowsOf([
        [Number.NEGATIVE_INFINITY, 2],
        [4, 8],
      ]),
    );
    expectClose(turnbullSurvivalAt(curve, [1, 2, 5.9, 6]), [1, 1 / 2, 1 / 2, 0], { rel: 1e-9, abs: 1e-9 });
  });
});
