import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coxRowsOf, drawnRows } from "../fixtures/drawn-cox-rows.js";
import { expectClose } from "../fixtures/expect-close.js";
import { partialLikelihood } from "./cox-likelihood.js";
import { coxData } from "./cox-rows.js";
import { eventSteps, RiskSteps } from "./frailty-likelihood.js";

describe("RiskSteps", () => {
  it("has the partial likelihood and, by what is shared, its score and information", () => {
    fc.assert(
      fc.property(drawnRows(2), fc.boolean(), (drawn, efron) => {
        const data = coxData(coxRowsOf(drawn));
        const { n, p, x } = data;
        const beta = Float64Array.of(0.3, -0.4);
        const plain = partialLikelihood(data, beta, efron ? "efron" : "breslow");
        const eta = Float64Array.from({ length: n }, (_, i) => {
          const offset = data.offset ? data.offset[i] : 0;
          return x[i * p] * beta[0] + x[i * p + 1] * beta[1] + offset;
        });
        const risks = new RiskSteps(data, eventSteps(data, efron), eta);
        expect(risks.logLikelihood).toBeCloseTo(plain.logLikelihood, 9);
        const column = (j: number) => Float64Array.from({ length: n }, (_, i) => x[i * p + j]);
        const sum = (values: Float64Array, j: number) => values.reduce((s, value, i) => s + value * x[i * p + j], 0);
        const left = risks.expected.map((e, i) => (data.event[i] ? data.weights[i] : 0) - e);
        expectClose([sum(left, 0), sum(left, 1)], plain.score, { rel: 1e-8, abs: 1e-9 });
        const information = [0, 1].flatMap((j) => {
          const off = risks.shared(column(j)).map((shared, i) => x[i * p + j] * risks.expected[i] - shared);
          return [sum(off, 0), sum(off, 1)];
        });
        expectClose(information, plain.information, { rel: 1e-7, abs: 1e-8 });
      }),
      { numRuns: 150 },
    );
  });

  it("keeps strata of very different risks apart, and the digits of those left when a large risk has entered", () => {
    fc.assert(
      fc.property(drawnRows(1, { minLength: 4 }), (drawn) => {
        // The second stratum's risks are e⁴⁰ times the first's, and within each the latest entrants' are large.
        const rows = coxRowsOf(
          drawn.map((row) => ({ ...row, offset: 40 * row.stratum + (row.time === 6 && row.length === 1 ? 25 : 0) })),
        );
        const data = coxData(rows);
        const eta = Float64Array.from(
          { length: data.n },
          (_, i) => 0.2 * data.x[i] + (data.offset ? data.offset[i] : 0),
        );
        const plain = partialLikelihood(data, Float64Array.of(0.2), "efron");
        const risks = new RiskSteps(data, eventSteps(data, true), eta);
        expect(risks.logLikelihood).toBeCloseTo(plain.logLikelihood, 7);
        const left = risks.expected.map((e, i) => (data.event[i] ? data.weights[i] : 0) - e);
        expectClose(
          left.reduce((sum, u, i) => sum + u * data.x[i], 0),
          plain.score[0],
          { rel: 1e-7, abs: 1e-7 },
        );
      }),
      { numRuns: 200 },
    );
  });

  it("expects nothing of a row that no event finds at risk", () => {
    const [row] = fc.sample(drawnRows(2, { minLength: 2, maxLength: 2 }), 1);
    const rows = coxRowsOf(row.map((one, i) => ({ ...one, event: 0, stratum: i })));
    const data = coxData(rows);
    expect(new RiskSteps(data, eventSteps(data, true), new Float64Array(data.n)).expected.length).toBe(0);
  });
});
