import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kaplanMeier } from "../curves/kaplan-meier.js";
import {
  type DrawnHistory,
  drawnHistories,
  historyPieces,
  historyRows,
  pickRows,
} from "../fixtures/drawn-histories.js";
import { drawnSpells, spellRows } from "../fixtures/drawn-spells.js";
import { expectClose } from "../fixtures/expect-close.js";
import { plainAalenJohansen } from "../fixtures/plain-aalen-johansen.js";
import { aalenJohansen, type StateCurve } from "./aalen-johansen.js";
import type { MultiStateRows } from "./multi-state-rows.js";

const list = (values: ArrayLike<number>) => Array.from(values);
/** By time, then state. */
const byTime = ({ states, time }: StateCurve, column: Float64Array) =>
  list(time).map((_, j) => Array.from({ length: states }, (_, s) => column[s * time.length + j]));
const flat = (rows: readonly (readonly number[])[]) => rows.flat();
const columns = [
  "time",
  "atRisk",
  "events",
  "censored",
  "probability",
  "standardError",
  "lower",
  "upper",
  "p0",
] as const;
const sameCurve = (a: StateCurve, b: StateCurve, tolerance = { rel: 1e-11, abs: 1e-11 }) => {
  expect(a.n).toBe(b.n);
  for (const name of columns) expectClose(a[name], b[name], tolerance);
  expectClose(a.p0StandardError, b.p0StandardError, tolerance);
};

// Competing risks: to state 1 at 1, to state 2 at 2, out of sight at 3, to state 1 at 4.
const risks: MultiStateRows = { time: Float64Array.of(1, 2, 3, 4), to: Int32Array.of(1, 2, -1, 1) };
// Illness and death: A falls ill at 1 and dies at 3, B dies at 2, C is last seen well at 4.
const illness: MultiStateRows = {
  time: Float64Array.of(1, 3, 2, 4),
  to: Int32Array.of(1, 2, 2, -1),
  from: Int32Array.of(0, 1, 0, 0),
  entry: Float64Array.of(0, 1, 0, 0),
  id: Int32Array.of(0, 0, 1, 2),
};

describe("aalenJohansen", () => {
  it("gives cumulative incidences of competing risks, with jackknife errors", () => {
    const [curve] = aalenJohansen(risks);
    expectClose(curve.time, [1, 2, 3, 4]);
    expectClose(flat(byTime(curve, curve.probability)), [
      ...[3 / 4, 1 / 4, 0],
      ...[1 / 2, 1 / 4, 1 / 4],
      ...[1 / 2, 1 / 4, 1 / 4],
      ...[0, 3 / 4, 1 / 4],
    ]);
    // Nobody is censored before 3: binomial errors √(p(1 − p)/4). At 4 state 1 is what is left of 1 − F₂.
    const [quarter, half] = [Math.sqrt(3 / 64), Math.sqrt(1 / 16)];
    expectClose(flat(byTime(curve, curve.standardError)), [
      ...[quarter, quarter, 0],
      ...[half, quarter, quarter],
      ...[half, quarter, quarter],
      ...[0, quarter, quarter],
    ]);
    expectClose(flat(byTime(curve, curve.atRisk)), [4, 0, 0, 3, 0, 0, 2, 0, 0, 1, 0, 0]);
    expectClose(flat(byTime(curve, curve.events)), [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]);
    expectClose(curve.censored, [0, 0, 1, 0]);
    expectClose(curve.p0, [1, 0, 0]);
    expectClose(curve.p0StandardError, [0, 0, 0]);
    expect([curve.states, curve.n, curve.confidenceType]).toEqual([3, 4, "log-log"]);
  });

  it("follows subjects through their states", () => {
    const [curve] = aalenJohansen(illness);
    expectClose(curve.time, [1, 2, 3, 4]);
    expectClose(flat(byTime(curve, curve.probability)), [
      ...[2 / 3, 1 / 3, 0],
      ...[1 / 3, 1 / 3, 1 / 3],
      ...[1 / 3, 0, 2 / 3],
      ...[1 / 3, 0, 2 / 3],
    ]);
    // Everybody is seen throughout: √(p(1 − p)/3), and 1/3 · 2/3 = 2/3 · 1/3.
    const error = Math.sqrt(2 / 27);
    expectClose(flat(byTime(curve, curve.standardError)), [
      ...[error, error, 0],
      ...[error, error, error],
      ...[error, 0, error],
      ...[error, 0, error],
    ]);
    expectClose(flat(byTime(curve, curve.atRisk)), [3, 0, 0, 2, 1, 0, 1, 1, 0, 1, 0, 0]);
    expectClose(curve.censored, [0, 0, 0, 1]);
  });

  it("takes the state from the subject's rows before where `from` is left out", () => {
    const { from, ...rest } = illness;
    expect(from).toBeDefined();
    sameCurve(aalenJohansen(rest)[0], aalenJohansen(illness)[0]);
  });

  it("estimates the distribution at the start from those at risk at the first transition, with its error, unless it is given", () => {
    // Two start in 0, one in 1; a fourth is gone before anybody moves.
    const rows: MultiStateRows = {
      time: Float64Array.of(2, 5, 3, 1),
      to: Int32Array.of(1, -1, 0, -1),
      from: Int32Array.of(0, 0, 1, 1),
    };
    const [curve] = aalenJohansen(rows);
    expectClose(curve.p0, [2 / 3, 1 / 3]);
    expectClose(curve.p0StandardError, [Math.sqrt(2 / 27), Math.sqrt(2 / 27)]);
    expectClose(byTime(curve, curve.probability)[0], [2 / 3, 1 / 3]);
    expectClose(byTime(curve, curve.standardError)[0], [Math.sqrt(2 / 27), Math.sqrt(2 / 27)]);
    const [known] = aalenJohansen(rows, { p0: [1 / 2, 1 / 2] });
    expectClose(known.p0StandardError, [0, 0]);
    expectClose(byTime(known, known.probability)[1], [1 / 4, 3 / 4]);
    // ∂p₀(2) = (1/2)/2² for the row that stays, its negative for the one that goes.
    expectClose(byTime(known, known.standardError)[1], [Math.SQRT2 / 8, Math.SQRT2 / 8]);
    sameCurve(aalenJohansen(rows, { p0: [[1 / 2, 1 / 2]] })[0], known);
  });

  it("counts nobody as censored who goes on in the next row, nor who stays by a transition to the own state", () => {
    const split: MultiStateRows = {
      time: Float64Array.of(2, 4, 3, 5),
      to: Int32Array.of(-1, 1, 0, -1),
      entry: Float64Array.of(0, 2, 0, 3),
      id: Int32Array.of(0, 0, 1, 1),
    };
    const [curve] = aalenJohansen(split);
    expectClose(curve.time, [3, 4, 5]);
    expectClose(curve.censored, [0, 0, 1]);
    expectClose(curve.rows.censored, [0, 0, 1]);
    expectClose(byTime(curve, curve.events).flat(), [0, 0, 0, 1, 0, 0]);
    expectClose(byTime(curve, curve.probability)[1], [1 / 2, 1 / 2]);
  });

  it("is given the states at a start time, and refuses the gap only where it is", () => {
    const [curve] = aalenJohansen(illness, { startTime: 2 });
    expect([curve.n, curve.startTime]).toEqual([3, 2]);
    expectClose(curve.p0, [2 / 3, 1 / 3, 0]);
    expectClose(curve.time, [2, 3, 4]);
    expectClose(flat(byTime(curve, curve.probability)), [1 / 3, 1 / 3, 1 / 3, 1 / 3, 0, 2 / 3, 1 / 3, 0, 2 / 3]);
    const gap = { ...illness, entry: Float64Array.of(0, 2, 0, 0) };
    expect(() => aalenJohansen(gap)).toThrow(
      "rows 0 and 1 of subject 0 leave a gap: time[0] is 1, entry[1] is 2; the next must begin there, or gaps be “allow”",
    );
    expect(aalenJohansen(gap, { gaps: "allow" })[0].n).toBe(4);
  });

  it("has limits on every scale, from the error of log p", () => {
    const [plain] = aalenJohansen(risks, { confidenceType: "plain", confidenceLevel: 0.9 });
    expectClose(plain.lower[0], 3 / 4 - 1.6448536269514722 * Math.sqrt(3 / 64), { rel: 1e-12 });
    const [log] = aalenJohansen(risks, { confidenceType: "log" });
    expectClose(log.lower[0], (3 / 4) * Math.exp((-1.959963984540054 * Math.sqrt(3 / 64)) / (3 / 4)), { rel: 1e-12 });
    // State 2 is empty at 1; state 0 at 4.
    expect([log.lower[8], log.upper[8], log.lower[3]]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(list(aalenJohansen(risks, { confidenceType: "none" })[0].lower)).toEqual(new Array(12).fill(Number.NaN));
  });

  it("is Kaplan–Meier with its robust error where there are two states", () => {
    fc.assert(
      fc.property(drawnSpells({ maxLength: 15 }), (drawn) => {
        const { event, ...rows } = spellRows(drawn, ["strata"]);
        const to = Int32Array.from(event, (dies) => (dies ? 1 : -1));
        const curves = aalenJohansen({ ...rows, to }, { states: 2, groups: 3, p0: [1, 0] });
        kaplanMeier({ ...rows, event }, { groups: 3, robust: true }).forEach((expected, g) => {
          const curve = curves[g];
          const m = curve.time.length;
          expectClose(curve.time, expected.time);
          expectClose(curve.atRisk.slice(0, m), expected.atRisk);
          expectClose(curve.events.slice(m), expected.eventCount);
          expectClose(curve.censored, expected.censored);
          for (const name of ["lower", "upper"] as const)
            expectClose(curve[name].slice(0, m), expected[name], { rel: 1e-9, abs: 1e-9 });
          expectClose(curve.probability.slice(0, m), expected.survival);
          expectClose(curve.standardError.slice(0, m), expected.standardError, { rel: 1e-10, abs: 1e-10 });
          expectClose(curve.standardError.slice(m), curve.standardError.slice(0, m), { rel: 1e-10, abs: 1e-10 });
        });
      }),
    );
  });

  it("agrees with whole matrices and every row's influence carried along, clusters and all", () => {
    const clustered = drawnHistories({ states: 4, minLength: 1, maxLength: 14, groups: 1 });
    fc.assert(
      fc.property(clustered, fc.boolean(), fc.constantFrom("id", "cluster", "row"), (drawn, given, by) => {
        const all = historyRows(drawn, ["group"]);
        const cluster = all.id?.map((subject) => subject % 3);
        const rows = by === "row" ? { ...all, id: undefined } : by === "cluster" ? { ...all, cluster } : all;
        const p0 = given ? [0.4, 0.3, 0.2, 0.1] : undefined;
        const plain = plainAalenJohansen(rows, 4, p0);
        const [curve] = aalenJohansen(rows, { states: 4, p0 });
        expectClose(curve.time, plain.time);
        expectClose(curve.p0, plain.p0);
        expectClose(flat(byTime(curve, curve.probability)), flat(plain.probability));
        expectClose(curve.p0StandardError, plain.startError);
        expectClose(flat(byTime(curve, curve.standardError)), flat(plain.error), { rel: 1e-9, abs: 1e-9 });
      }),
    );
  });

  it("agrees with them over many times too, where states fill and empty", () => {
    const long = drawnHistories({ states: 3, minLength: 30, maxLength: 60, groups: 1 });
    const jitter = fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(long, jitter, (drawn, shifts) => {
        const rows = historyRows(drawn, ["group"]);
        const shift = (time: Float64Array | undefined) => time?.map((t, i) => t + shifts[rows.id?.[i] ?? 0] / 1000);
        const moved = { ...rows, time: shift(rows.time) as Float64Array, entry: shift(rows.entry) };
        const plain = plainAalenJohansen(moved, 3);
        const [curve] = aalenJohansen(moved, { states: 3 });
        expectClose(flat(byTime(curve, curve.probability)), flat(plain.probability));
        expectClose(flat(byTime(curve, curve.standardError)), flat(plain.error), { rel: 1e-9, abs: 1e-9 });
      }),
      { numRuns: 20 },
    );
  });

  it("has probabilities that sum to 1 and errors that are none where all are in one state", () => {
    fc.assert(
      fc.property(drawnHistories({ minLength: 1 }), (drawn) => {
        for (const curve of aalenJohansen(historyRows(drawn), { states: 3, groups: 2 }))
          byTime(curve, curve.probability).forEach((p, j) => {
            const sum = p.reduce((total, x) => total + x, 0);
            if (!Number.isNaN(sum)) expectClose(sum, 1, { abs: 1e-13 });
            if (p.filter((x) => x > 0).length === 1) expect(byTime(curve, curve.standardError)[j]).toEqual([0, 0, 0]);
          });
      }),
    );
  });

  it("is the same for histories in pieces", () => {
    fc.assert(
      fc.property(drawnHistories(), (drawn) => {
        const options = { states: 3, groups: 2 };
        const pieces = aalenJohansen(historyPieces(drawn), options);
        aalenJohansen(historyRows(drawn), options).forEach((curve, g) => {
          sameCurve({ ...pieces[g], n: curve.n }, curve);
        });
      }),
    );
  });

  it("does not care about the order of the rows", () => {
    const shuffled = drawnHistories().chain((drawn) => {
      const rows = historyRows(drawn);
      const all = list(rows.time).map((_, i) => i);
      return fc.tuple(fc.constant(rows), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }));
    });
    fc.assert(
      fc.property(shuffled, ([rows, order]) => {
        const options = { states: 3, groups: 2 };
        const other = aalenJohansen(pickRows(rows, order), options);
        aalenJohansen(rows, options).forEach((curve, g) => {
          sameCurve(curve, other[g]);
        });
      }),
    );
  });

  it("scales the times with the unit and nothing else", () => {
    fc.assert(
      fc.property(drawnHistories(), (drawn) => {
        const options = { states: 3, groups: 2 };
        const scaled = aalenJohansen(historyRows(drawn, [], 30.4375), options);
        aalenJohansen(historyRows(drawn), options).forEach((curve, g) => {
          sameCurve(curve, { ...scaled[g], time: scaled[g].time.map((t) => t / 30.4375) });
        });
      }),
    );
  });

  it("takes a weight of w for w rows of one cluster", () => {
    fc.assert(
      fc.property(drawnHistories(), (drawn) => {
        const copies = drawn.flatMap((history, k) =>
          Array.from({ length: history.weight * 8 }, () => ({ ...history, weight: 1, first: k })),
        );
        const of = (subject: number) => copies[subject].first;
        const rows = historyRows(copies);
        const options = { states: 3, groups: 2 };
        const repeated = aalenJohansen({ ...rows, cluster: rows.id?.map(of) }, options);
        const eighths = (history: DrawnHistory) => ({ ...history, weight: history.weight * 8 });
        const kept = drawn.filter(({ weight }) => weight > 0).map(eighths);
        aalenJohansen(historyRows(kept), options).forEach((curve, g) => {
          sameCurve({ ...repeated[g], n: curve.n }, curve);
        });
      }),
    );
  });

  it("agrees with each group by itself", () => {
    fc.assert(
      fc.property(drawnHistories({ groups: 3 }), (drawn) => {
        const together = aalenJohansen(historyRows(drawn), { states: 3, groups: 3 });
        together.forEach((curve, g) => {
          const own = drawn.filter(({ group }) => group === g).map((history) => ({ ...history, group: 0 }));
          sameCurve(curve, aalenJohansen(historyRows(own), { states: 3 })[0]);
        });
      }),
    );
  });

  it("knows no rows, one row, no transitions, all tied, an empty group, and weights of 0", () => {
    const [none] = aalenJohansen({ time: new Float64Array(0), to: new Int32Array(0) }, { states: 3 });
    expect([none.n, none.time.length, none.probability.length]).toEqual([0, 0, 0]);
    expect(list(none.p0)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    const one = aalenJohansen({ time: Float64Array.of(3), to: Int32Array.of(2) }, { groups: 2 });
    expect(list(one[0].probability)).toEqual([0, 0, 1]);
    expect(list(one[0].standardError)).toEqual([0, 0, 0]);
    expect([one.length, one[1].n]).toEqual([2, 0]);
    const [still] = aalenJohansen({ time: Float64Array.of(1, 2), to: Int32Array.of(-1, -1) }, { states: 2 });
    expect(list(still.probability)).toEqual([1, 1, 0, 0]);
    const [tied] = aalenJohansen({ time: Float64Array.of(1, 1, 1, 1), to: Int32Array.of(1, -1, 2, 1) });
    expectClose(tied.probability, [1 / 4, 1 / 2, 1 / 4]);
    const [weightless] = aalenJohansen({ ...risks, weights: new Float64Array(4) });
    expect(list(weightless.probability)).toEqual(new Array(12).fill(Number.NaN));
    expect(list(weightless.standardError)).toEqual(new Array(12).fill(Number.NaN));
    const [partly] = aalenJohansen({ ...risks, weights: Float64Array.of(0, 1, 1, 1) });
    expectClose(byTime(partly, partly.probability)[1], [2 / 3, 0, 1 / 3]);
  });

  it("ties times that differ by round-off, and empties a state exactly whatever the weights", () => {
    const [curve] = aalenJohansen({ time: Float64Array.of(0.1 + 0.2, 0.3), to: Int32Array.of(1, 2) });
    expectClose(curve.probability, [0, 1 / 2, 1 / 2]);
    const weights = Float64Array.of(0.65, 1.19, 0.0001);
    const rows = { time: Float64Array.of(2, 3, 3), to: Int32Array.of(1, 1, 1), entry: Float64Array.of(0, 2, 2) };
    const [emptied] = aalenJohansen({ ...rows, weights });
    expect([emptied.probability[0], emptied.standardError[0]]).toEqual([0, 0]);
    // Before time 2 nobody is held in state 0, but for the round-off of 0.65 + 1.19 + 0.0001 and back.
    const later = {
      time: Float64Array.of(1, 3, 3, 3),
      to: Int32Array.of(0, 1, 1, 1),
      from: Int32Array.of(1, 0, 0, 0),
      entry: Float64Array.of(0, 1, 1, 1),
    };
    expect(aalenJohansen({ ...later, weights: Float64Array.of(1, ...weights) })[0].atRisk[0]).toBe(0);
  });

  it("keeps its errors where those left at risk weigh next to nothing", () => {
    const n = 400;
    const rows: MultiStateRows = {
      time: Float64Array.from({ length: n }, (_, i) => i + 1),
      to: Int32Array.from({ length: n }, (_, i) => (i % 3) - (i % 7 === 0 ? 1 : 0)).map((s) => (s === 0 ? 1 : s)),
      entry: Float64Array.from({ length: n }, (_, i) => (i % 5) / 8),
      from: new Int32Array(n),
      weights: Float64Array.from({ length: n }, (_, i) => (i < n - 6 ? 1000 / (1 + (i % 11)) : 1e-6 * (1 + (i % 3)))),
    };
    for (const clusters of [400, 200, 17]) {
      const clustered = { ...rows, cluster: Int32Array.from({ length: n }, (_, i) => i % clusters) };
      const plain = plainAalenJohansen(clustered, 3);
      const [curve] = aalenJohansen(clustered);
      expectClose(flat(byTime(curve, curve.probability)), flat(plain.probability), { rel: 1e-10, abs: 1e-14 });
      expectClose(flat(byTime(curve, curve.standardError)), flat(plain.error), { rel: 1e-7, abs: 1e-15 });
    }
  });

  it("counts a subject that goes on in another group as censored in the one it leaves", () => {
    const [first, second] = aalenJohansen({
      time: Float64Array.of(2, 4, 3),
      to: Int32Array.of(-1, 1, -1),
      entry: Float64Array.of(0, 2, 0),
      id: Int32Array.of(0, 0, 1),
      group: Int32Array.of(0, 1, 0),
    });
    expectClose(first.time, [2, 3]);
    expectClose(first.censored, [1, 1]);
    expectClose(second.atRisk, [1, 0]);
  });

  it("leaves its rows alone and gives what cannot be changed", () => {
    const before = structuredClone(illness);
    const [curve] = aalenJohansen(illness);
    expect(illness).toEqual(before);
    expect(Object.isFrozen(curve)).toBe(true);
  });
});
