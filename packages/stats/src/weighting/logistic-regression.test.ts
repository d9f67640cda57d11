import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { designMatrix } from "../cox/design-matrix.js";
import { expectClose } from "../fixtures/expect-close.js";
import { logisticProbability, logisticRegression } from "./logistic-regression.js";
import type { LogisticRows } from "./logistic-rows.js";

const numeric = (columns: Record<string, ArrayLike<number>>) => {
  const terms = Object.entries(columns).map(([name, values]) => ({
    type: "numeric" as const,
    name,
    values: Float64Array.from(values),
  }));
  return designMatrix(terms[0]?.values.length ?? 0, terms);
};
const rowsOf = (outcome: number[], columns: Record<string, ArrayLike<number>>): LogisticRows => ({
  outcome: Uint8Array.from(outcome),
  design: numeric(columns),
});
/** 1 of 4 with the outcome where x = 0, 3 of 4 where x = 1. */
const table = rowsOf([1, 0, 0, 0, 1, 1, 1, 0], { x: [0, 0, 0, 0, 1, 1, 1, 1] });

const drawn = fc
  .array(fc.tuple(fc.boolean(), fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 4 })), {
    minLength: 6,
    maxLength: 25,
  })
  .map((rows) =>
    rowsOf(
      rows.map(([y]) => Number(y)),
      { a: rows.map(([, a]) => a), b: rows.map(([, , b]) => b) },
    ),
  );

describe("logisticRegression", () => {
  it("gives the log odds ratio of a two-by-two table, with the sum of the cells' inverses as variance", () => {
    const fit = logisticRegression(table);
    expect(fit.columns).toEqual(["(Intercept)", "x"]);
    // odds 1/3 and 3, ratio 9; variance 1/1 + 1/3 + 1/3 + 1/1
    expectClose(fit.coefficients, [Math.log(1 / 3), Math.log(9)], { rel: 1e-12 });
    expectClose(fit.covariance, [4 / 3, -4 / 3, -4 / 3, 8 / 3], { rel: 1e-10 });
    expectClose(fit.oddsRatio, [1 / 3, 9], { rel: 1e-12 });
    expectClose(
      fit.probability,
      [1, 1, 1, 1, 3, 3, 3, 3].map((k) => k / 4),
      { rel: 1e-12 },
    );
    const fitted = 2 * Math.log(1 / 4) + 6 * Math.log(3 / 4);
    expectClose([fit.logLikelihood.null, fit.logLikelihood.fitted], [8 * Math.log(1 / 2), fitted], { rel: 1e-12 });
    // The score test is Pearson's chi-squared: 8 (3·3 − 1·1)² / 4⁴ = 2
    expect(fit.tests.score.statistic).toBeCloseTo(2, 12);
    expect(fit.tests.wald.statistic).toBeCloseTo(Math.log(9) ** 2 / (8 / 3), 10);
    expect(fit.tests.likelihoodRatio).toMatchObject({ degreesOfFreedom: 1 });
    expect(fit.status).toBe("converged");
  });

  it("has by default the sandwich where there is a cluster; in a saturated table rows alone give the same variance", () => {
    const own = logisticRegression({ ...table, cluster: Int32Array.from({ length: 8 }, (_, i) => i) });
    expectClose(own.covariance, [4 / 3, -4 / 3, -4 / 3, 8 / 3], { rel: 1e-9 });
    expectClose(own.naive!.covariance, [4 / 3, -4 / 3, -4 / 3, 8 / 3], { rel: 1e-9 });
    // Pairs of rows: at x = 0 scores ½ and −½ in pairs (1,0), (0,0): residuals ¾ − ¼ = ½ and −½; A = 4·3/16, so B/A² = ½/(9/16) = 8/9
    const pairs = logisticRegression({ ...table, cluster: Int32Array.from({ length: 8 }, (_, i) => i >> 1) });
    expect(pairs.covariance[0]).toBeCloseTo(8 / 9, 9);
  });

  it("takes a weight of 2 as the row twice, and leaves out a row of weight 0, however wild", () => {
    const twice = logisticRegression(rowsOf([1, 1, 0, 0, 0, 1, 1, 1, 0], { x: [0, 0, 0, 0, 0, 1, 1, 1, 1] }));
    const weighted = logisticRegression({
      outcome: Uint8Array.of(...table.outcome, 1),
      design: numeric({ x: [0, 0, 0, 0, 1, 1, 1, 1, 1e9] }),
      weights: Float64Array.of(2, 1, 1, 1, 1, 1, 1, 1, 0),
    });
    expectClose(weighted.coefficients, twice.coefficients, { rel: 1e-10 });
    expectClose(weighted.covariance, twice.covariance, { rel: 1e-9 });
    expect(weighted.events).toBe(twice.events);
    expect(weighted.probability[8]).toBeNaN();
  });

  it("adds an offset to the linear predictor", () => {
    const offset = new Float64Array(8).fill(2);
    const fit = logisticRegression({ ...table, offset });
    expectClose(fit.coefficients, [Math.log(1 / 3) - 2, Math.log(9)], { rel: 1e-10 });
  });

  it("names the coefficient that separates, and the others are those of the rows that it does not decide", () => {
    // Whoever has z has the outcome; among the others the table above.
    const fit = logisticRegression(
      rowsOf([...table.outcome, 1, 1, 1], {
        x: [0, 0, 0, 0, 1, 1, 1, 1, 0, 1, 1],
        z: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1],
      }),
    );
    expect(fit.status).toBe("separation");
    expect(fit.infinite).toEqual([false, false, true]);
    expectClose(fit.coefficients, [Math.log(1 / 3), Math.log(9), Number.POSITIVE_INFINITY], { rel: 1e-9 });
    expectClose([fit.standardErrors[1]], [Math.sqrt(8 / 3)], { rel: 1e-8 });
    expect(fit.standardErrors[2]).toBeNaN();
    expect(fit.probability.slice(8)).toEqual(Float64Array.of(1, 1, 1));
    expect(fit.logLikelihood.fitted).toBeCloseTo(2 * Math.log(1 / 4) + 6 * Math.log(3 / 4), 10);
    expect(fit.tests.wald.statistic).toBeNaN();
  });

  it("finds one separated row among many", () => {
    const n = 400;
    const x = Array.from({ length: n }, (_, i) => i % 7);
    const y = x.map((value, i) => Number((value + (i % 5)) % 3 === 0));
    const fit = logisticRegression(rowsOf(y.with(3, 0), { x, alone: x.map((_, i) => Number(i === 3)) }));
    expect(fit.infinite).toEqual([false, false, true]);
    expect(fit.coefficients[2]).toBe(Number.NEGATIVE_INFINITY);
    const others = logisticRegression(rowsOf(y.toSpliced(3, 1), { x: x.toSpliced(3, 1) }));
    expectClose(fit.coefficients.slice(0, 2), others.coefficients, { rel: 1e-8, abs: 1e-10 });
  });

  it("says so where the outcome is separated whole, or is the same for all", () => {
    const whole = logisticRegression(rowsOf([0, 0, 0, 1, 1], { x: [1, 2, 3, 4, 5] }));
    expect(whole.status).toBe("separation");
    expect(whole.infinite).toEqual([true, true]);
    expect(whole.coefficients[1]).toBe(Number.POSITIVE_INFINITY);
    expect(whole.probability).toEqual(Float64Array.of(0, 0, 0, 1, 1));
    const same = logisticRegression(rowsOf([1, 1, 1], { x: [1, 2, 4] }));
    expect(same.infinite[0]).toBe(true);
    expect(same.status).toBe("separation");
    expect(same.probability).toEqual(Float64Array.of(1, 1, 1));
  });

  it("names a column that is a combination of others or constant", () => {
    const x = [0, 0, 0, 0, 1, 1, 1, 1];
    const fit = logisticRegression(
      rowsOf([...table.outcome], { x, twice: x.map((v) => 2 * v + 1), constant: x.map(() => 7) }),
    );
    expect(fit.redundant).toEqual([false, false, true, true]);
    expect(fit.coefficients[2]).toBeNaN();
    expect(fit.coefficients[1]).toBeCloseTo(Math.log(9), 10);
    expect(fit.tests.likelihoodRatio.degreesOfFreedom).toBe(1);
  });

  it("is right for covariates of scale 1e6 and 1e-6, and for years", () => {
    const year = [2000, 2003, 2001, 2010, 2007, 2012, 2015, 2004];
    const plain = logisticRegression(rowsOf([...table.outcome], { x: year.map((v) => v - 2007) }));
    const large = logisticRegression(rowsOf([...table.outcome], { x: year.map((v) => (v - 2007) * 1e6) }));
    const small = logisticRegression(rowsOf([...table.outcome], { x: year.map((v) => (v - 2007) * 1e-6) }));
    const asKept = logisticRegression(rowsOf([...table.outcome], { x: year }));
    expectClose(
      [large.coefficients[1] * 1e6, small.coefficients[1] / 1e6, asKept.coefficients[1]],
      Array(3).fill(plain.coefficients[1]),
      { rel: 1e-9 },
    );
    expectClose([asKept.coefficients[0]], [plain.coefficients[0] - 2007 * plain.coefficients[1]], { rel: 1e-9 });
    expectClose([asKept.standardErrors[1]], [plain.standardErrors[1]], { rel: 1e-8 });
  });

  it("does not depend on the order of the rows", () => {
    fc.assert(
      fc.property(drawn, ({ outcome, design }) => {
        const n = outcome.length;
        const fit = logisticRegression({ outcome, design });
        const turned = logisticRegression({
          outcome: outcome.toReversed(),
          design: numeric({ a: design.x.slice(0, n).toReversed(), b: design.x.slice(n).toReversed() }),
        });
        expect(turned.status).toBe(fit.status);
        expect(turned.infinite).toEqual(fit.infinite);
        expect(turned.logLikelihood.fitted).toBeCloseTo(fit.logLikelihood.fitted, 8);
      }),
      { numRuns: 150 },
    );
  });

  it("has a score of 0 at the estimate: fitted and observed numbers agree, altogether and along each covariate", () => {
    fc.assert(
      fc.property(drawn, ({ outcome, design }) => {
        const n = outcome.length;
        const { probability } = logisticRegression({ outcome, design });
        const left = outcome.reduce((sum, y, i) => sum + y - probability[i], 0);
        expect(Math.abs(left)).toBeLessThan(1e-7);
        for (let j = 0; j < 2; j++) {
          const along = outcome.reduce((sum, y, i) => sum + design.x[j * n + i] * (y - probability[i]), 0);
          expect(Math.abs(along)).toBeLessThan(1e-6);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("without rows has nothing, with one row runs away", () => {
    const none = logisticRegression(rowsOf([], {}));
    expect(none.n).toBe(0);
    expect(none.coefficients[0]).toBeNaN();
    const one = logisticRegression({ outcome: Uint8Array.of(1), design: designMatrix(1, []) });
    expect(one).toMatchObject({ n: 1, status: "separation", infinite: [true] });
  });

  it("refuses what cannot be, naming argument, row and value", () => {
    expect(() => logisticRegression(rowsOf([0, 2, 1], { x: [1, 2, 3] }))).toThrow("outcome[1] is 2; it must be 0 or 1");
    expect(() => logisticRegression(rowsOf([0, 1, 1], { x: [1, Number.NaN, 3] }))).toThrow("x[1] is NaN");
    expect(() => logisticRegression({ ...table, weights: Float64Array.of(1, 1, -1, 1, 1, 1, 1, 1) })).toThrow(
      "weights[2] is -1",
    );
    expect(() => logisticRegression({ ...table, weights: Float64Array.of(1) })).toThrow(
      "weights has 1 rows, outcome has 8",
    );
    expect(() => logisticRegression(rowsOf([0, 1], { a: [1, 2], b: [2, 1] }))).toThrow(
      "the design has 2 columns and 2 rows; a logistic model needs more rows than columns",
    );
    expect(() => logisticRegression(table, { confidenceLevel: 1 })).toThrow("confidenceLevel is 1");
    expect(() => logisticRegression(table, { maxIterations: -1 })).toThrow("maxIterations is -1");
  });
});

describe("logisticProbability", () => {
  it("is the expit of the linear predictor of new rows", () => {
    const fit = logisticRegression(table);
    // At x = 2 the odds are 1/3 · 81 = 27
    expectClose(logisticProbability(fit, numeric({ x: [0, 1, 2] })), [1 / 4, 3 / 4, 27 / 28], { rel: 1e-12 });
    expect(() => logisticProbability(fit, numeric({ a: [1], b: [2] }))).toThrow(
      "the rows have 2 covariates, the model has 1",
    );
  });
});
