import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { coxPredict } from "./cox-predict.js";
import { coxRegression } from "./cox-regression.js";
import { designMatrix } from "./design-matrix.js";

const rowsOf = (x: number[], more = {}) => ({
  time: Float64Array.of(1, 2, 3),
  event: Uint8Array.of(1, 1, 1),
  design: designMatrix(3, [{ type: "numeric", name: "x", values: Float64Array.from(x) }]),
  ...more,
});

describe("coxPredict", () => {
  it("has log hazard ratios against the mean covariate, and their errors", () => {
    // x = 3, 1, 3: β is half of that for 1, 0, 1, where e^β = √½; the mean is 7/3
    const rows = rowsOf([3, 1, 3]);
    const fit = coxRegression(rows);
    const { linearPredictor, standardError, means } = coxPredict(rows, fit);
    const beta = Math.log(Math.SQRT1_2) / 2;
    expectClose(means, [7 / 3]);
    expectClose(linearPredictor, [(2 / 3) * beta, (-4 / 3) * beta, (2 / 3) * beta], { rel: 1e-10 });
    const r = Math.SQRT1_2;
    const information = 4 * ((2 * r) / (2 * r + 1) ** 2 + r / (r + 1) ** 2);
    expectClose(
      standardError,
      [2 / 3, 4 / 3, 2 / 3].map((away) => away / Math.sqrt(information)),
      { rel: 1e-9 },
    );
  });

  it("does not centre a column of −1, 0 and 1, as R does not", () => {
    const rows = rowsOf([1, 0, 1]);
    const { means, linearPredictor } = coxPredict(rows, coxRegression(rows));
    expectClose(means, [0]);
    expectClose(linearPredictor, [Math.log(Math.SQRT1_2), 0, Math.log(Math.SQRT1_2)], { rel: 1e-10, abs: 1e-12 });
  });

  it("expects as many events as there were", () => {
    const rows = rowsOf([3, 1, 4]);
    const { expected } = coxPredict(rows, coxRegression(rows));
    expect(expected.reduce((sum, e) => sum + e, 0)).toBeCloseTo(3, 10);
  });

  it("weighs the means, and centres the offset", () => {
    const rows = rowsOf([3, 1, 4], { weights: Float64Array.of(1, 2, 1), offset: Float64Array.of(0, 3, 0) });
    const { means, linearPredictor } = coxPredict(rows, coxRegression(rows));
    expectClose(means, [9 / 4]);
    const fit = coxRegression(rows);
    expect(linearPredictor[0]).toBeCloseTo((3 - 9 / 4) * fit.coefficients[0] - 1, 10);
  });
});
