import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { treatmentWeights } from "./treatment-weights.js";

const treatment = Uint8Array.of(1, 1, 0, 0);
const propensity = Float64Array.of(1 / 2, 1 / 4, 1 / 2, 1 / 5);

describe("treatmentWeights", () => {
  it("weighs by the inverse of the probability of the patient's own treatment", () => {
    const { weights, effectiveSize } = treatmentWeights(treatment, propensity);
    expectClose(weights, [2, 4, 2, 5 / 4]);
    // (2 + 5/4)² / (4 + 25/16) and 6² / 20
    expectClose(effectiveSize, [169 / 16 / (89 / 16), 36 / 20]);
  });

  it("times the share of that treatment where stabilised", () => {
    expectClose(treatmentWeights(treatment, propensity, { stabilised: true }).weights, [1, 2, 1, 5 / 8]);
  });

  it("leaves the treated as they are for ATT, and weighs by the other treatment's probability for ATO", () => {
    expectClose(treatmentWeights(treatment, propensity, { estimand: "ATT" }).weights, [1, 1, 1, 1 / 4]);
    expectClose(treatmentWeights(treatment, propensity, { estimand: "ATO" }).weights, [1 / 2, 3 / 4, 1 / 2, 1 / 5]);
  });

  it("truncates at quantiles and counts what it changed", () => {
    // 5/4, 2, 2, 4: the quarters are at 5/4 + 3/4 · 3/4 = 29/16 and at 2 + 1/4 · 2 = 5/2
    const { weights, truncated } = treatmentWeights(treatment, propensity, { truncate: 0.25 });
    expectClose(weights, [2, 5 / 2, 2, 29 / 16]);
    expect(truncated).toBe(2);
  });

  it("balances a covariate on which alone the propensity depends, when it is the true share in each class", () => {
    const counts = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 1, max: 6 })));
    fc.assert(
      fc.property(counts, ([a, b, c, d]) => {
        // class 0: a treated, b not; class 1: c treated, d not
        const rows = [
          [0, 1, a],
          [0, 0, b],
          [1, 1, c],
          [1, 0, d],
        ].flatMap(([x, z, k]) => Array.from({ length: k }, () => ({ x, z, e: x ? c / (c + d) : a / (a + b) })));
        for (const estimand of ["ATE", "ATT", "ATO"] as const) {
          const { weights } = treatmentWeights(
            Uint8Array.from(rows, ({ z }) => z),
            Float64Array.from(rows, ({ e }) => e),
            { estimand },
          );
          const mean = (arm: number) => {
            const own = rows.map(({ z }, i) => (z === arm ? weights[i] : 0));
            return own.reduce((sum, w, i) => sum + w * rows[i].x, 0) / own.reduce((sum, w) => sum + w, 0);
          };
          expect(mean(1)).toBeCloseTo(mean(0), 10);
        }
      }),
    );
  });

  it("refuses a patient who could not have had the other treatment", () => {
    expect(() => treatmentWeights(treatment, Float64Array.of(1, 0, 1 / 2, 1 / 2))).toThrow(
      "propensity[1] is 0 and treatment[1] is 1; this weight is infinite",
    );
    expect(() => treatmentWeights(treatment, Float64Array.of(1, 1, 1 / 2, 1), { estimand: "ATT" })).toThrow(
      "propensity[3] is 1 and treatment[3] is 0",
    );
    expect(treatmentWeights(treatment, Float64Array.of(0, 1, 0, 1), { estimand: "ATO" }).weights).toEqual(
      Float64Array.of(1, 0, 0, 1),
    );
  });

  it("refuses what is no treatment, no probability, no option", () => {
    expect(() => treatmentWeights(Uint8Array.of(2), Float64Array.of(0.5))).toThrow("treatment[0] is 2");
    expect(() => treatmentWeights(Uint8Array.of(1), Float64Array.of(1.5))).toThrow("propensity[0] is 1.5");
    expect(() => treatmentWeights(Uint8Array.of(1), Float64Array.of(Number.NaN))).toThrow("propensity[0] is NaN");
    expect(() => treatmentWeights(treatment, Float64Array.of(1))).toThrow("propensity has 1 rows, treatment has 4");
    expect(() => treatmentWeights(treatment, propensity, { truncate: 0.5 })).toThrow("truncate is 0.5");
    expect(() => treatmentWeights(treatment, propensity, { estimand: "ATT", stabilised: true })).toThrow(
      "stabilised is true with estimand ATT",
    );
    expect(() => treatmentWeights(treatment, propensity, { estimand: "ATC" as never })).toThrow("estimand is “ATC”");
  });

  it("has nothing to weigh without rows", () => {
    expect(treatmentWeights(new Uint8Array(0), new Float64Array(0))).toEqual({
      weights: new Float64Array(0),
      effectiveSize: [0, 0],
      truncated: 0,
    });
  });
});
