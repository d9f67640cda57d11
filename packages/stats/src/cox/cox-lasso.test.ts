import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coxRowsOf, drawnRows } from "../fixtures/drawn-cox-rows.js";
import { expectClose } from "../fixtures/expect-close.js";
import { plainLikelihood } from "../fixtures/plain-cox.js";
import { coxLasso } from "./cox-lasso.js";
import { coxRegression } from "./cox-regression.js";
import { designMatrix } from "./design-matrix.js";

/** As in the ridge's tests: at β = log 4/5 the score is −7/117, at 0 it is 1/3 − 1/2 = −1/6; n is 3. */
const three = {
  time: Float64Array.of(1, 2, 3),
  event: Uint8Array.of(1, 1, 1),
  design: designMatrix(3, [{ type: "numeric", name: "x", values: Float64Array.of(1, 0, 1) }]),
};

describe("coxLasso", () => {
  it("stops where the score over n has come down to λ, and is 0 where it never exceeds it", () => {
    const [inside, border, above] = coxLasso(three, { lambda: [7 / 351, 1 / 18, 0.1], standardize: false });
    expect(inside.coefficients[0]).toBeCloseTo(Math.log(4 / 5), 9);
    expect(inside).toMatchObject({ lambda: 7 / 351, nonzero: 1, status: "converged" });
    expect(border.coefficients[0]).toBeCloseTo(0, 9);
    expect(above).toMatchObject({ nonzero: 0 });
    // log 1/3 + log 1/2 + log 1
    expect(above.logLikelihood).toBeCloseTo(-Math.log(6), 12);
  });

  it("adds the ridge's slope in the elastic net", () => {
    const lambda = 7 / 351 / (1 / 2 + Math.log(5 / 4) / 2);
    const [fit] = coxLasso(three, { lambda: [lambda], alpha: 0.5, standardize: false });
    expect(fit.coefficients[0]).toBeCloseTo(Math.log(4 / 5), 9);
  });

  it("penalises the covariates divided by their standard deviation (divisor n) by default", () => {
    // The standard deviation of 1, 0, 1 is √2/3: λ √2/3 |β|
    const [fit] = coxLasso(three, { lambda: [(7 / 351) * (3 / Math.SQRT2)] });
    expect(fit.coefficients[0]).toBeCloseTo(Math.log(4 / 5), 9);
  });

  it("meets the conditions of the optimum at every λ", () => {
    fc.assert(
      fc.property(
        drawnRows(3, { minLength: 6 }),
        fc.double({ min: 0.02, max: 0.5, noNaN: true }),
        fc.constantFrom(1, 0.4),
        (drawn, lambda, alpha) => {
          const rows = coxRowsOf(drawn);
          const n = rows.weights!.reduce((sum, w) => sum + w, 0);
          const [fit] = coxLasso(rows, { lambda: [lambda], alpha, standardize: false });
          fc.pre(fit.status === "converged");
          const { score } = plainLikelihood(rows, fit.coefficients, "breslow");
          fit.coefficients.forEach((b, j) => {
            const slope = score[j] / n - lambda * (1 - alpha) * b;
            if (b !== 0) expect(slope).toBeCloseTo(lambda * alpha * Math.sign(b), 6);
            else expect(Math.abs(slope)).toBeLessThan(lambda * alpha + 1e-6);
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  it("is the ordinary model at λ = 0", () => {
    const rows = { ...three, time: Float64Array.of(1, 2, 3) };
    const [fit] = coxLasso(rows, { lambda: [0] });
    expectClose(fit.coefficients, coxRegression(rows, { ties: "breslow" }).coefficients, { rel: 1e-8 });
  });

  it("goes by default from the λ at which the first coefficient appears down by a fixed ratio, 100 steps", () => {
    const path = coxLasso(three, { standardize: false });
    expect(path[0].lambda).toBeCloseTo(1 / 18, 12);
    expect(path[0].nonzero).toBe(0);
    expect(path.every((fit, k) => k === 0 || fit.lambda < path[k - 1].lambda)).toBe(true);
    const ratio = path[1].lambda / path[0].lambda;
    expect(path[9].lambda / path[8].lambda).toBeCloseTo(ratio, 10);
  });

  it("answers 200 covariates on 150 rows, which the ordinary model refuses", () => {
    const n = 150;
    let seed = 1;
    const next = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const terms = Array.from({ length: 200 }, (_, j) => ({
      type: "numeric" as const,
      name: `x${j}`,
      values: Float64Array.from({ length: n }, () => next() - 0.5),
    }));
    const rows = {
      time: Float64Array.from({ length: n }, (_, i) => Math.exp(-3 * terms[0].values[i]) * (0.1 + next())),
      event: Uint8Array.from({ length: n }, () => Number(next() < 0.7)),
      design: designMatrix(n, terms),
    };
    expect(() => coxRegression(rows)).toThrow("the design has 200 columns and 150 rows");
    const [fit] = coxLasso(rows, { lambda: [0.12] });
    expect(fit.status).toBe("converged");
    expect(fit.coefficients[0]).toBeGreaterThan(0);
    expect(fit.nonzero).toBeLessThan(30);
  });

  it("refuses what cannot be", () => {
    expect(() => coxLasso(three, { lambda: [1, -1] })).toThrow("lambda[1] is -1");
    expect(() => coxLasso(three, { alpha: 2 })).toThrow("alpha is 2; it must lie between 0 and 1");
  });
});
