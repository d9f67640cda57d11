import { describe, expect, it } from "vitest";
import { coxRowsOf } from "../fixtures/drawn-cox-rows.js";
import { expectClose } from "../fixtures/expect-close.js";
import { estimateCox } from "./cox-estimate.js";
import { predictorOf } from "./cox-predictor.js";
import { coxData } from "./cox-rows.js";

const rows = (pairs: [time: number, event: number, x: number[], offset?: number][]) =>
  coxRowsOf(
    pairs.map(([time, event, x, offset = 0]) => ({ time, event, x, offset, length: 99, weight: 1, stratum: 0 })),
  );

describe("predictorOf", () => {
  it("is x'β + offset of the covariates as given, also of rows that were never at risk", () => {
    const given = rows([
      [1, 1, [2], 1],
      [2, 1, [5], 0],
      [3, 1, [3], 0],
      [0.5, 0, [100], 4],
    ]);
    const estimate = estimateCox(coxData(given), "efron", Uint8Array.of(1), 100);
    const beta = estimate.beta[0] / estimate.data.scale[0];
    const { values, order } = predictorOf(given, estimate);
    expectClose(values, [2 * beta + 1, 5 * beta, 3 * beta, 100 * beta + 4]);
    expect(order).toBe(values);
  });

  it("is ±Infinity where an infinite coefficient moves the row, and ordered by the rest within these", () => {
    const given = rows([
      [1, 1, [1, 0.2]],
      [2, 1, [1, 0.9]],
      [3, 1, [1, 0.4]],
      [4, 0, [0, 0.7]],
      [4, 0, [-2, 0.1]],
    ]);
    const estimate = estimateCox(coxData(given), "efron", Uint8Array.of(1, 1), 100);
    expect(estimate.infinite).toEqual([true, false]);
    const { values, order } = predictorOf(given, estimate);
    expect([...values].map((value) => (value === 0 ? 0 : Math.sign(value) * Infinity))).toEqual([
      Infinity,
      Infinity,
      Infinity,
      expect.anything(),
      -Infinity,
    ]);
    expect(Number.isFinite(values[3])).toBe(true);
    expect(order[3]).toBeGreaterThan(order[4]);
    expect(Math.min(order[0], order[1], order[2])).toBeGreaterThan(order[3]);
    expect(Math.sign(order[1] - order[0])).toBe(Math.sign(estimate.beta[1]));
  });
});
