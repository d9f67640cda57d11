import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coxRowsOf, drawnRows } from "../fixtures/drawn-cox-rows.js";
import { expectClose } from "../fixtures/expect-close.js";
import { type PlainRow, plainRiskSets, plainRows } from "../fixtures/plain-cox.js";
import { partialLikelihood } from "./cox-likelihood.js";
import { type CoxRows, coxData } from "./cox-rows.js";
import { scoreResiduals } from "./cox-score-residuals.js";

/**
 * Σ over the risk sets that a row is in, each of Efron's steps by itself: (x − x̄) (own share of the event − hazard).
 * One covariate; Breslow's ties are the step k = 0 taken for every death.
 */
function plainResiduals(rows: CoxRows, beta: number, ties: "efron" | "breslow"): number[] {
  const all = plainRows(rows);
  const residual = new Map(all.map((row) => [row, 0]));
  const risk = (row: PlainRow) => Math.exp(row.x[0] * beta + row.offset);
  for (const { deaths, atRisk } of plainRiskSets(all)) {
    const d = deaths.length;
    const mean = deaths.reduce((sum, row) => sum + row.weight, 0) / d;
    for (let k = 0; k < d; k++) {
      const share = (row: PlainRow) => (ties === "efron" && deaths.includes(row) ? 1 - k / d : 1);
      const sum = (of: (row: PlainRow) => number) =>
        atRisk.reduce((total, row) => total + row.weight * share(row) * risk(row) * of(row), 0);
      const centre = sum((row) => row.x[0]) / sum(() => 1);
      const hazard = mean / sum(() => 1);
      for (const row of atRisk) {
        const event = deaths.includes(row) ? 1 / d : 0;
        residual.set(row, residual.get(row)! + (row.x[0] - centre) * (event - share(row) * risk(row) * hazard));
      }
    }
  }
  return all.map((row) => residual.get(row)!);
}

const rows = drawnRows(1, { maxLength: 16 });
const ties = fc.constantFrom("efron", "breslow" as const);
const slope = fc.integer({ min: -8, max: 8 }).map((value) => value / 4);

describe("scoreResiduals", () => {
  it("are the slow sums over the risk sets of each row", () => {
    fc.assert(
      fc.property(rows, ties, slope, (drawn, tied, beta) => {
        const given = coxRowsOf(drawn);
        const data = coxData(given);
        const fast = new Float64Array(drawn.length);
        const [scale] = data.scale;
        const residuals = scoreResiduals(data, Float64Array.of(beta * scale), tied);
        residuals.forEach((value, at) => {
          fast[data.source[at]] = value * scale;
        });
        expectClose(fast, plainResiduals(given, beta, tied), { rel: 1e-10, abs: 1e-11 });
      }),
    );
  });

  it("times the weights add up to the score", () => {
    fc.assert(
      fc.property(drawnRows(3), ties, (drawn, tied) => {
        const data = coxData(coxRowsOf(drawn));
        const beta = Float64Array.of(0.5, -0.25, 1);
        const sum = new Float64Array(3);
        scoreResiduals(data, beta, tied).forEach((value, at) => {
          sum[at % 3] += value * data.weights[Math.floor(at / 3)];
        });
        expectClose(sum, partialLikelihood(data, beta, tied).score, { rel: 1e-10, abs: 1e-10 });
      }),
    );
  });

  it("are none without rows", () => {
    expect(scoreResiduals(coxData(coxRowsOf([])), new Float64Array(0), "efron")).toHaveLength(0);
  });
});
