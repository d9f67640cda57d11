import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnSpells, inPieces, spellRows } from "../fixtures/drawn-spells.js";
import { eventTable } from "../rows/event-table.js";
import type { SurvivalRows } from "../rows/survival-rows.js";
import { kaplanMeier } from "./kaplan-meier.js";
import type { SurvivalCurve } from "./survival-curve.js";

const close = (actual: ArrayLike<number>, expected: number[], relative = 1e-14) => {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, j) => {
    if (Number.isNaN(value)) expect(actual[j]).toBeNaN();
    else expect(Math.abs(actual[j] - value)).toBeLessThanOrEqual(relative * Math.max(Math.abs(value), 1e-3));
  });
};

const columns = ["time", "atRisk", "eventCount", "censored", "survival", "standardError", "lower", "upper"] as const;
const sameCurve = (a: SurvivalCurve, b: SurvivalCurve, relative = 1e-12) => {
  for (const name of columns) close(a[name], Array.from(b[name]), relative);
};

const row = fc.record({
  time: fc.integer({ min: 1, max: 8 }),
  length: fc.integer({ min: 1, max: 5 }),
  event: fc.integer({ min: 0, max: 1 }),
  group: fc.integer({ min: 0, max: 2 }),
  weight: fc.integer({ min: 1, max: 3 }),
  cluster: fc.integer({ min: 0, max: 4 }),
});
type Drawn = typeof row extends fc.Arbitrary<infer R> ? R : never;
const rowsOf = (drawn: Drawn[], unit = 1): SurvivalRows => ({
  time: Float64Array.from(drawn, ({ time }) => time * unit),
  event: Uint8Array.from(drawn, ({ event }) => event),
  entry: Float64Array.from(drawn, ({ time, length }) => (time - length) * unit),
  group: Int32Array.from(drawn, ({ group }) => group),
});

describe("kaplanMeier", () => {
  it("multiplies the conditional survivals of the event times, with Greenwood's errors", () => {
    // times 1, 2+, 3, 4, 5+ (a plus is a censoring): at risk 5, 3 and 2 at the three events
    const [curve] = kaplanMeier({ time: Float64Array.of(1, 2, 3, 4, 5), event: Uint8Array.of(1, 0, 1, 1, 0) });
    const [s1, s3, s4] = [4 / 5, (4 / 5) * (2 / 3), (4 / 5) * (2 / 3) * (1 / 2)];
    close(curve.survival, [s1, s1, s3, s4, s4]);
    const [v1, v3, v4] = [1 / 20, 1 / 20 + 1 / 6, 1 / 20 + 1 / 6 + 1 / 2];
    const errors = [s1 * Math.sqrt(v1), s1 * Math.sqrt(v1), s3 * Math.sqrt(v3), s4 * Math.sqrt(v4), s4 * Math.sqrt(v4)];
    close(curve.standardError, errors);
    close(curve.cumulativeHazard, [1 / 5, 1 / 5, 8 / 15, 31 / 30, 31 / 30]);
    close(curve.cumulativeHazardStandardError.slice(2, 3), [Math.sqrt(1 / 25 + 1 / 9)]);
    expect([curve.n, curve.events, curve.robust, curve.confidenceType]).toEqual([5, 3, false, "log-log"]);
  });

  it("counts a censoring tied with an event as at risk", () => {
    const [curve] = kaplanMeier({ time: Float64Array.of(1, 1, 2), event: Uint8Array.of(0, 1, 1) });
    close(curve.survival, [2 / 3, 0]);
  });

  it("starts the risk of a late entry after its entry", () => {
    const [curve] = kaplanMeier({
      time: Float64Array.of(2, 3, 4),
      event: Uint8Array.of(1, 1, 1),
      entry: Float64Array.of(0, 2, 1),
    });
    close(curve.survival, [1 / 2, 1 / 4, 0]);
  });

  it("has errors by the infinitesimal jackknife where there is a cluster or a weight that is not whole", () => {
    const rows = { time: Float64Array.of(1, 2), event: Uint8Array.of(1, 1) };
    // By hand: S = 1 − w₁/(w₁ + w₂), ∂S/∂w₁ = −w₂/n², ∂S/∂w₂ = w₁/n², each times its weight
    const [curve] = kaplanMeier({ ...rows, weights: Float64Array.of(1 / 2, 1) });
    expect(curve.robust).toBe(true);
    close(curve.survival, [2 / 3, 0]);
    close(curve.standardError, [(1 / 2 / (9 / 4)) * Math.SQRT2, 0]);
    expect(kaplanMeier({ ...rows, cluster: Int32Array.of(0, 1) })[0].robust).toBe(true);
    expect(kaplanMeier({ ...rows, weights: Float64Array.of(2, 3) })[0].robust).toBe(false);
    expect(kaplanMeier({ ...rows, weights: Float64Array.of(1 / 2, 1) }, { robust: false })[0].robust).toBe(false);
  });

  it("is given survival to a start time: rows that end before it do not count", () => {
    const rows = { time: Float64Array.of(1, 2, 3, 4), event: Uint8Array.of(1, 1, 0, 1) };
    const [curve] = kaplanMeier(rows, { startTime: 2 });
    expect([curve.n, curve.startTime]).toEqual([3, 2]);
    close(curve.time, [2, 3, 4]);
    close(curve.survival, [2 / 3, 2 / 3, 0]);
  });

  it("knows no rows, one row, all censored, all tied and an empty group", () => {
    const [none] = kaplanMeier({ time: new Float64Array(0), event: new Uint8Array(0) });
    expect([none.n, none.events, none.time.length]).toEqual([0, 0, 0]);
    const one = kaplanMeier({ time: Float64Array.of(3), event: Uint8Array.of(1) }, { groups: 2 });
    close(one[0].survival, [0]);
    close(one[0].standardError, [Number.NaN]);
    expect([one.length, one[1].n, one[1].survival.length]).toEqual([2, 0, 0]);
    const [censored] = kaplanMeier({ time: Float64Array.of(1, 2), event: Uint8Array.of(0, 0) });
    close(censored.survival, [1, 1]);
    close(censored.standardError, [0, 0]);
    const [tied] = kaplanMeier({ time: Float64Array.of(1, 1, 1, 1), event: Uint8Array.of(1, 0, 1, 1) });
    close(tied.survival, [1 / 4]);
  });

  it("refuses what is not finite, and options that it does not know", () => {
    const rows = { time: Float64Array.of(1), event: Uint8Array.of(1) };
    expect(() => kaplanMeier({ ...rows, weights: Float64Array.of(Number.NaN) })).toThrow("weights[0] is NaN");
    expect(() => kaplanMeier({ ...rows, event: Uint8Array.of(2) })).toThrow("event[0] is 2");
    expect(() => kaplanMeier(rows, { confidenceLevel: 95 })).toThrow("confidenceLevel is 95");
    expect(() => kaplanMeier(rows, { confidenceType: "normal" as "log" })).toThrow("confidenceType is “normal”");
    expect(() => kaplanMeier(eventTable(rows), { robust: true })).toThrow("need the rows");
  });

  it("does not care about the order of the rows", () => {
    const shuffled = fc
      .array(row, { minLength: 1, maxLength: 30 })
      .chain((drawn) =>
        fc.tuple(fc.constant(drawn), fc.shuffledSubarray(drawn, { minLength: drawn.length, maxLength: drawn.length })),
      );
    fc.assert(
      fc.property(shuffled, ([drawn, other]) => {
        const b = kaplanMeier(rowsOf(other), { groups: 3 });
        kaplanMeier(rowsOf(drawn), { groups: 3 }).forEach((curve, g) => {
          sameCurve(curve, b[g], 1e-15);
        });
      }),
    );
  });

  it("takes a whole weight for as many rows", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (drawn) => {
        const weights = Float64Array.from(drawn, ({ weight }) => weight);
        const repeated = drawn.flatMap((one) => Array.from({ length: one.weight }, () => one));
        const b = kaplanMeier(rowsOf(repeated), { groups: 3 });
        kaplanMeier({ ...rowsOf(drawn), weights }, { groups: 3 }).forEach((curve, g) => {
          sameCurve(curve, b[g]);
        });
      }),
    );
  });

  it("scales the times with the unit and nothing else", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (drawn) => {
        const b = kaplanMeier(rowsOf(drawn, 30.4375), { groups: 3 });
        kaplanMeier(rowsOf(drawn), { groups: 3 }).forEach((curve, g) => {
          const scaled = { ...b[g], time: b[g].time.map((t) => t / 30.4375) };
          sameCurve(curve, scaled);
        });
      }),
    );
  });

  it("is the same for a follow-up in pieces, but for the censorings between them", () => {
    fc.assert(
      fc.property(drawnSpells({ maxLength: 12 }), (drawn) => {
        const options = { groups: 3, robust: false };
        const pieces = kaplanMeier(spellRows(inPieces(drawn)), options);
        kaplanMeier(spellRows(drawn), options).forEach((curve, g) => {
          const whole = Array.from(curve.time, (t) => pieces[g].time.indexOf(t));
          for (const name of ["atRisk", "eventCount", "survival", "standardError", "lower", "upper"] as const)
            close(
              curve[name],
              whole.map((j) => pieces[g][name][j]),
              1e-12,
            );
        });
      }),
    );
  });

  it("gives rows and their event table the same curve, weights, entries and limits on every scale included", () => {
    const scale = fc.constantFrom("log-log", "log", "plain", "logit", "arcsin", "none");
    fc.assert(
      fc.property(drawnSpells(), scale, (drawn, confidenceType) => {
        const [rows, options] = [spellRows(drawn), { groups: 4, confidenceType: confidenceType as "log" }];
        const summed = kaplanMeier(eventTable(rows), options);
        expect(summed).toHaveLength(4);
        kaplanMeier(rows, { ...options, robust: false }).forEach((curve, g) => {
          sameCurve(curve, summed[g]);
          expect([curve.n, curve.events]).toEqual([summed[g].n, summed[g].events]);
        });
      }),
    );
  });

  it("leaves its rows alone and gives what cannot be changed", () => {
    const rows = { time: Float64Array.of(2, 1), event: Uint8Array.of(0, 1), weights: Float64Array.of(1, 2) };
    const before = structuredClone(rows);
    const [curve] = kaplanMeier(rows);
    expect(rows).toEqual(before);
    expect(Object.isFrozen(curve)).toBe(true);
  });

  it("agrees with each group by itself, and rows with their event table", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (drawn) => {
        const rows = rowsOf(drawn);
        const together = kaplanMeier(rows, { groups: 3, confidenceType: "plain" });
        const summed = kaplanMeier(eventTable(rows), { groups: 3, confidenceType: "plain" });
        together.forEach((curve, g) => {
          const own = rowsOf(drawn.filter(({ group }) => group === g).map((one) => ({ ...one, group: 0 })));
          sameCurve(curve, kaplanMeier(own, { confidenceType: "plain" })[0]);
          sameCurve(curve, summed[g]);
        });
      }),
    );
  });

  it("is the slow product over the rows at risk", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (drawn) => {
        const [curve] = kaplanMeier(rowsOf(drawn.map((one) => ({ ...one, group: 0 }))));
        for (let j = 0; j < curve.time.length; j++) {
          let s = 1;
          for (const t of curve.time.slice(0, j + 1)) {
            const atRisk = drawn.filter(({ time, length }) => time - length < t && t <= time);
            s *= 1 - atRisk.filter(({ time, event }) => time === t && event === 1).length / atRisk.length;
          }
          expect(curve.survival[j]).toBeCloseTo(s, 13);
        }
      }),
    );
  });
});
