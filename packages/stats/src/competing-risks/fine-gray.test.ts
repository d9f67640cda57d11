import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coxRegression } from "../cox/cox-regression.js";
import { designMatrix } from "../cox/design-matrix.js";
import { expectClose } from "../fixtures/expect-close.js";
import { fineGray, fineGrayIncidence } from "./fine-gray.js";
import { fineGrayWeights } from "./fine-gray-weights.js";

const numeric = (x: number[]) => designMatrix(x.length, [{ type: "numeric", name: "x", values: Float64Array.from(x) }]);
const rowsOf = (time: number[], event: number[], x: number[]) => ({
  time: Float64Array.from(time),
  event: Uint8Array.from(event),
  design: numeric(x),
});
const drawn = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 2 }), fc.integer({ min: -8, max: 8 })),
  { minLength: 6, maxLength: 20 },
);
const table = (rows: [number, number, number][]) =>
  rowsOf(
    rows.map(([t]) => t),
    rows.map(([, e]) => e),
    rows.map(([, , x]) => x / 8),
  );

describe("fineGray", () => {
  it("keeps those with another event at risk for ever where nobody is censored", () => {
    // Cause 1 at 1, 3 and 4 with x = 1, 0, 1; cause 2 at 2 with x = 0. With r = e^β: r/(2r + 2), 1/(2 + r), r/(1 + r), score
    // 1 − 2r/(2r + 2) − r/(2 + r) + 1 − r/(1 + r) = 0: 2/(1 + r) = r/(2 + r), r² − r − 4 = 0
    const fit = fineGray(rowsOf([1, 3, 4, 2], [1, 1, 1, 2], [1, 0, 1, 0]));
    expect(fit.hazardRatio[0]).toBeCloseTo((1 + Math.sqrt(17)) / 2, 8);
    expect(fit).toMatchObject({ n: 4, events: 3, status: "converged" });
    const r = (1 + Math.sqrt(17)) / 2;
    expectClose(
      fit.baseline.cumulativeHazard,
      [1 / (2 * r + 2), 1 / (2 * r + 2) + 1 / (2 + r), 1 / (2 * r + 2) + 1 / (2 + r) + 1 / (1 + r)],
      { rel: 1e-8 },
    );
  });

  it("is, without censoring, a Cox model in which other events come after everything, both ways", () => {
    fc.assert(
      fc.property(drawn, (drawnRows) => {
        const rows = table(drawnRows.map(([t, e, x]) => [t, e === 0 ? 2 : e, x]));
        const last = Math.max(...rows.time) + 1;
        const plain = coxRegression(
          {
            time: rows.time.map((t, i) => (rows.event[i] === 2 ? last : t)),
            event: Uint8Array.from(rows.event, (e) => Number(e === 1)),
            design: rows.design,
          },
          { ties: "breslow", robust: true },
        );
        fc.pre(plain.status === "converged" && !plain.redundant[0]);
        for (const estimator of ["crr", "weighted-cox"] as const) {
          const fit = fineGray(rows, { estimator, ties: "breslow" });
          expectClose(fit.coefficients, plain.coefficients, { rel: 1e-7, abs: 1e-8 });
          expectClose(fit.naiveCovariance, plain.naive!.covariance, { rel: 1e-6 });
          expectClose(fit.covariance, plain.covariance, { rel: 1e-6 });
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is the Cox model of the one cause where there is no other", () => {
    fc.assert(
      fc.property(drawn, (drawnRows) => {
        const rows = table(drawnRows.map(([t, e, x]) => [t, Math.min(e, 1), x]));
        const plain = coxRegression(rows, { ties: "breslow", robust: true });
        fc.pre(plain.status === "converged" && !plain.redundant[0]);
        const fit = fineGray(rows);
        expectClose(fit.coefficients, plain.coefficients, { rel: 1e-7, abs: 1e-8 });
        expectClose(fit.covariance, plain.covariance, { rel: 1e-6 });
      }),
      { numRuns: 60 },
    );
  });

  it("does not depend on the order of the rows, the unit of the covariate or the scale of time", () => {
    fc.assert(
      fc.property(drawn, (drawnRows) => {
        const fit = fineGray(table(drawnRows));
        fc.pre(fit.status === "converged" && !fit.redundant[0]);
        const other = fineGray(
          table(drawnRows.map(([t, e, x]): [number, number, number] => [Math.exp(t), e, 1e6 * x + 8e6]).reverse()),
        );
        expectClose(
          [other.coefficients[0] * 1e6, other.standardErrors[0] * 1e6],
          [fit.coefficients[0], fit.standardErrors[0]],
          { rel: 1e-5, abs: 1e-7 },
        );
        expect(other.logLikelihood.fitted).toBeCloseTo(fit.logLikelihood.fitted, 7);
      }),
      { numRuns: 60 },
    );
  });

  it("does not call a coefficient that runs away a result", () => {
    // Everybody with x = 1 has the event first.
    expect(fineGray(rowsOf([1, 2, 3, 4], [1, 1, 2, 0], [1, 1, 0, 0])).status).toBe("did not converge");
    const weighted = fineGray(rowsOf([1, 2, 3, 4], [1, 1, 2, 0], [1, 1, 0, 0]), { estimator: "weighted-cox" });
    expect(weighted).toMatchObject({ status: "monotone likelihood", infinite: [true] });
  });

  it("names a redundant column, and has nothing without events of the cause", () => {
    const two = designMatrix(
      4,
      ["a", "b"].map((name) => ({ type: "numeric" as const, name, values: Float64Array.of(1, 0, 1, 0) })),
    );
    const rows = { ...rowsOf([1, 3, 4, 2], [1, 1, 1, 2], [1, 0, 1, 0]), design: two };
    expect(fineGray(rows).redundant).toEqual([false, true]);
    const none = fineGray(rowsOf([1, 2], [2, 0], [0, 1]));
    expect(none.events).toBe(0);
    expect(none.coefficients[0]).toBeNaN();
  });

  it("refuses strata with crr, causes and estimators that are none", () => {
    const rows = rowsOf([1, 3, 4, 2], [1, 1, 1, 2], [1, 0, 1, 0]);
    expect(() => fineGray({ ...rows, strata: Int32Array.of(0, 0, 1, 1) })).toThrow(
      "strata are given; crr has none, use the estimator weighted-cox",
    );
    expect(() => fineGray(rows, { cause: 0 })).toThrow(
      "cause is 0; it must be the code of an event, a whole number from 1 to 255",
    );
    expect(() => fineGray(rows, { estimator: "cox" as never })).toThrow(
      "estimator is “cox”; allowed are crr, weighted-cox",
    );
    expect(() => fineGray({ ...rows, design: numeric([1]) })).toThrow("the covariates have 1 rows, time has 4");
    expect(() => fineGray({ ...rows, design: numeric([1, Number.NaN, 1, 0]) })).toThrow("x[1] is NaN");
  });
});

describe("fineGrayIncidence", () => {
  it("is 1 − exp(−e^{x'β} H) at the last event time before", () => {
    const fit = fineGray(rowsOf([1, 3, 4, 2], [1, 1, 1, 2], [1, 0, 1, 0]));
    const r = (1 + Math.sqrt(17)) / 2;
    const H = 1 / (2 * r + 2);
    expectClose(fineGrayIncidence(fit, numeric([0, 1]), [0.5, 2.9]), [0, 1 - Math.exp(-H), 0, 1 - Math.exp(-r * H)], {
      rel: 1e-9,
    });
    expect(() => fineGrayIncidence(fit, designMatrix(1, []), [1])).toThrow("the patients have 0 columns, the model 1");
  });
});

describe("fineGrayWeights", () => {
  it("keeps whoever had another event at risk, with the share that would still be seen", () => {
    // Another event at 1; censored at 2, when 3 are at risk, and at 4, when 1 is: G = 2/3 after 2. Cause 1 at 3.
    const made = fineGrayWeights({ time: Float64Array.of(1, 2, 3, 4), event: Uint8Array.of(2, 0, 1, 0) });
    const own = Array.from(made.row).flatMap((row, k) =>
      row === 0 ? [[made.start[k], made.stop[k], made.event[k], made.weight[k]]] : [],
    );
    const at3 = own.find(([start, stop]) => start < 3 && 3 <= stop);
    expect(at3?.[3]).toBeCloseTo(2 / 3, 12);
    expect(own.every(([, , event]) => event === 0)).toBe(true);
    const others = Array.from(made.row).flatMap((row, k) =>
      row > 0 ? [[row, made.start[k], made.stop[k], made.event[k], made.weight[k]]] : [],
    );
    expect(others).toEqual([
      [1, 0, 2, 0, 1],
      [2, 0, 3, 1, 1],
      [3, 0, 4, 0, 1],
    ]);
  });

  it("gives every pair of an event and one who had another before it the weight G(t−)/G(X−)", () => {
    fc.assert(
      fc.property(drawn, (drawnRows) => {
        const { time, event } = table(drawnRows);
        const made = fineGrayWeights({ time, event });
        // G by hand: events before censorings at ties.
        const G = (t: number) => {
          let g = 1;
          for (const u of [...new Set(time)].filter((u) => u < t)) {
            const atRisk = time.filter((v, i) => v > u || (v === u && event[i] === 0)).length;
            const censored = time.filter((v, i) => v === u && event[i] === 0).length;
            if (atRisk > 0) g *= 1 - censored / atRisk;
          }
          return g;
        };
        event.forEach((e, j) => {
          if (e !== 1) return;
          event.forEach((other, i) => {
            if (other !== 2 || time[i] >= time[j]) return;
            const k = Array.from(made.row).findIndex(
              (row, at) => row === i && made.start[at] < time[j] && time[j] <= made.stop[at],
            );
            expect(k < 0 ? 0 : made.weight[k]).toBeCloseTo(G(time[j]) / G(time[i]), 9);
          });
        });
      }),
      { numRuns: 80 },
    );
  });

  it("has no rows without events of the cause, and refuses an entry that is not before its time", () => {
    expect(fineGrayWeights({ time: Float64Array.of(1), event: Uint8Array.of(2) }).row.length).toBe(0);
    expect(() =>
      fineGrayWeights({ time: Float64Array.of(1, 2), event: Uint8Array.of(1, 2) }, { entry: Float64Array.of(0, 2) }),
    ).toThrow(/entry\[1\] is 2/);
  });
});
