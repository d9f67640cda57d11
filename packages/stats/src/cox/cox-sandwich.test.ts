import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coxRowsOf, type DrawnRow, drawnRows } from "../fixtures/drawn-cox-rows.js";
import { expectClose } from "../fixtures/expect-close.js";
import { estimateCox } from "./cox-estimate.js";
import { type CoxRows, coxData } from "./cox-rows.js";
import { robustScoreStatistic, sandwichCovariance } from "./cox-sandwich.js";
import { scoreResiduals } from "./cox-score-residuals.js";

const all = Uint8Array.of(1, 1);

/** Σ over clusters of u u', u the sum of a cluster's residuals times their weights; the cluster of a row is its code. */
function plainMeat(rows: CoxRows, cluster: ArrayLike<number>, residuals: Float64Array, source: Int32Array): number[] {
  const codes = [...new Set(Array.from(cluster))];
  const sums = codes.map((code) =>
    [0, 1].map((j) =>
      Array.from(source, (i, at) => (cluster[i] === code ? residuals[2 * at + j] * rows.weights![i] : 0)).reduce(
        (sum, value) => sum + value,
        0,
      ),
    ),
  );
  return [0, 1, 2, 3].map((m) => sums.reduce((sum, u) => sum + u[m % 2] * u[Math.floor(m / 2)], 0));
}

const product = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  [0, 1, 2, 3].map((m) => a[m % 2] * b[2 * Math.floor(m / 2)] + a[(m % 2) + 2] * b[2 * Math.floor(m / 2) + 1]);

const drawn = fc.tuple(
  drawnRows(2, { minLength: 8, maxLength: 16 }),
  fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 16, maxLength: 16 }),
);

describe("sandwichCovariance", () => {
  it("is C M C with M the slow sum over clusters, each row its own without them", () => {
    fc.assert(
      fc.property(drawn, fc.boolean(), ([list, codes], clustered) => {
        const rows: CoxRows = coxRowsOf(list);
        const cluster = clustered ? Int32Array.from(list, (_, i) => codes[i]) : undefined;
        const estimate = estimateCox(coxData(rows), "efron", all, 100);
        if (estimate.status !== "converged") return;
        const residuals = scoreResiduals(estimate.data, estimate.beta, "efron");
        const meat = plainMeat(rows, cluster ?? list.map((_, i) => i), residuals, estimate.data.source);
        const slow = product(product(estimate.covariance, meat), estimate.covariance);
        expectClose(sandwichCovariance({ ...rows, cluster }, estimate, "efron"), slow, { rel: 1e-9, abs: 1e-12 });
      }),
    );
  });

  it("does not change when follow-ups are split and the pieces are a cluster", () => {
    const halves = (row: DrawnRow): DrawnRow[] => [
      { ...row, time: row.time - 0.5, length: row.length - 0.5, event: 0 },
      { ...row, length: 0.5 },
    ];
    fc.assert(
      fc.property(drawnRows(2, { minLength: 8, maxLength: 16 }), (list) => {
        const whole = estimateCox(coxData(coxRowsOf(list)), "breslow", all, 100);
        if (whole.status !== "converged") return;
        const cluster = Int32Array.from(list.flatMap((_, i) => [i, i]));
        const rows = { ...coxRowsOf(list.flatMap(halves)), cluster };
        const data = { ...coxData(rows) };
        const split = sandwichCovariance(rows, estimateCox(data, "breslow", all, 100), "breslow");
        const inUnits = (v: Float64Array, scale: Float64Array) =>
          v.map((value, m) => value / scale[m % 2] / scale[m >> 1]);
        expectClose(
          inUnits(split, data.scale),
          inUnits(sandwichCovariance(coxRowsOf(list), whole, "breslow"), whole.data.scale),
          { rel: 1e-5 },
        );
      }),
    );
  });
});

describe("robustScoreStatistic", () => {
  it("is u' M⁻¹ u at β = 0, the offset left out as R does", () => {
    fc.assert(
      fc.property(drawnRows(2, { minLength: 8, maxLength: 16 }), (list) => {
        const rows = coxRowsOf(list);
        const data = coxData(rows);
        const plain = coxData(coxRowsOf(list, ["offset"]));
        const residuals = scoreResiduals(plain, Float64Array.of(0, 0), "efron");
        const [a, b, , c] = plainMeat(
          rows,
          list.map((_, i) => i),
          residuals,
          plain.source,
        );
        const [u, v] = [0, 1].map((j) =>
          Array.from(plain.source, (i, at) => residuals[2 * at + j] * rows.weights![i]).reduce((s, x) => s + x, 0),
        );
        const determinant = a * c - b * b;
        if (!(determinant > 1e-6 * a * c)) return;
        const expected = (c * u * u - 2 * b * u * v + a * v * v) / determinant;
        expectClose(robustScoreStatistic(rows, data, all, "efron"), expected, { rel: 1e-7, abs: 1e-9 });
      }),
    );
  });

  it("leaves out a redundant column", () => {
    const list = [3, 1, 2, 5].map((time, i) => ({
      ...{ time, length: 9, event: 1, weight: 1, stratum: 0, offset: 0 },
      x: [i * i, i],
    }));
    const rows = coxRowsOf(list);
    const alone = coxRowsOf(list.map((row) => ({ ...row, x: [row.x[0]] })));
    const one = robustScoreStatistic(alone, coxData(alone), Uint8Array.of(1), "efron");
    expect(one).toBeGreaterThan(0);
    expectClose(robustScoreStatistic(rows, coxData(rows), Uint8Array.of(1, 0), "efron"), one);
  });
});
