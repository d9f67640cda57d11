import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { brierScore, integratedBrierScore } from "./brier-score.js";

/** Events at 1, 3 and 4, a censoring at 2, when 3 are left: after it G = 2/3. */
const four = { time: Float64Array.of(1, 2, 3, 4), event: Uint8Array.of(1, 0, 1, 1) };
const drawn = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 8 })),
  { minLength: 3, maxLength: 20 },
);
const table = (rows: [number, number, number][]) => ({
  rows: { time: Float64Array.from(rows, ([t]) => t), event: Uint8Array.from(rows, ([, e]) => e) },
  predictions: Float64Array.from(rows, ([, , p]) => p / 8),
});

describe("brierScore", () => {
  it("is the mean squared error, those known weighted by the inverse of being seen", () => {
    const half = new Float64Array(4).fill(1 / 2);
    const [score] = brierScore(four, [half], [2.5]);
    // weights 1, 0, 3/2, 3/2, squared errors 1/4; Kaplan and Meier's risk by then is 1/4
    expect(score.brier).toBeCloseTo(1 / 4, 12);
    expect(score.nullBrier).toBeCloseTo((9 / 16 + 3 / 16) / 4, 12);
    expect(score.predictionAccuracy).toBeCloseTo(1 - 4 / 3, 12);
  });

  it("has the mean's error where nobody is censored", () => {
    // errors 0, 1/4, 1 and 1/4: mean 3/8, variance (divisor 3) (9 + 1 + 25 + 1)/64/3 = 3/16
    const rows = { time: Float64Array.of(1, 2, 3, 4), event: new Uint8Array(4).fill(1) };
    const [score] = brierScore(rows, [Float64Array.of(1, 1 / 2, 1, 1 / 2)], [2.5]);
    expect(score.brier).toBeCloseTo(3 / 8, 12);
    expect(score.standardError).toBeCloseTo(Math.sqrt(3 / 16 / 4), 12);
  });

  it("is 0 for predictions that are right, and does not depend on the order of the rows", () => {
    fc.assert(
      fc.property(drawn, (rows) => {
        const { rows: data, predictions } = table(rows);
        const [score] = brierScore(data, [predictions], [4.5], { cause: 1 });
        const turned = table(rows.toReversed());
        const [other] = brierScore(turned.rows, [turned.predictions], [4.5], { cause: 1 });
        expectClose(
          [other.brier, other.standardError, other.nullBrier],
          [score.brier, score.standardError, score.nullBrier],
          { rel: 1e-8, abs: 1e-10 },
        );
        const oracle = data.time.map((t, i) => Number(t <= 4.5 && data.event[i] === 1));
        fc.pre(!Number.isNaN(score.brier));
        expect(brierScore(data, [oracle], [4.5])[0].brier).toBeCloseTo(0, 12);
      }),
      { numRuns: 100 },
    );
  });

  it("is undefined beyond a last time that is a censoring", () => {
    const rows = { time: Float64Array.of(1, 2), event: Uint8Array.of(1, 0) };
    expect(brierScore(rows, [Float64Array.of(0.5, 0.5)], [3])[0].brier).toBeNaN();
  });

  it("refuses what cannot be", () => {
    const one = [new Float64Array(4).fill(0.5)];
    expect(() => brierScore(four, one, [1, 2])).toThrow("predictions has 1 columns, times has 2 values");
    expect(() => brierScore(four, [Float64Array.of(0.5)], [1])).toThrow(/predictions/);
    expect(() => brierScore(four, [Float64Array.of(0.5, 1.5, 0, 0)], [1])).toThrow(/1\.5/);
    expect(() => brierScore(four, one, [1], { cause: 0 })).toThrow("cause is 0");
    expect(() => brierScore(four, one, [Number.NaN])).toThrow(/NaN/);
  });
});

describe("integratedBrierScore", () => {
  it("is the area under the scores from 0, over the time", () => {
    // 1 · (0 + 1/10)/2 + 2 · (1/10 + 1/5)/2 = 7/20, over 3
    const scores = [
      { time: 1, brier: 1 / 10 },
      { time: 3, brier: 1 / 5 },
    ];
    expect(integratedBrierScore(scores)).toBeCloseTo(7 / 60, 12);
    expect(() => integratedBrierScore([...scores, { time: 2, brier: 0 }])).toThrow(
      "scores[2] is at time 2; times must ascend from above 0",
    );
  });
});
