import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { logRank } from "../log-rank/log-rank.js";
import { grayTest } from "./gray-test.js";

const drawn = fc.array(
  fc.tuple(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 0, max: 2 }),
    fc.integer({ min: 0, max: 2 }),
    fc.integer({ min: 0, max: 1 }),
  ),
  { minLength: 6, maxLength: 24 },
);
const rowsOf = (rows: [number, number, number, number][], causes = 2) => ({
  time: Float64Array.from(rows, ([t]) => t),
  event: Uint8Array.from(rows, ([, e]) => Math.min(e, causes)),
  group: Int32Array.from(rows, ([, , g]) => g),
});

describe("grayTest", () => {
  it("compares events with those expected of the common subdistribution hazard, by hand", () => {
    // Group 0: cause 1 at 1, cause 2 at 2, cause 1 at 5. Group 1: cause 1 at 3 and 4.
    const rows = {
      time: Float64Array.of(1, 2, 5, 3, 4),
      event: Uint8Array.of(1, 2, 1, 1, 1),
      group: Int32Array.of(0, 0, 0, 1, 1),
    };
    const [one] = grayTest(rows);
    // At risk in group 0: 3 at 1, then 1 · (1 − 1/3)/(1/3) = 2, for who had cause 2 stays; in group 1: 2, 2, 1 · (1/2)/(1/2) = 1, 0
    expect(one.score[0]).toBeCloseTo(1 - 3 / 5 - 2 / 4 - 2 / 3 + 1 - 2 / 2, 12);
    expect(one).toMatchObject({ cause: 1, degreesOfFreedom: 1 });
  });

  it("has the log-rank test's observed less expected where there is one cause", () => {
    fc.assert(
      fc.property(drawn, (drawnRows) => {
        const rows = rowsOf(drawnRows, 1);
        const [test] = grayTest(rows);
        fc.pre(test !== undefined);
        const { groups } = logRank(rows);
        test.score.forEach((score, g) => {
          expect(score).toBeCloseTo(groups[g].observed - groups[g].expected, 9);
        });
      }),
      { numRuns: 100 },
    );
  });

  it("does not depend on the order of the rows or the groups, nor on the scale of time", () => {
    fc.assert(
      fc.property(drawn, (drawnRows) => {
        const tests = grayTest(rowsOf(drawnRows));
        const others = [
          grayTest(rowsOf(drawnRows.toReversed())),
          grayTest(rowsOf(drawnRows.map(([t, e, g, s]) => [Math.exp(t), e, g, s]))),
          grayTest(rowsOf(drawnRows.map(([t, e, g, s]) => [t, e, 2 - g, s]))),
        ];
        for (const other of others)
          tests.forEach(({ chiSquared, degreesOfFreedom }, k) => {
            expect(other[k].degreesOfFreedom).toBe(degreesOfFreedom);
            expectClose(other[k].chiSquared, chiSquared, { rel: 1e-6, abs: 1e-8 });
          });
      }),
      { numRuns: 100 },
    );
  });

  it("adds up scores and variances over the strata", () => {
    fc.assert(
      fc.property(drawn, (drawnRows) => {
        const strata = Int32Array.from(drawnRows, ([, , , s]) => s);
        const whole = grayTest({ ...rowsOf(drawnRows), strata });
        const parts = [0, 1].map((s) =>
          grayTest({ ...rowsOf(drawnRows), strata: Int32Array.from(strata, (code) => (code === s ? 0 : 1)) }),
        );
        // Strata swapped: the same sums.
        whole.forEach(({ score, chiSquared }, k) => {
          expectClose(parts[1][k].score, score, { rel: 1e-10, abs: 1e-10 });
          expectClose(parts[0][k].chiSquared, chiSquared, { rel: 1e-8, abs: 1e-10 });
        });
      }),
      { numRuns: 50 },
    );
  });

  it("has no degrees of freedom with one group, and nothing without events", () => {
    const rows = { time: Float64Array.of(1, 2), event: Uint8Array.of(1, 0) };
    expect(grayTest(rows)[0]).toMatchObject({ degreesOfFreedom: 0 });
    expect(grayTest({ ...rows, event: Uint8Array.of(0, 0) })).toEqual([]);
    expect(grayTest({ time: new Float64Array(0), event: new Uint8Array(0) })).toEqual([]);
  });

  it("refuses what cannot be", () => {
    const rows = { time: Float64Array.of(1, 2), event: Uint8Array.of(1, 0), group: Int32Array.of(0, 1) };
    expect(() => grayTest(rows, { rho: Number.NaN })).toThrow("rho is NaN; it must be a finite number");
    expect(() => grayTest({ ...rows, strata: Int32Array.of(0, -2) })).toThrow("strata[1] is -2");
    expect(() => grayTest({ ...rows, event: Uint8Array.of(1) })).toThrow("event has 1 rows, time has 2");
  });
});
