import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coxRowsOf, drawnRows } from "../fixtures/drawn-cox-rows.js";
import { expectClose } from "../fixtures/expect-close.js";
import { partialLikelihood } from "./cox-likelihood.js";
import { along, recession, refinedRanks } from "./cox-recession.js";
import { coxData } from "./cox-rows.js";

const list = (pairs: [time: number, event: number, x: number[]][]) =>
  pairs.map(([time, event, x]) => ({ time, event, x, length: 99, weight: 1, stratum: 0, offset: 0 }));
const all = Uint8Array.of(1, 1);

describe("recession", () => {
  it("finds the direction in which every death has the largest covariate of its risk set", () => {
    const data = coxData(
      coxRowsOf(
        list([
          [1, 1, [3]],
          [2, 1, [2]],
          [3, 0, [1]],
        ]),
      ),
    );
    const found = recession(data, "efron", all)!;
    expect(found.directions).toHaveLength(1);
    expect(found.directions[0][0]).toBeGreaterThan(0);
    expect([...found.level]).toEqual([2, 1, 0]);
  });

  it("finds none where a death lies between two rows at risk", () => {
    const data = coxData(
      coxRowsOf(
        list([
          [1, 1, [2]],
          [2, 0, [1]],
          [3, 0, [3]],
        ]),
      ),
    );
    expect(recession(data, "efron", all)).toBeUndefined();
  });

  it("judges exact ties by the rows that survive the time, the others by all at risk", () => {
    const data = coxData(
      coxRowsOf(
        list([
          [1, 1, [3]],
          [1, 1, [2]],
          [2, 0, [1]],
        ]),
      ),
    );
    expect(recession(data, "exact", all)).toBeDefined();
    expect(recession(data, "breslow", all)).toBeUndefined();
  });

  // By the first column rows 0 and 1 stand above rows 2 and 3. The second decides between 0 and 1, but the score has it
  // fall (1 and 0 against 20 and 20): the first direction leaves it at 0.
  const twoSteps: Parameters<typeof list>[0] = [
    [1, 1, [1, 1, 1]],
    [2, 0, [1, 0, 0]],
    [3, 0, [0, 20, 20]],
    [3, 0, [0, 20, 20]],
  ];

  it("goes on in the limit: among the rows that the first direction leaves", () => {
    const data = coxData(coxRowsOf(list(twoSteps.map(([time, event, x]) => [time, event, x.slice(0, 2)]))));
    const { directions, level } = recession(data, "efron", all)!;
    expect(directions).toHaveLength(2);
    expectClose(directions[0][1], 0);
    expect(directions[1][1]).toBeGreaterThan(0);
    expect(level[0]).toBeGreaterThan(level[1]);
    expect(level[1]).toBeGreaterThan(Math.max(level[2], level[3]));
  });

  it("holds columns that are left out at 0", () => {
    const data = coxData(coxRowsOf(list(twoSteps)));
    const { directions } = recession(data, "efron", Uint8Array.of(1, 1, 0))!;
    expect(directions.map((direction) => direction[2])).toEqual([0, 0]);
    expectClose(directions[0][1], 0);
    expect(recession(data, "efron", Uint8Array.of(0, 0, 0))).toBeUndefined();
  });

  it("gives a direction along which the likelihood rises to that of the limit", () => {
    const ties = fc.constantFrom("efron", "breslow", "exact" as const);
    fc.assert(
      fc.property(drawnRows(2, { maxLength: 8 }), ties, (drawn, tied) => {
        const data = coxData(coxRowsOf(drawn, tied === "exact" ? ["weights"] : []));
        const found = recession(data, tied, all);
        if (!found) return;
        const at = (t: number) => {
          // Along the first direction fastest.
          const beta = new Float64Array(2);
          found.directions.forEach((d, k) => {
            for (let j = 0; j < 2; j++) beta[j] += (t ** (found.directions.length - k) * d[j]) / Math.hypot(...d);
          });
          return partialLikelihood(data, beta, tied).logLikelihood;
        };
        const limit = partialLikelihood({ ...data, level: found.level }, new Float64Array(2), tied).logLikelihood;
        expect(at(3)).toBeLessThanOrEqual(limit + 1e-9);
        expectClose(at(1e4), limit, { rel: 1e-8, abs: 1e-8 });
      }),
    );
  });
});

describe("along", () => {
  it("is δ'x of each position", () => {
    const data = coxData(
      coxRowsOf(
        list([
          [1, 1, [2, 1]],
          [2, 1, [4, 3]],
        ]),
      ),
    );
    // Both columns are centred to ±1 and have root mean square 1.
    expectClose(along(data, Float64Array.of(2, 3)), [-5, 5]);
  });
});

describe("refinedRanks", () => {
  it("ranks by the old rank, then by y, and takes neighbours within the round-off for one", () => {
    const ranks = refinedRanks(Int32Array.of(1, 0, 0, 0, 1), Float64Array.of(0, 5, 3, 3 + 1e-9, -1), 1e-8);
    expect([...ranks]).toEqual([3, 1, 0, 0, 2]);
    expect(refinedRanks(new Int32Array(0), new Float64Array(0), 0)).toHaveLength(0);
  });
});
