import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kaplanMeier } from "../curves/kaplan-meier.js";
import { nelsonAalen } from "../curves/nelson-aalen.js";
import { restrictedMean } from "../curves/restricted-mean.js";
import { survivalAt } from "../curves/survival-at.js";
import { survivalInfluence } from "../curves/survival-influence.js";
import { drawnSpells, spellRows } from "../fixtures/drawn-spells.js";
import { expectClose } from "../fixtures/expect-close.js";
import { pseudoValues } from "./pseudo-values.js";

const rows = { time: Float64Array.of(1, 2, 3, 4), event: Uint8Array.of(1, 0, 1, 1) };

describe("pseudoValues", () => {
  it("is what came of each row where nobody is censored before", () => {
    const all = { time: rows.time, event: Uint8Array.of(1, 1, 1, 1) };
    expectClose(pseudoValues(all, [2, 3.5]).values, [0, 0, 1, 1, 0, 0, 0, 1]);
    expectClose(pseudoValues(all, [2.5], { of: "restrictedMean" }).values, [1, 2, 2.5, 2.5]);
  });

  it("shares out what a censored row might have been", () => {
    // S(3) = 3/4 · 1/2 = 3/8. By the weights: S = (1 − w₀/n)(1 − w₂/(w₂ + w₃))
    const { values } = pseudoValues(rows, [3]);
    const s = 3 / 8;
    const first = (3 / 4) * (1 / 4);
    expectClose(values, [
      s + 4 * (-3 / 16) * (1 / 2),
      s + 4 * (1 / 16) * (1 / 2),
      s + 4 * ((1 / 16) * (1 / 2) - first),
      s + 4 * ((1 / 16) * (1 / 2) + first),
    ]);
    // H(3) = 1/4 + 1/2
    expectClose(pseudoValues(rows, [3], { of: "cumulativeHazard" }).values, [
      3 / 4 + 4 * (1 / 4 - 1 / 16),
      3 / 4 - 4 / 16,
      3 / 4 + 4 * (-1 / 16 + 1 / 2 - 1 / 4),
      3 / 4 + 4 * (-1 / 16 - 1 / 4),
    ]);
  });

  it("adds up a subject's rows, and counts subjects", () => {
    const split = {
      time: Float64Array.of(1, 1.5, 2, 3, 4),
      event: Uint8Array.of(1, 0, 0, 1, 1),
      entry: Float64Array.of(-1, -1, 1.5, -1, -1),
    };
    for (const of of ["survival", "restrictedMean", "cumulativeHazard"] as const) {
      const found = pseudoValues(split, [3, 5], { of, id: Int32Array.of(8, 5, 5, 0, 2) });
      expect(Array.from(found.rows)).toEqual([0, 1, 3, 4]);
      expectClose(found.values, pseudoValues(rows, [3, 5], { of }).values);
    }
  });

  it("is the estimate and its influence, by group", () => {
    fc.assert(
      fc.property(drawnSpells({ minLength: 1, maxLength: 12 }), fc.constantFrom(1, 3.5, 8, 12), (drawn, t) => {
        const kept = drawn.filter(({ weight }) => weight > 0);
        const spells = spellRows(kept, ["strata"]);
        const groups = 3;
        const influence = survivalInfluence(spells, { groups });
        const hazards = survivalInfluence(spells, { groups, of: "cumulativeHazard" });
        const found = (of: "survival" | "restrictedMean" | "cumulativeHazard") =>
          pseudoValues(spells, [t], { of, groups });
        const [survival, mean, hazard] = [found("survival"), found("restrictedMean"), found("cumulativeHazard")];
        const chaz = nelsonAalen(spells, { groups, hazardType: 1 });
        kaplanMeier(spells, { groups }).forEach((curve, g) => {
          const { rows: own, time, values } = influence[g];
          const j = curve.time.filter((at) => at <= t).length - 1;
          const [s] = survivalAt(curve, [t]);
          const [h] = survivalAt(chaz[g], [t]);
          own.forEach((i, k) => {
            const change = (of: Float64Array, at: number) => (at < 0 ? 0 : of[at * own.length + k]);
            expectClose(survival.values[i], s.survival + own.length * change(values, j));
            expectClose(hazard.values[i], h.cumulativeHazard + own.length * change(hazards[g].values, j));
            let area = 0;
            for (let q = 0; q <= j; q++) area += change(values, q) * (Math.min(time[q + 1] ?? t, t) - time[q]);
            expectClose(mean.values[i], restrictedMean(curve, t).estimate + own.length * area, { abs: 1e-11 });
          });
        });
      }),
    );
  });

  it("has the estimate as its mean", () => {
    fc.assert(
      fc.property(
        drawnSpells({ minLength: 1, maxLength: 12, groups: 1 }),
        fc.integer({ min: 0, max: 9 }),
        (drawn, t) => {
          const spells = spellRows(drawn, ["strata", "weights"]);
          const { values } = pseudoValues(spells, [t]);
          const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
          expectClose(mean, survivalAt(kaplanMeier(spells)[0], [t])[0].survival);
        },
      ),
    );
  });

  it("is not defined for rows that end before the start time", () => {
    const { values } = pseudoValues(rows, [3], { startTime: 2 });
    expect(values[0]).toBeNaN();
    expectClose(values.slice(1), [1 / 2, 1 / 2 - 3 / 4, 1 / 2 + 3 / 4]);
  });

  it("knows no rows and no times", () => {
    expect(pseudoValues({ time: new Float64Array(0), event: new Uint8Array(0) }, [1]).values).toHaveLength(0);
    expect(pseudoValues(rows, []).values).toHaveLength(0);
    expectClose(pseudoValues({ time: Float64Array.of(2), event: Uint8Array.of(1) }, [1, 2]).values, [1, 0]);
  });

  it("refuses times and quantities that cannot be, and a subject in two groups", () => {
    expect(() => pseudoValues(rows, [1, Number.POSITIVE_INFINITY])).toThrow(
      "times[1] is Infinity; it must be a finite",
    );
    expect(() => pseudoValues(rows, [-1], { of: "restrictedMean" })).toThrow(
      "times[0] is -1; it must not lie before 0, the start",
    );
    expect(() => pseudoValues(rows, [1], { of: "median" as "survival" })).toThrow(
      "of is “median”; allowed are survival",
    );
    expect(() => pseudoValues({ ...rows, event: Uint8Array.of(1, 0, 2, 1) }, [1])).toThrow(
      "event[2] is 2; allowed are 0",
    );
    expect(() => pseudoValues(rows, [1], { id: Int32Array.of(1) })).toThrow("id has 1 rows, time has 4");
    const grouped = { ...rows, group: Int32Array.of(0, 1, 0, 0) };
    expect(() => pseudoValues(grouped, [1], { id: Int32Array.of(4, 4, 1, 2) })).toThrow(
      "group[1] is 1, group[0] is 0; a subject's pseudo-value belongs to one group",
    );
  });
});
