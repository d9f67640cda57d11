import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coxRowsOf, type DrawnRow, drawnRows } from "../fixtures/drawn-cox-rows.js";
import { expectClose } from "../fixtures/expect-close.js";
import { plainLikelihood } from "../fixtures/plain-cox.js";
import { partialLikelihood } from "./cox-likelihood.js";
import { coxData } from "./cox-rows.js";
import { partialLikelihoodOfSums, type RiskSums, riskSums } from "./risk-sums.js";

const beta = Float64Array.of(0.5, -0.75);
const ties = fc.constantFrom("efron", "breslow" as const);
const added = [
  ...(["deaths", "eventWeight", "eventPredictor", "eventX"] as const),
  ...(["risk0", "risk1", "risk2", "event0", "event1", "event2"] as const),
];

describe("riskSums", () => {
  it("adds up the rows at risk and the deaths at each event time", () => {
    const row = (time: number, event: number, weight: number, x: number): DrawnRow => ({
      ...{ time, event, weight, x: [x], length: 9, stratum: 0, offset: 0 },
    });
    const rows = coxRowsOf([row(1, 1, 1, 2), row(2, 1, 3, 1), row(2, 1, 1, 0), row(4, 0, 2, 3)]);
    const sums = riskSums(rows, Float64Array.of(Math.log(2)));
    // w e^η is 4, 6, 1 and 16
    expectClose(sums.time, [1, 2]);
    expectClose(sums.risk0, [27, 23]);
    expectClose(sums.risk1, [8 + 6 + 48, 6 + 48]);
    expectClose(sums.risk2, [16 + 6 + 144, 6 + 144]);
    expectClose(sums.event0, [4, 7]);
    expectClose(sums.event1, [8, 6]);
    expectClose(sums.event2, [16, 6]);
    expectClose(
      [sums.deaths, sums.eventWeight, sums.eventX].flatMap((v) => [...v]),
      [1, 2, 1, 4, 2, 3],
    );
    expectClose(sums.eventPredictor, [2 * Math.log(2), 3 * Math.log(2)]);
  });

  it("of two hospitals with the same event times add up to those of all their rows", () => {
    const everyTime = [0, 1].flatMap((stratum) =>
      [1, 2, 3, 4, 5, 6].map((time) => ({
        time,
        length: 7,
        event: 1,
        weight: 1,
        stratum,
        offset: 0,
        x: [time / 4, 1],
      })),
    );
    fc.assert(
      fc.property(drawnRows(2), drawnRows(2), ties, (one, other, tied) => {
        const [here, there] = [
          [...one, ...everyTime],
          [...other, ...everyTime],
        ];
        const [a, b] = [here, there].map((rows) => riskSums(coxRowsOf(rows), beta));
        const pooled = riskSums(coxRowsOf([...here, ...there]), beta);
        expect([a.time, a.stratum, b.time, b.stratum].map((v) => [...v])).toEqual(
          [pooled.time, pooled.stratum, pooled.time, pooled.stratum].map((v) => [...v]),
        );
        const sum: RiskSums = { ...a };
        for (const name of added) sum[name] = a[name].map((value, at) => value + b[name][at]);
        for (const name of added) expectClose(sum[name], pooled[name]);
        const both = partialLikelihoodOfSums(sum, tied);
        const whole = partialLikelihoodOfSums(pooled, tied);
        expectClose(both.logLikelihood, whole.logLikelihood);
        expectClose(both.score, whole.score, { rel: 1e-11, abs: 1e-10 });
        expectClose(both.information, whole.information, { rel: 1e-11, abs: 1e-10 });
      }),
    );
  });

  it("knows no rows and no events", () => {
    expect(riskSums(coxRowsOf([]), new Float64Array(0)).time).toHaveLength(0);
    const censored = { time: 1, length: 1, event: 0, weight: 1, stratum: 0, offset: 0, x: [1, 2] };
    const sums = riskSums(coxRowsOf([censored]), beta);
    expect(sums.time).toHaveLength(0);
    expect(partialLikelihoodOfSums(sums, "efron")).toEqual({
      logLikelihood: 0,
      score: new Float64Array(2),
      information: new Float64Array(4),
    });
  });

  it("refuses a β of another length, or not finite, and a shift that is no number", () => {
    const rows = coxRowsOf([{ time: 1, length: 1, event: 1, weight: 1, stratum: 0, offset: 0, x: [1, 2] }]);
    expect(() => riskSums(rows, Float64Array.of(1))).toThrow("beta has 1 entries, the model 2 columns");
    expect(() => riskSums(rows, Float64Array.of(1, NaN))).toThrow("beta[1] is NaN");
    expect(() => riskSums(rows, beta, { shift: Infinity })).toThrow("shift is Infinity");
    expect(() => riskSums(rows, beta, { shift: 800 })).toThrow("risk0[0] is 0; e^η is out of range there");
    expect(() => riskSums(rows, beta, { shift: -800 })).toThrow("risk0[0] is Infinity");
  });
});

describe("partialLikelihoodOfSums", () => {
  it("is what the rows give", () => {
    fc.assert(
      fc.property(drawnRows(2, { maxLength: 20 }), ties, (drawn, tied) => {
        const rows = coxRowsOf(drawn);
        const sums = partialLikelihoodOfSums(riskSums(rows, beta), tied);
        const data = coxData(rows);
        const scaled = partialLikelihood(
          data,
          beta.map((b, j) => b * data.scale[j]),
          tied,
        );
        expectClose(sums.logLikelihood, scaled.logLikelihood);
        const slow = plainLikelihood(rows, beta, tied);
        expectClose(sums.logLikelihood, slow.logLikelihood);
        expectClose(sums.score, slow.score, { abs: 1e-11 });
        expectClose(sums.information, slow.information, { abs: 1e-11 });
      }),
    );
  });

  it("does not depend on the shift, which keeps e^η within range", () => {
    const drawn = [1, 2, 2, 3].map((time, i) => ({
      ...{ time, length: 9, event: 1, weight: 1, stratum: 0, offset: 800 + i },
      x: [i, i * i],
    }));
    const rows = coxRowsOf(drawn);
    const near = coxRowsOf(drawn.map((row) => ({ ...row, offset: row.offset - 800 })));
    const shifted = partialLikelihoodOfSums(riskSums(rows, beta, { shift: 800 }), "efron");
    const plain = partialLikelihoodOfSums(riskSums(near, beta), "efron");
    expectClose(shifted.logLikelihood, plain.logLikelihood);
    expectClose(shifted.score, plain.score);
  });

  it("refuses sums that do not fit together", () => {
    const sums = riskSums(
      coxRowsOf([{ time: 1, length: 1, event: 1, weight: 1, stratum: 0, offset: 0, x: [1, 2] }]),
      beta,
    );
    const refused = (more: Partial<RiskSums>) => expect(() => partialLikelihoodOfSums({ ...sums, ...more }, "efron"));
    refused({ risk1: Float64Array.of(1) }).toThrow("risk1 has 1 entries; 1 event times need 2");
    refused({ event2: Float64Array.of(1, NaN, 1) }).toThrow("event2[1] is NaN");
    refused({ risk0: Float64Array.of(0) }).toThrow("risk0[0] is 0; a risk set has a risk above 0");
    expect(() => partialLikelihoodOfSums(sums, "exact" as "efron")).toThrow("ties is “exact”; risk sums allow efron");
  });
});
