import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnHistories, historyPieces, historyRows } from "../fixtures/drawn-histories.js";
import { expectClose } from "../fixtures/expect-close.js";
import { plainAalenJohansen } from "../fixtures/plain-aalen-johansen.js";
import { aalenJohansen } from "./aalen-johansen.js";
import { sojournTimes } from "./sojourn-times.js";
import { stateProbabilityAt } from "./state-probability-at.js";
import { statePseudoValues } from "./state-pseudo-values.js";
import { transitionHazards } from "./transition-hazards.js";

// A falls ill at 1 and dies at 3, B dies at 2, C is last seen well at 4.
const illness = {
  time: Float64Array.of(1, 3, 2, 4),
  to: Int32Array.of(1, 2, 2, -1),
  from: Int32Array.of(0, 1, 0, 0),
  entry: Float64Array.of(0, 1, 0, 0),
  id: Int32Array.of(0, 0, 1, 2),
};

describe("statePseudoValues", () => {
  it("is the state of each subject, and its time in each, where everybody is seen throughout", () => {
    const found = statePseudoValues(illness, [1, 2.5]);
    expect(Array.from(found.rows)).toEqual([0, 2, 3]);
    expect(found.columns).toBe(3);
    // State by state, at 1 and at 2.5, for A, B and C.
    expectClose(found.values, [0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0]);
    expectClose(statePseudoValues(illness, [4], { of: "sojourn" }).values, [1, 2, 4, 2, 0, 0, 1, 2, 0]);
  });

  it("gives the cumulative hazards by transition", () => {
    const found = statePseudoValues(illness, [2], { of: "cumulativeHazard" });
    expect(found.transitions).toEqual([
      { from: 0, to: 1 },
      { from: 0, to: 2 },
      { from: 1, to: 2 },
    ]);
    // H₀₁ = 1/3, by the weights 2/9, −1/9, −1/9; H₀₂ = 1/2, by those of B and C ±1/4.
    expectClose(found.values, [1, 0, 0, 1 / 2, 1 / 2 + 3 / 4, 1 / 2 - 3 / 4, 0, 0, 0]);
  });

  it("agrees with every row's influence carried along whole matrices", () => {
    fc.assert(
      fc.property(
        drawnHistories({ minLength: 1, groups: 1 }),
        fc.constantFrom(0, 2.5, 4, 20),
        fc.boolean(),
        (drawn, t, given) => {
          const rows = historyRows(drawn, ["group"]);
          const p0 = given ? [0.2, 0.3, 0.5] : undefined;
          const plain = plainAalenJohansen(rows, 3, p0);
          const j = plain.time.filter((time) => time <= t).length - 1;
          const u = j < 0 ? plain.startInfluence : plain.influence[j];
          const p = j < 0 ? plain.p0 : plain.probability[j];
          const found = statePseudoValues(rows, [t], { states: 3, p0 });
          for (let s = 0; s < 3; s++)
            found.rows.forEach((first, k) => {
              const own = u.reduce((sum, row, i) => sum + (rows.id?.[i] === rows.id?.[first] ? row[s] : 0), 0);
              expectClose(found.values[s * drawn.length + k], p[s] + drawn.length * own, { abs: 1e-11 });
            });
        },
      ),
    );
  });

  it("has the errors of the estimates: weighted deviations add up to their squares", () => {
    const counts = drawnHistories({ minLength: 1, groups: 1 });
    fc.assert(
      fc.property(counts, fc.constantFrom(2, 4.5, 15), (drawn, t) => {
        const rows = historyRows(drawn, ["group"]);
        const n = drawn.length;
        const error = (values: Float64Array, column: number, estimate: number) =>
          Math.sqrt(
            drawn.reduce((sum, { weight }, k) => sum + ((weight * (values[column * n + k] - estimate)) / n) ** 2, 0),
          );
        const close = { rel: 1e-9, abs: 1e-9 };
        const [at] = stateProbabilityAt(aalenJohansen(rows, { states: 3 })[0], [t]);
        const [sojourn] = sojournTimes(rows, t, { states: 3 });
        const probability = statePseudoValues(rows, [t], { states: 3 }).values;
        const stay = statePseudoValues(rows, [t], { states: 3, of: "sojourn" }).values;
        for (let s = 0; s < 3; s++) {
          expectClose(error(probability, s, at.probability[s]), at.standardError[s], close);
          expectClose(error(stay, s, sojourn.estimate[s]), sojourn.standardError[s], close);
        }
        const [hazards] = transitionHazards(rows, { states: 3 });
        const m = hazards.time.length;
        const j = hazards.time.filter((time) => time <= t).length - 1;
        const { values } = statePseudoValues(rows, [t], { states: 3, of: "cumulativeHazard" });
        hazards.transitions.forEach((_, q) => {
          const [h, se] = j < 0 ? [0, 0] : [hazards.cumulativeHazard[q * m + j], hazards.standardError[q * m + j]];
          expectClose(error(values, q, h), se, close);
        });
      }),
    );
  });

  it("is the same for histories in pieces", () => {
    fc.assert(
      fc.property(drawnHistories(), fc.constantFrom("probability", "sojourn", "cumulativeHazard"), (drawn, of) => {
        const options = { states: 3, groups: 2, of } as const;
        const whole = statePseudoValues(historyRows(drawn), [2, 5], { ...options, of });
        expectClose(statePseudoValues(historyPieces(drawn), [2, 5], { ...options, of }).values, whole.values, {
          abs: 1e-10,
        });
      }),
    );
  });

  it("refuses times and quantities that cannot be, and a subject in two groups", () => {
    expect(() => statePseudoValues(illness, [Number.NaN])).toThrow("times[0] is NaN; it must be a finite number");
    expect(() => statePseudoValues(illness, [2, -1], { of: "sojourn" })).toThrow(
      "times[1] is -1; it must not lie before 0",
    );
    expect(() => statePseudoValues(illness, [1], { of: "survival" as "sojourn" })).toThrow(
      "of is “survival”; allowed are",
    );
    expect(() => statePseudoValues({ ...illness, group: Int32Array.of(0, 1, 0, 0) }, [1])).toThrow(
      "group[1] is 1, group[0] is 0; a subject's pseudo-value belongs to one group",
    );
  });
});
