import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coxRowsOf, drawnRows } from "../fixtures/drawn-cox-rows.js";
import { expectClose } from "../fixtures/expect-close.js";
import { plainLikelihood } from "../fixtures/plain-cox.js";
import { addRiskSet, linearPredictor, partialLikelihood, type Ties, tieSums } from "./cox-likelihood.js";
import { eachRiskSet, emptyRiskSet } from "./cox-risk-sets.js";
import { coxData } from "./cox-rows.js";

const beta = fc.array(
  fc.integer({ min: -12, max: 12 }).map((value) => value / 4),
  { minLength: 2, maxLength: 2 },
);

/** Of the given covariates, from that of the scaled ones: β/scale, the score times scale. */
function unscaled(rows: ReturnType<typeof coxRowsOf>, original: number[], ties: Ties) {
  const data = coxData(rows);
  const { scale, p } = data;
  const at = partialLikelihood(
    data,
    Float64Array.from(original, (b, j) => b * scale[j]),
    ties,
  );
  return {
    logLikelihood: at.logLikelihood,
    score: at.score.map((u, j) => u * scale[j]),
    information: at.information.map((v, m) => v * scale[m % p] * scale[Math.floor(m / p)]),
  };
}

describe("partialLikelihood", () => {
  it.each(["efron", "breslow", "exact"] as const)("with %s ties is the slow sum over risk sets", (ties) => {
    const size = ties === "exact" ? { maxLength: 10 } : { maxLength: 20 };
    fc.assert(
      fc.property(drawnRows(2, size), beta, (drawn, original) => {
        const rows = coxRowsOf(drawn, ties === "exact" ? ["weights"] : []);
        const slow = plainLikelihood(rows, original, ties);
        const fast = unscaled(rows, original, ties);
        // Covariates are centred within strata, which moves Σ η of the deaths and Σ log alike.
        expectClose(fast.logLikelihood, slow.logLikelihood, { rel: 1e-11, abs: 1e-11 });
        expectClose(fast.score, slow.score, { rel: 1e-10, abs: 1e-10 });
        expectClose(fast.information, slow.information, { rel: 1e-10, abs: 1e-10 });
      }),
    );
  });

  it("without ties is the same for all three", () => {
    const drawn = [3, 1, 4, 2].map((time, i) => ({
      time,
      length: 9,
      event: i === 2 ? 0 : 1,
      weight: 1,
      stratum: 0,
      offset: 0,
      x: [i, i % 2],
    }));
    const [efron, ...others] = (["efron", "breslow", "exact"] as const).map((ties) =>
      unscaled(coxRowsOf(drawn), [0.5, -1], ties),
    );
    for (const other of others) expect(other).toEqual(efron);
  });

  it("has nothing to say without events or rows", () => {
    const nothing = { logLikelihood: 0, score: Float64Array.of(0), information: Float64Array.of(0) };
    expect(partialLikelihood(coxData(coxRowsOf([])), new Float64Array(0), "efron").logLikelihood).toBe(0);
    const censored = { time: 2, length: 1, event: 0, weight: 1, stratum: 0, offset: 0, x: [4] };
    expect(partialLikelihood(coxData(coxRowsOf([censored])), Float64Array.of(1), "exact")).toEqual(nothing);
  });

  it("neither overflows nor vanishes for predictors of ±1000", () => {
    const drawn = [1, 2, 3].map((time, i) => ({
      time,
      length: 9,
      event: 1,
      weight: 1,
      stratum: 0,
      offset: [1000, -1000, 0][i],
      x: [i],
    }));
    for (const ties of ["efron", "breslow", "exact"] as const) {
      const { logLikelihood, score } = unscaled(coxRowsOf(drawn), [0], ties);
      // log of e^1000/(e^1000 + e^-1000 + 1), of e^-1000/(e^-1000 + 1) and of 1
      expectClose(logLikelihood, 0 - 1000 + 0);
      expectClose(score, [0 - 1 + 0]);
    }
  });
});

describe("linearPredictor", () => {
  it("adds the offset to xβ", () => {
    const [a, b] = [1, 2].map((time) => ({
      time,
      length: 3,
      event: 1,
      weight: 1,
      stratum: 0,
      offset: time,
      x: [4 * time],
    }));
    const data = coxData(coxRowsOf([a, b]));
    // x is 4 and 8, centred ±2, their root mean square 2
    expectClose(linearPredictor(data, Float64Array.of(3)), [1 - 3, 2 + 3]);
  });
});

describe("tieSums", () => {
  it("sums Efron's steps: two deaths of weight 3 and risk 2 in a risk set of 6", () => {
    const set = { ...emptyRiskSet(1), deaths: 2, eventWeight: 3, s0: 6, e0: 2 };
    // mean weight 3/2; D is 6, then 6 − 2/2 = 5
    const [h0, h1] = [1.5 / 6, 1.5 / 5];
    const { log, a0, a1, b0, b1, b2 } = tieSums(set, true);
    expectClose([log, a0, a1], [1.5 * Math.log(30), h0 + h1, h1 / 2]);
    expectClose([b0, b1, b2], [h0 / 6 + h1 / 5, h1 / 10, h1 / 20]);
    expectClose(Object.values(tieSums(set, false)), [3 * Math.log(6), 3 / 6, 0, 3 / 36, 0, 0]);
  });
});

describe("addRiskSet", () => {
  it("adds up to the whole likelihood", () => {
    fc.assert(
      fc.property(drawnRows(2), fc.boolean(), (drawn, efron) => {
        const data = coxData(coxRowsOf(drawn));
        const at = Float64Array.of(0.3, -0.2);
        const [score, packed] = [new Float64Array(2), new Float64Array(3)];
        let logLikelihood = 0;
        eachRiskSet(data, linearPredictor(data, at), (set) => {
          logLikelihood += addRiskSet(set, efron, score, packed);
        });
        const whole = partialLikelihood(data, at, efron ? "efron" : "breslow");
        expectClose(logLikelihood, whole.logLikelihood);
        expectClose(score, whole.score);
        expectClose([packed[0], packed[1], packed[1], packed[2]], whole.information);
      }),
    );
  });
});
