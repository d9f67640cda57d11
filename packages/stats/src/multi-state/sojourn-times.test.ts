import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kaplanMeier } from "../curves/kaplan-meier.js";
import { restrictedMean } from "../curves/restricted-mean.js";
import { drawnHistories, historyPieces, historyRows } from "../fixtures/drawn-histories.js";
import { drawnSpells, spellRows } from "../fixtures/drawn-spells.js";
import { expectClose } from "../fixtures/expect-close.js";
import { plainAalenJohansen } from "../fixtures/plain-aalen-johansen.js";
import { sojournTimes } from "./sojourn-times.js";

// A falls ill at 1 and dies at 3, B dies at 2, C is last seen well at 4.
const illness = {
  time: Float64Array.of(1, 3, 2, 4),
  to: Int32Array.of(1, 2, 2, -1),
  from: Int32Array.of(0, 1, 0, 0),
  entry: Float64Array.of(0, 1, 0, 0),
  id: Int32Array.of(0, 0, 1, 2),
};

describe("sojournTimes", () => {
  it("is the mean time in each state where everybody is seen to the end", () => {
    const [found] = sojournTimes(illness, 4);
    // Well 1, 2 and 4; ill 2, 0 and 0; dead 1, 2 and 0.
    expectClose(found.estimate, [7 / 3, 2 / 3, 1]);
    const error = (...x: number[]) => {
      const mean = x.reduce((sum, value) => sum + value, 0) / 3;
      return Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / 3;
    };
    expectClose(found.standardError, [error(1, 2, 4), error(2, 0, 0), error(1, 2, 0)]);
    expect([found.n, found.tau]).toEqual([4, 4]);
  });

  it("has the errors of R's summary(survfit(influence = TRUE), rmean = 6), which the recorded cases have not", () => {
    // tiny-competing.csv; R 4.2.2, survival 3.5-3 prints 0.5356909, 0.4961331, 0.3509608 for these rows
    const [found] = sojournTimes(
      {
        time: Float64Array.of(1, 2, 2, 3, 4, 4, 5, 6, 7, 8, 9, 9),
        to: Int32Array.of(1, 2, 1, -1, 1, 2, -1, 2, 1, -1, 1, 2),
      },
      6,
    );
    expectClose(found.estimate, [4.5416667, 0.9375, 0.5208333], { abs: 5e-8 });
    expectClose(found.standardError, [0.5356909, 0.4961331, 0.3509608], { abs: 5e-8 });
  });

  it("counts from the start time, and takes the error of an estimated start along", () => {
    const [found] = sojournTimes(illness, 4, { startTime: 2 });
    // At 2 two are well and one is ill; B dies there, A at 3.
    expectClose(found.estimate, [2 / 3, 1 / 3, 1]);
    const [known] = sojournTimes(illness, 3, { startTime: 2, p0: [2 / 3, 1 / 3, 0] });
    expectClose(known.estimate, [1 / 3, 1 / 3, 1 / 3]);
    // Of the ill nobody moves before 3, and p₀ is known; one of two well goes: (2/3)(1/2)²√2.
    expectClose(known.standardError, [Math.SQRT2 / 6, 0, Math.SQRT2 / 6]);
  });

  it("is the restricted mean where there are two states, and sums to tau", () => {
    fc.assert(
      fc.property(drawnSpells({ maxLength: 12 }), fc.constantFrom(1, 2.5, 8, 20), (drawn, tau) => {
        const { event, ...rows } = spellRows(drawn, ["strata"]);
        const to = Int32Array.from(event, (dies) => (dies ? 1 : -1));
        const found = sojournTimes({ ...rows, to }, tau, { states: 2, groups: 3, p0: [1, 0] });
        kaplanMeier({ ...rows, event }, { groups: 3 }).forEach((curve, g) => {
          if (curve.n === 0) {
            expect(found[g].estimate[0]).toBeNaN();
            expect(found[g].standardError[0]).toBeNaN();
            return;
          }
          expectClose(found[g].estimate[0], restrictedMean(curve, tau).estimate);
          expectClose(found[g].estimate[0] + found[g].estimate[1], tau);
        });
      }),
    );
  });

  it("agrees with the areas under the probabilities and under every row's influence", () => {
    const clusters = fc.boolean();
    fc.assert(
      fc.property(
        drawnHistories({ minLength: 1, groups: 1 }),
        fc.constantFrom(0.5, 3, 5.5, 30),
        clusters,
        (drawn, tau, few) => {
          const all = historyRows(drawn, ["group"]);
          const rows = few ? { ...all, cluster: all.id?.map((subject) => subject % 2) } : all;
          const { time, probability, influence, p0, startInfluence } = plainAalenJohansen(rows, 3);
          const starts = [0, ...time].map((t) => Math.min(t, tau));
          const area = (level: number[]) =>
            level.reduce((sum, value, j) => sum + value * ((starts[j + 1] ?? tau) - starts[j]), 0);
          const [found] = sojournTimes(rows, tau, { states: 3 });
          for (let s = 0; s < 3; s++) {
            expectClose(found.estimate[s], area([p0[s], ...probability.map((p) => p[s])]));
            const sums = new Map<number, number>();
            for (let i = 0; i < rows.time.length; i++) {
              const own = area([startInfluence[i][s], ...influence.map((u) => u[i][s])]) * (rows.weights?.[i] ?? 1);
              const c = (rows.cluster ?? rows.id)?.[i] ?? i;
              sums.set(c, (sums.get(c) ?? 0) + own);
            }
            expectClose(found.standardError[s], Math.sqrt([...sums.values()].reduce((sum, x) => sum + x * x, 0)), {
              rel: 1e-9,
              abs: 1e-9,
            });
          }
        },
      ),
    );
  });

  it("is the same for histories in pieces, and scales with the unit of time", () => {
    fc.assert(
      fc.property(drawnHistories(), (drawn) => {
        const options = { states: 3, groups: 2 };
        const pieces = sojournTimes(historyPieces(drawn), 5, options);
        const scaled = sojournTimes(historyRows(drawn, [], 7), 35, options);
        sojournTimes(historyRows(drawn), 5, options).forEach((found, g) => {
          for (const name of ["estimate", "standardError"] as const) {
            expectClose(found[name], pieces[g][name], { rel: 1e-10, abs: 1e-10 });
            expectClose(
              found[name],
              scaled[g][name].map((t) => t / 7),
              { rel: 1e-10, abs: 1e-10 },
            );
          }
        });
      }),
    );
  });

  it("counts from a negative first time, and refuses a tau before the start", () => {
    const early = { time: Float64Array.of(-2, 1), to: Int32Array.of(1, 1) };
    expectClose(sojournTimes(early, 1)[0].estimate, [3 / 2, 3 / 2]);
    expect(() => sojournTimes(early, -3)).toThrow("tau is -3; it must be a finite number from -2, the start");
    expect(() => sojournTimes(early, Number.NaN)).toThrow("tau is NaN");
    expectClose(sojournTimes(illness, 0)[0].estimate, [0, 0, 0]);
  });
});
