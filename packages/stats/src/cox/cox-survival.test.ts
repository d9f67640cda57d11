import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kaplanMeier } from "../curves/kaplan-meier.js";
import { nelsonAalen } from "../curves/nelson-aalen.js";
import { coxRowsOf, drawnRows } from "../fixtures/drawn-cox-rows.js";
import { expectClose } from "../fixtures/expect-close.js";
import { coxRegression } from "./cox-regression.js";
import type { CoxRows } from "./cox-rows.js";
import { baselineSurvival, coxSurvival, coxSurvivalAlongPath } from "./cox-survival.js";
import { designMatrix } from "./design-matrix.js";

const design = (...x: number[]) =>
  designMatrix(x.length, [{ type: "numeric", name: "x", values: Float64Array.from(x) }]);
/** As in the residuals' tests: r = e^β = √½, Breslow's steps 1/(2r + 1), 1/(r + 1), 1/r, means of x 2r/(2r + 1), r/(r + 1), 1. */
const three: CoxRows = { time: Float64Array.of(1, 2, 3), event: Uint8Array.of(1, 1, 1), design: design(1, 0, 1) };
const r = Math.SQRT1_2;
const h = [1 / (2 * r + 1), 1 / (r + 1), 1 / r];
const means = [(2 * r) / (2 * r + 1), r / (r + 1), 1];
const variance = 1 / ((2 * r) / (2 * r + 1) ** 2 + r / (r + 1) ** 2);
const summed = (values: number[]) => values.map((_, k) => values.slice(0, k + 1).reduce((sum, v) => sum + v, 0));

describe("baselineSurvival", () => {
  it("adds up the events over the risks of those at risk, for a patient with covariates of 0", () => {
    const [curve] = baselineSurvival(three, coxRegression(three));
    expectClose(curve.cumulativeHazard, summed(h), { rel: 1e-10 });
    expectClose(
      curve.survival,
      summed(h).map((H) => Math.exp(-H)),
      { rel: 1e-10 },
    );
    // Σ 1/S₀² + (Σ h x̄)² V
    const spread = summed(h.map((step, k) => step * means[k])).map((q) => q * q * variance);
    const error = summed(h.map((step) => step ** 2)).map((v, k) => Math.sqrt(v + spread[k]));
    expectClose(curve.cumulativeHazardStandardError, error, { rel: 1e-9 });
    expect(curve.row).toBe(-1);
  });

  it("is Nelson and Aalen's, or Fleming and Harrington's, where no covariate counts", () => {
    fc.assert(
      fc.property(drawnRows(0, { minLength: 1 }), fc.constantFrom(1, 2), (drawn, hazardType) => {
        const rows = coxRowsOf(drawn, ["strata", "offset"]);
        const fit = coxRegression(rows, { ties: hazardType === 1 ? "breslow" : "efron" });
        const [curve] = baselineSurvival(rows, fit);
        const { time, event, entry, weights } = rows;
        const [plain] = nelsonAalen({ time, event, entry, weights }, { hazardType: hazardType });
        expectClose(curve.time, plain.time);
        expectClose(curve.cumulativeHazard, plain.cumulativeHazard, { rel: 1e-10 });
      }),
      { numRuns: 60 },
    );
  });
});

describe("coxSurvival", () => {
  it("multiplies the hazard by the patient's risk; the error gathers how far he is from those at risk", () => {
    const [curve] = coxSurvival(three, coxRegression(three), design(2), { confidenceType: "log" });
    expectClose(
      curve.cumulativeHazard,
      summed(h).map((H) => r * r * H),
      { rel: 1e-10 },
    );
    const q = summed(h.map((step, k) => step * (2 - means[k])));
    const error = summed(h.map((step) => step ** 2)).map((v, k) => r * r * Math.sqrt(v + q[k] ** 2 * variance));
    expectClose(curve.cumulativeHazardStandardError, error, { rel: 1e-9 });
    const z = 1.959963984540054;
    expectClose(
      curve.lower,
      Array.from(curve.survival, (s, k) => s * Math.exp(-z * error[k])),
      { rel: 1e-9 },
    );
  });

  it("has one curve for each patient and stratum, each at its own stratum's times", () => {
    const rows = {
      ...three,
      time: Float64Array.of(1, 2, 3, 4),
      event: Uint8Array.of(1, 1, 1, 0),
      design: design(1, 0, 1, 0),
      strata: Int32Array.of(0, 0, 1, 1),
    };
    const curves = coxSurvival(rows, coxRegression(rows), design(0, 1));
    expect(curves.map(({ stratum, row, time }) => [stratum, row, Array.from(time)])).toEqual([
      [0, 0, [1, 2]],
      [0, 1, [1, 2]],
      [1, 0, [3, 4]],
      [1, 1, [3, 4]],
    ]);
  });

  it("is the product limit of Kalbfleisch and Prentice with survival type 1, which is Kaplan and Meier's without covariates", () => {
    const time = Float64Array.of(1, 2, 2, 3, 5, 5, 6);
    const event = Uint8Array.of(1, 1, 0, 1, 1, 1, 0);
    const rows = { time, event, design: designMatrix(7, []) };
    const [curve] = coxSurvival(rows, coxRegression(rows), designMatrix(1, []), { survivalType: 1, hazardType: 1 });
    expectClose(curve.survival, kaplanMeier({ time, event })[0].survival, { rel: 1e-12 });
  });

  it("does not depend on where the covariates' 0 is, nor on their unit", () => {
    fc.assert(
      fc.property(drawnRows(1, { minLength: 5 }), (drawn) => {
        const rows = coxRowsOf(drawn);
        const fit = coxRegression(rows);
        fc.pre(fit.status === "converged" && !fit.redundant[0]);
        const moved = { ...rows, design: design(...Array.from(rows.design.x, (x) => 1e6 * x + 3e6)) };
        const one = coxSurvival(rows, fit, design(0.5));
        const other = coxSurvival(moved, coxRegression(moved), design(1e6 * 0.5 + 3e6));
        one.forEach((curve, s) => {
          expectClose(other[s].cumulativeHazard, curve.cumulativeHazard, { rel: 1e-6, abs: 1e-12 });
          expectClose(other[s].cumulativeHazardStandardError, curve.cumulativeHazardStandardError, {
            rel: 1e-5,
            abs: 1e-10,
          });
        });
      }),
      { numRuns: 60 },
    );
  });

  it("adds the patient's offset to his log risk", () => {
    const fit = coxRegression(three);
    const [plain] = coxSurvival(three, fit, design(1));
    const [moved] = coxSurvival(three, fit, design(1), { offset: Float64Array.of(Math.log(2)) });
    expectClose(
      moved.cumulativeHazard,
      plain.cumulativeHazard.map((H) => 2 * H),
      { rel: 1e-12 },
    );
  });

  it("is NaN with a coefficient that runs away", () => {
    const rows = { time: Float64Array.of(1, 2, 3, 4), event: Uint8Array.of(1, 1, 0, 0), design: design(1, 1, 0, 0) };
    const [curve] = coxSurvival(rows, coxRegression(rows), design(1));
    expect(curve.survival.every(Number.isNaN)).toBe(true);
  });

  it("refuses patients with other columns and types that are none", () => {
    const fit = coxRegression(three);
    expect(() => coxSurvival(three, fit, designMatrix(1, []))).toThrow(
      "the patients have 0 columns (), the model 1 (x)",
    );
    expect(() => coxSurvival(three, fit, design(1), { hazardType: 3 as never })).toThrow(
      "hazardType is 3; allowed are 1 and 2",
    );
  });
});

describe("coxSurvivalAlongPath", () => {
  it("is the patient's curve where the covariates stay, in however many intervals", () => {
    const fit = coxRegression(three);
    const [plain] = coxSurvival(three, fit, design(1));
    const path = { entry: Float64Array.of(0, 1.5), time: Float64Array.of(1.5, 3), design: design(1, 1) };
    const curve = coxSurvivalAlongPath(three, fit, path);
    expectClose(curve.cumulativeHazard, plain.cumulativeHazard, { rel: 1e-12 });
    expectClose(curve.cumulativeHazardStandardError, plain.cumulativeHazardStandardError, { rel: 1e-12 });
  });

  it("takes each interval's steps at its covariates, and keeps what was gathered before", () => {
    const fit = coxRegression(three);
    const path = { entry: Float64Array.of(0, 1), time: Float64Array.of(1, 3), design: design(0, 1) };
    const curve = coxSurvivalAlongPath(three, fit, path);
    const steps = [h[0], r * h[1], r * h[2]];
    expectClose(curve.cumulativeHazard, summed(steps), { rel: 1e-10 });
    const q = summed(steps.map((step, k) => step * ([0, 1, 1][k] - means[k])));
    const error = summed(steps.map((step) => step ** 2)).map((v, k) => Math.sqrt(v + q[k] ** 2 * variance));
    expectClose(curve.cumulativeHazardStandardError, error, { rel: 1e-9 });
  });

  it("refuses intervals that are empty or overlap, and strata that the model has not", () => {
    const fit = coxRegression(three);
    const path = (entry: number[], time: number[], strata?: number[]) => () =>
      coxSurvivalAlongPath(three, fit, {
        entry: Float64Array.from(entry),
        time: Float64Array.from(time),
        design: design(...entry.map(() => 1)),
        ...(strata && { strata: Int32Array.from(strata) }),
      });
    expect(path([0, 2], [2, 2])).toThrow("entry[1] is 2, time[1] is 2; an interval must end after it begins");
    expect(path([0, 1], [2, 3])).toThrow("entry[1] is 1, time[0] is 2; intervals must not overlap");
    expect(path([0], [2], [1])).toThrow("strata[0] is 1; the model has 1 strata");
  });
});
