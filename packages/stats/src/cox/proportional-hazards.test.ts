import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coxRowsOf, drawnRows } from "../fixtures/drawn-cox-rows.js";
import { expectClose } from "../fixtures/expect-close.js";
import { plainRiskSets, plainRows } from "../fixtures/plain-cox.js";
import { coxRegression } from "./cox-regression.js";
import type { CoxRows } from "./cox-rows.js";
import { designMatrix } from "./design-matrix.js";
import { proportionalHazardsTest, type TimeTransform } from "./proportional-hazards.js";

const row = (time: number, event: number, x: number[]) => ({
  ...{ time, event, x, length: 99, weight: 1, stratum: 0, offset: 0 },
});

/**
 * u² / (Σ g²V − (Σ gV)² / ΣV) for one covariate, u = Σ g (x − x̄), from each risk set by itself; Breslow's ties.
 * Undefined where the covariate varies at one time alone.
 */
function plainStatistic(rows: CoxRows, beta: number, g: (time: number) => number): number | undefined {
  const sets = plainRiskSets(plainRows(rows));
  const deaths = sets.reduce((sum, set) => sum + set.deaths.length, 0);
  const centre = sets.reduce((sum, set) => sum + set.deaths.length * g(set.deaths[0].time), 0) / deaths;
  let [u, v, gv, ggv] = [0, 0, 0, 0];
  for (const { deaths, atRisk } of sets) {
    const at = g(deaths[0].time) - centre;
    const weight = deaths.reduce((sum, { weight }) => sum + weight, 0);
    const risk = atRisk.map(({ x, offset, weight }) => weight * Math.exp(x[0] * beta + offset));
    const all = risk.reduce((sum, value) => sum + value, 0);
    const mean = atRisk.reduce((sum, { x }, k) => sum + x[0] * risk[k], 0) / all;
    const variance = weight * (atRisk.reduce((sum, { x }, k) => sum + (x[0] - mean) ** 2 * risk[k], 0) / all);
    for (const { x, weight } of deaths) u += at * weight * (x[0] - mean);
    v += variance;
    gv += at * variance;
    ggv += at * at * variance;
  }
  const variance = ggv - (gv * gv) / v;
  return variance > 1e-6 * ggv ? (u * u) / variance : undefined;
}

describe("proportionalHazardsTest", () => {
  it("tests three deaths at x = 1, 0, 1 by hand", () => {
    const rows = coxRowsOf([row(1, 1, [1]), row(2, 1, [0]), row(3, 1, [1])]);
    const { terms, global } = proportionalHazardsTest(rows, coxRegression(rows), { transform: "identity" });
    // r = e^β = √½ (see the regression's test); x̄ 2r/(2r + 1) and r/(r + 1), the last 1 with no variance; g −1, 0, 1
    const r = Math.SQRT1_2;
    const [m1, m2] = [(2 * r) / (2 * r + 1), r / (r + 1)];
    const [v1, v2] = [m1 * (1 - m1), m2 * (1 - m2)];
    const statistic = (1 - m1) ** 2 / (v1 - v1 ** 2 / (v1 + v2));
    expectClose([terms[0].chiSquared, global.chiSquared], [statistic, statistic], { rel: 1e-9 });
    expect([terms[0].name, terms[0].degreesOfFreedom]).toEqual(["x1", 1]);
  });

  it("is the slow sum over risk sets for each transform of time", () => {
    const transform = fc.constantFrom("km", "identity", "rank", "log" as const);
    const rows = drawnRows(1, { minLength: 6, maxLength: 16 });
    fc.assert(
      fc.property(rows, transform, (drawn, kind) => {
        const given = coxRowsOf(drawn);
        const fit = coxRegression(given, { ties: "breslow" });
        if (fit.status !== "converged" || fit.redundant[0]) return;
        const survival = (t: number) =>
          [...new Set(drawn.filter(({ event, time }) => event && time < t).map(({ time }) => time))].reduce((s, at) => {
            const atRisk = drawn.filter(({ time, length }) => time - length < at && at <= time).length;
            return s * (1 - drawn.filter(({ time, event }) => event && time === at).length / atRisk);
          }, 1);
        const rank = (t: number) =>
          drawn.filter(({ time }) => time < t).length + (drawn.filter(({ time }) => time === t).length + 1) / 2;
        const g: Record<TimeTransform, (t: number) => number> = {
          ...{ identity: (t) => t, log: Math.log, rank, km: (t) => 1 - survival(t) },
        };
        const expected = plainStatistic(given, fit.coefficients[0], g[kind]);
        const { global } = proportionalHazardsTest(given, fit, { transform: kind });
        if (expected !== undefined) expectClose(global.chiSquared, expected, { rel: 1e-6, abs: 1e-8 });
      }),
    );
  });

  it("tests a factor's columns together and leaves out what is redundant", () => {
    const [n, age] = [12, [50, 61, 47, 58, 66, 49, 72, 55, 60, 63, 51, 70]];
    const design = designMatrix(n, [
      { type: "numeric", name: "age", values: Float64Array.from(age) },
      { type: "numeric", name: "twice", values: Float64Array.from(age, (value) => 2 * value) },
      {
        ...{ type: "factor", name: "stage", levels: ["I", "II", "III", "IV"], reference: "I" },
        codes: Int32Array.from(age, (_, i) => (i * 5) % 3),
      },
    ]);
    const rows = {
      time: Float64Array.from(age, (_, i) => ((i * 7) % n) + 1),
      event: Uint8Array.from(age, (_, i) => (i % 4 === 3 ? 0 : 1)),
      design,
    };
    const { terms, global } = proportionalHazardsTest(rows, coxRegression(rows));
    expect(terms.map(({ name, degreesOfFreedom }) => [name, degreesOfFreedom])).toEqual([
      ["age", 1],
      ["stage", 2],
    ]);
    expect(global.degreesOfFreedom).toBe(3);
  });

  it("does not care about the unit of time where ranks or survival stand for it", () => {
    const rows = coxRowsOf([5, 3, 8, 1, 9, 4].map((time, i) => row(time, i === 4 ? 0 : 1, [[2, 0, 1, 3, 1, 5][i]])));
    const months = { ...rows, time: rows.time.map((t) => t / 30.4375), entry: rows.entry!.map((t) => t / 30.4375) };
    for (const transform of ["km", "rank"] as const)
      expectClose(
        proportionalHazardsTest(months, coxRegression(months), { transform }).global.chiSquared,
        proportionalHazardsTest(rows, coxRegression(rows), { transform }).global.chiSquared,
        { rel: 1e-9 },
      );
  });

  it("is not defined without columns, without events and where a coefficient is infinite", () => {
    const without = (drawn: ReturnType<typeof row>[]) => {
      const rows = coxRowsOf(drawn);
      return proportionalHazardsTest(rows, coxRegression(rows));
    };
    expect(without([row(1, 1, []), row(2, 1, [])])).toMatchObject({
      terms: [],
      global: { degreesOfFreedom: 0, p: NaN },
    });
    expect(without([row(1, 0, [1]), row(2, 0, [3])])).toMatchObject({ terms: [], global: { chiSquared: NaN } });
    expect(without([row(1, 1, [2]), row(2, 1, [1]), row(3, 0, [0])]).terms[0]).toMatchObject({
      chiSquared: NaN,
      p: NaN,
    });
  });

  it("refuses a transform that it does not know, log of an event at 0 and another model's fit", () => {
    const rows = coxRowsOf([row(0, 1, [1]), row(2, 1, [0]), row(3, 1, [1])]);
    const fit = coxRegression(rows);
    expect(() => proportionalHazardsTest(rows, fit, { transform: "sqrt" as "log" })).toThrow(
      "transform is “sqrt”; allowed are km, identity, rank, log",
    );
    expect(() => proportionalHazardsTest(rows, fit, { transform: "log" })).toThrow("time[0] is 0, an event");
    const renamed = { ...rows, design: { ...rows.design, columns: ["age"] } };
    expect(() => proportionalHazardsTest(renamed, fit)).toThrow("the fit has columns x1, the rows age");
  });
});
