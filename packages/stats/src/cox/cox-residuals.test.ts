import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coxRowsOf, drawnRows } from "../fixtures/drawn-cox-rows.js";
import { expectClose } from "../fixtures/expect-close.js";
import { plainRiskSets, plainRows } from "../fixtures/plain-cox.js";
import { splitRows } from "../time-dependent/split-rows.js";
import { coxRegression } from "./cox-regression.js";
import { coxResiduals, martingaleResiduals, schoenfeldResiduals } from "./cox-residuals.js";
import type { CoxRows } from "./cox-rows.js";
import { designMatrix } from "./design-matrix.js";

/**
 * Times 1, 2, 3, all events, x = 1, 0, 1. With r = e^β the score is 1/(2r + 1) − r/(r + 1), so that r = √½; Breslow's hazard has the
 * steps 1/(2r + 1), 1/(r + 1) and 1/r.
 */
const rowsOf = (time: number[], event: number[], x: number[], more: Partial<CoxRows> = {}): CoxRows => ({
  time: Float64Array.from(time),
  event: Uint8Array.from(event),
  design: designMatrix(time.length, [{ type: "numeric", name: "x", values: Float64Array.from(x) }]),
  ...more,
});
const three = rowsOf([1, 2, 3], [1, 1, 1], [1, 0, 1]);
const r = Math.SQRT1_2;
const [h1, h2, h3] = [1 / (2 * r + 1), 1 / (r + 1), 1 / r];
const information = (2 * r) / (2 * r + 1) ** 2 + r / (r + 1) ** 2;

describe("martingaleResiduals", () => {
  it("are the events less the hazard that the row has lived through", () => {
    const fit = coxRegression(three);
    expect(fit.coefficients[0]).toBeCloseTo(Math.log(r), 12);
    expectClose(martingaleResiduals(three, fit), [1 - r * h1, 1 - h1 - h2, 1 - r * (h1 + h2 + h3)], { rel: 1e-10 });
  });

  it("give each of d deaths tied by Efron its share: the k-th step with 1 − k/d of their own risk", () => {
    // Both at risk die at 1, one at 2; x is constant, so β is redundant: steps 1/3 + 1/2 · … = 1/3 + 1/2, of which a death has 1/3 + ½ · 1/2
    const rows = rowsOf([1, 1, 2], [1, 1, 0], [1, 1, 1]);
    expectClose(martingaleResiduals(rows, coxRegression(rows)), [1 - 7 / 12, 1 - 7 / 12, -5 / 6], { rel: 1e-12 });
    const breslow = coxRegression(rows, { ties: "breslow" });
    expectClose(martingaleResiduals(rows, breslow), [1 - 2 / 3, 1 - 2 / 3, -2 / 3], { rel: 1e-12 });
  });

  it("agree with each risk set by itself, and sum to 0", () => {
    fc.assert(
      fc.property(drawnRows(2, { minLength: 4 }), fc.constantFrom("efron", "breslow"), (drawn, ties) => {
        const rows = coxRowsOf(drawn);
        const fit = coxRegression(rows, { ties: ties });
        fc.pre(fit.status === "converged");
        const found = martingaleResiduals(rows, fit);
        expectClose(found, plainMartingale(rows, fit.coefficients, ties), { rel: 1e-8, abs: 1e-8 });
        const sum = found.reduce((total, m, i) => total + m * (rows.weights?.[i] ?? 1), 0);
        expect(Math.abs(sum)).toBeLessThan(1e-8);
      }),
      { numRuns: 150 },
    );
  });

  it("are NaN with a coefficient that runs away", () => {
    const rows = rowsOf([1, 2, 3, 4], [1, 1, 0, 0], [1, 1, 0, 0]);
    expect(martingaleResiduals(rows, coxRegression(rows)).every(Number.isNaN)).toBe(true);
  });

  it("are the events where there is none at risk, and none without rows", () => {
    const censored = rowsOf([1, 2], [0, 0], [0, 1]);
    expectClose(martingaleResiduals(censored, coxRegression(censored)), [0, 0]);
    const none = rowsOf([], [], []);
    expect(martingaleResiduals(none, coxRegression(none)).length).toBe(0);
  });

  it("refuse a fit of other columns", () => {
    const other = rowsOf([1, 2, 3], [1, 1, 1], [1, 0, 1]);
    const two = {
      ...other,
      design: designMatrix(3, [
        ...["a", "b"].map((name) => ({ type: "numeric" as const, name, values: Float64Array.of(1, 5, 2) })),
      ]),
    };
    expect(() => martingaleResiduals(two, coxRegression(three))).toThrow(/columns/);
  });
});

describe("coxResiduals", () => {
  it("has score residuals of each row and their product with the covariance", () => {
    const fit = coxRegression(three);
    const { score, dfbeta, dfbetas, deviance, martingale } = coxResiduals(three, fit);
    // (x − x̄) at the row's event less e^{η} Σ h (x − x̄) over its time: x̄ = 2r/(2r + 1), r/(r + 1), 1
    const [m1, m2] = [(2 * r) / (2 * r + 1), r / (r + 1)];
    const expected = [(1 - m1) * (1 - r * h1), -m2 - (-m1 * h1 - m2 * h2), -r * ((1 - m1) * h1 + (1 - m2) * h2)];
    expectClose(score, expected, { rel: 1e-9 });
    expectClose(
      dfbeta,
      expected.map((u) => u / information),
      { rel: 1e-9 },
    );
    expectClose(
      dfbetas,
      expected.map((u) => u / Math.sqrt(information)),
      { rel: 1e-9 },
    );
    expectClose(
      deviance,
      [...martingale].map((m) => Math.sign(m) * Math.sqrt(-2 * (m + Math.log(1 - m)))),
      { rel: 1e-12 },
    );
  });

  it("sums a subject's pieces to what the whole row has", () => {
    fc.assert(
      fc.property(drawnRows(1, { minLength: 5 }), (drawn) => {
        const whole = coxRowsOf(drawn, ["strata", "offset"]);
        const pieces = splitRows(whole, [1.5, 3]);
        const take = (of: Float64Array) => Float64Array.from(pieces.source, (i) => of[i]);
        const split: CoxRows = {
          ...pieces,
          weights: take(whole.weights!),
          design: designMatrix(pieces.source.length, [{ type: "numeric", name: "x1", values: take(whole.design.x) }]),
        };
        const fit = coxRegression(whole);
        fc.pre(fit.status === "converged" && !fit.redundant[0]);
        const one = coxResiduals(whole, fit);
        const summed = coxResiduals(split, coxRegression(split), { collapse: pieces.source });
        for (const type of ["martingale", "deviance", "score", "dfbeta"] as const)
          expectClose(summed[type], one[type], { rel: 1e-6, abs: 1e-7 });
      }),
      { numRuns: 60 },
    );
  });

  it("refuses codes that are none", () => {
    const fit = coxRegression(three);
    expect(() => coxResiduals(three, fit, { collapse: Int32Array.of(0, -1, 0) })).toThrow("collapse[1] is -1");
    expect(() => coxResiduals(three, fit, { collapse: Int32Array.of(0) })).toThrow("collapse has 1 rows");
  });

  it("has no score for exact ties", () => {
    const fit = coxRegression(three, { ties: "exact" });
    expect(coxResiduals(three, fit).score.every(Number.isNaN)).toBe(true);
  });
});

describe("schoenfeldResiduals", () => {
  it("are each event's covariates less their mean over the risk set, scaled by covariance and events", () => {
    const fit = coxRegression(three);
    const { row, time, residuals, scaled } = schoenfeldResiduals(three, fit);
    const expected = [1 - (2 * r) / (2 * r + 1), -r / (r + 1), 0];
    expectClose(residuals, expected, { rel: 1e-10 });
    expectClose(
      scaled,
      expected.map((s) => (3 * s) / information + Math.log(r)),
      { rel: 1e-9 },
    );
    expect([Array.from(row), Array.from(time)]).toEqual([
      [0, 1, 2],
      [1, 2, 3],
    ]);
  });

  it("come by stratum, time and row, and sum to 0 where all weights are 1", () => {
    fc.assert(
      fc.property(drawnRows(2, { minLength: 5 }), (drawn) => {
        const rows = coxRowsOf(drawn, ["weights"]);
        const fit = coxRegression(rows);
        fc.pre(fit.status === "converged");
        const { row, time, stratum, residuals } = schoenfeldResiduals(rows, fit);
        const d = row.length;
        for (let j = 0; j < 2; j++)
          expect(Math.abs(residuals.subarray(j * d, (j + 1) * d).reduce((sum, s) => sum + s, 0))).toBeLessThan(1e-7);
        for (let k = 1; k < d; k++) {
          const apart = stratum[k] - stratum[k - 1] || time[k] - time[k - 1] || row[k] - row[k - 1];
          expect(apart).toBeGreaterThan(0);
        }
      }),
      { numRuns: 100 },
    );
  });
});

function plainMartingale(rows: CoxRows, beta: Float64Array, ties: string): number[] {
  const all = plainRows(rows);
  const risk = (row: (typeof all)[0]) =>
    Math.exp(row.x.reduce((sum, value, j) => sum + value * (Number.isNaN(beta[j]) ? 0 : beta[j]), row.offset));
  const residual = all.map((row) => row.event);
  const events = all.filter((row) => row.event && row.weight > 0);
  plainRiskSets(all).forEach(({ deaths, atRisk }) => {
    const s0 = atRisk.reduce((sum, row) => sum + row.weight * risk(row), 0);
    const tied = deaths.reduce((sum, row) => sum + row.weight * risk(row), 0);
    const mean = deaths.reduce((sum, row) => sum + row.weight, 0) / deaths.length;
    const { stratum, time } = deaths[0];
    all.forEach((row, i) => {
      if (row.stratum !== stratum || row.entry >= time || time > row.time) return;
      const dies =
        row.event && row.time === time && events.some((event) => event.time === time && event.stratum === stratum);
      for (let k = 0; k < deaths.length; k++) {
        const gone = ties === "efron" ? k / deaths.length : 0;
        residual[i] -= (risk(row) * mean * (dies ? 1 - gone : 1)) / (s0 - gone * tied);
      }
    });
  });
  return residual;
}
