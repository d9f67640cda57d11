import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { waldStatistic } from "./wald-statistic.js";

describe("waldStatistic", () => {
  it("is b' V⁻¹ b", () => {
    expectClose(waldStatistic(Float64Array.of(4), Float64Array.of(6)), 9);
    // V = [[4, 2], [2, 5]]: V⁻¹ = [[5, −2], [−2, 4]] / 16
    expectClose(waldStatistic(Float64Array.of(4, 2, 2, 5), Float64Array.of(1, 2)), (5 - 8 + 16) / 16);
  });

  it("leaves out, as R does, a coefficient whose variance is less than eps^0.75 of the largest", () => {
    expectClose(waldStatistic(Float64Array.of(1, 0, 0, 1e-11), Float64Array.of(3, 1e-5)), 9 + 10);
    expectClose(waldStatistic(Float64Array.of(1, 0, 0, 1e-12), Float64Array.of(3, 1e-5)), 9);
  });

  it("is 0 without coefficients", () => {
    expect(waldStatistic(new Float64Array(0), new Float64Array(0))).toBe(0);
  });
});
