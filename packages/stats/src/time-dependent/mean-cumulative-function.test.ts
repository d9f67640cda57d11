import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { aalenJohansen } from "../multi-state/aalen-johansen.js";
import { meanCumulativeFunction, type RecurrentRows } from "./mean-cumulative-function.js";
import { recurrentEventRows } from "./recurrent-event-rows.js";

/** Three subjects to 10; events of 0 at 2 and 6, of 1 at 4; 2 leaves at 5. */
const { subject: id, ...rows } = recurrentEventRows(
  { time: Float64Array.of(10, 10, 5) },
  { subject: Int32Array.of(0, 0, 1), time: Float64Array.of(2, 6, 4) },
);
const { time, event, entry } = rows;

describe("meanCumulativeFunction", () => {
  it("adds up events over those at risk, whatever they had before", () => {
    const [m] = meanCumulativeFunction({ time, event, entry, id });
    const at = (t: number) => m.time.indexOf(t);
    // 1/3 at 2, 1/3 at 4, 1/2 at 6
    expectClose(
      [2, 4, 6].map((t) => m.estimate[at(t)]),
      [1 / 3, 2 / 3, 7 / 6],
    );
    expect(m).toMatchObject({ subjects: 3, events: 3 });
  });

  it("has Lawless and Nadeau's variance, which adds up each subject's own deviations", () => {
    const [m] = meanCumulativeFunction({ time, event, entry, id });
    // at 2: (2/9)² + 2 (1/9)² ; at 6: subject 0: 2/9 − 1/9 + ¼, subject 1: −1/9 + 2/9 − ¼, subject 2: −2/9
    const sum = (parts: number[]) => Math.sqrt(parts.reduce((total, part) => total + part ** 2, 0));
    expect(m.standardError[m.time.indexOf(2)]).toBeCloseTo(sum([2 / 9, 1 / 9, 1 / 9]), 12);
    expect(m.standardError[m.time.indexOf(6)]).toBeCloseTo(sum([1 / 9 + 1 / 4, 1 / 9 - 1 / 4, -2 / 9]), 12);
    const k = m.time.indexOf(6);
    expect(m.upper[k]).toBeCloseTo(
      m.estimate[k] * Math.exp((1.959963984540054 * m.standardError[k]) / m.estimate[k]),
      12,
    );
  });

  it("has one curve a group", () => {
    const group = Int32Array.from(id, (code) => (code === 2 ? 1 : 0));
    const [a, b] = meanCumulativeFunction({ time, event, entry, id, group });
    expectClose([a.estimate.at(-1)!, b.estimate.at(-1)!], [3 / 2, 0]);
    expect([a.subjects, b.subjects]).toEqual([2, 1]);
    expect(b.lower.at(-1)).toBeNaN();
  });

  it("refuses rows of one subject that overlap, and a level that is none", () => {
    expect(() => meanCumulativeFunction({ time, event, entry: new Float64Array(time.length), id })).toThrow(
      "rows 0 and 1 of subject 0 overlap: time[0] is 2, entry[1] is 0",
    );
    expect(() => meanCumulativeFunction({ time, event, id })).toThrow(
      "rows 0 and 1 of subject 0 overlap: time[0] is 2, entry[1] is the start",
    );
    expect(() => meanCumulativeFunction({ time, event, entry, id }, { confidenceLevel: 1 })).toThrow(
      "confidenceLevel is 1",
    );
  });

  it("has limits on the plain scale where asked to, the lower one cut to 0", () => {
    const [m] = meanCumulativeFunction({ time, event, entry, id }, { confidenceType: "plain", confidenceLevel: 0.9 });
    const [j, k] = [m.time.indexOf(2), m.time.indexOf(6)];
    // 1/3 − 1.645 √(6/81) is below 0
    expect(m.lower[j]).toBe(0);
    expectClose(m.upper[j], 1 / 3 + 1.6448536269514722 * Math.sqrt(6 / 81));
    expectClose(m.upper[k] - m.estimate[k], m.estimate[k] - m.lower[k]);
    expect([m.confidenceType, m.confidenceLevel]).toEqual(["plain", 0.9]);
  });

  /** 0 has an event at 1 and dies at 2; 1 has an event at 3 and is seen to 4; 2 is seen to 2½. */
  const dying: RecurrentRows = {
    time: Float64Array.of(1, 2, 3, 4, 2.5),
    entry: Float64Array.of(0, 1, 0, 3, 0),
    event: Uint8Array.of(1, 0, 1, 0, 0),
    terminal: Uint8Array.of(0, 1, 0, 0, 0),
    id: Int32Array.of(0, 0, 1, 1, 2),
  };

  it("takes those who died for having no further events where there is a terminal one", () => {
    const [m] = meanCumulativeFunction(dying);
    expectClose(m.time, [1, 2, 2.5, 3, 4]);
    // 1/3 at 1; one of three dies at 2, S = 2/3; at 3 one event of one at risk: 1/3 + 2/3 · 1.
    expectClose(m.estimate, [1 / 3, 1 / 3, 1 / 3, 1, 1]);
    expectClose(m.terminal?.survival ?? [], [1, 2 / 3, 2 / 3, 2 / 3, 2 / 3]);
    expectClose(m.terminal?.count ?? [], [0, 1, 0, 0, 0]);
    // At 1: U = (1 − 1/3)/3 = 2/9, −1/9, −1/9. At 2: L = 1/6 − 1/2 = −1/3 for the one who dies, 1/6 for the others.
    // At 3: 2/9 − 2/3 · 1/3 = 0; −1/9 + 2/3 (1/6 + (1 − 1)/1) = 0; −1/9 + 2/3 · 1/6 = 0.
    expectClose(m.standardError, [Math.sqrt(6) / 9, Math.sqrt(6) / 9, Math.sqrt(6) / 9, 0, 0]);
    const [alive] = meanCumulativeFunction({ ...dying, terminal: new Uint8Array(5) });
    expectClose(alive.estimate, [1 / 3, 1 / 3, 1 / 3, 4 / 3, 4 / 3]);
    const { terminal: _, ...without } = dying;
    const [plain] = meanCumulativeFunction(without);
    expectClose(plain.estimate, alive.estimate);
    expectClose(plain.standardError, alive.standardError);
    expect(plain.terminal).toBeUndefined();
  });

  /** Histories of subjects: pieces with an event at their ends, maybe a death. */
  const histories = fc.array(
    fc.record({
      start: fc.integer({ min: 0, max: 2 }),
      pieces: fc.array(
        fc.record({
          gap: fc.constantFrom(0, 0, 1),
          length: fc.integer({ min: 1, max: 4 }),
          event: fc.integer({ min: 0, max: 1 }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      dies: fc.integer({ min: 0, max: 1 }),
      weight: fc.constantFrom(0, 1 / 2, 1, 1, 3),
      group: fc.integer({ min: 0, max: 1 }),
    }),
    { minLength: 1, maxLength: 8 },
  );
  type History = typeof histories extends fc.Arbitrary<(infer One)[]> ? One : never;
  const rowsOf = (drawn: History[], { unit = 1, cut = false } = {}): RecurrentRows & { entry: Float64Array } => {
    const all = drawn.flatMap(({ start, pieces, dies, weight, group }, subject) => {
      let at = start;
      return pieces.flatMap(({ gap, length, event }, k) => {
        const from = at + (k ? gap : 0);
        at = from + length;
        const dead = k === pieces.length - 1 ? dies : 0;
        const whole = { subject, weight, group, from, to: at, event, dead };
        if (!cut) return [whole];
        return Array.from({ length }, (_, q) => ({
          ...whole,
          from: from + q,
          to: from + q + 1,
          event: q === length - 1 ? event : 0,
          dead: q === length - 1 ? dead : 0,
        }));
      });
    });
    return {
      time: Float64Array.from(all, ({ to }) => to * unit),
      entry: Float64Array.from(all, ({ from }) => from * unit),
      event: Uint8Array.from(all, (row) => row.event),
      terminal: Uint8Array.from(all, ({ dead }) => dead),
      weights: Float64Array.from(all, ({ weight }) => weight),
      id: Int32Array.from(all, ({ subject }) => subject),
      group: Int32Array.from(all, (row) => row.group),
    };
  };

  it("agrees with its formulas written out for every subject and time", () => {
    fc.assert(
      fc.property(histories, fc.boolean(), (drawn, ends) => {
        const { group: _, terminal, ...rest } = rowsOf(drawn);
        const rows = { ...rest, ...(ends && { terminal }) };
        const [m] = meanCumulativeFunction(rows);
        const w = (i: number) => rows.weights?.[i] ?? 1;
        const weightOf = (c: number, keep: (i: number) => boolean) =>
          Array.from(rows.id, (_, i) => (rows.id[i] === c && keep(i) ? w(i) : 0)).reduce((a, b) => a + b, 0);
        const subjects = drawn.map((_, c) => ({ c, u: 0, l: 0 }));
        let [mean, survival] = [0, 1];
        const expected = Array.from(m.time, (t) => {
          const atRisk = (i: number) => rows.entry[i] < t && t <= rows.time[i];
          const of = subjects.map((subject) => ({
            subject,
            y: weightOf(subject.c, atRisk),
            d: weightOf(subject.c, (i) => rows.time[i] === t && rows.event[i] === 1),
            q: ends ? weightOf(subject.c, (i) => rows.time[i] === t && terminal?.[i] === 1) : 0,
          }));
          const sum = (name: "y" | "d" | "q") => of.reduce((total, entry) => total + entry[name], 0);
          const [y, d, q] = [sum("y"), sum("d"), sum("q")];
          if (y > 0) {
            for (const one of of) {
              one.subject.u += survival * ((one.subject.l * d) / y + (one.d - (one.y * d) / y) / y);
              if (y - q > 1e-12) one.subject.l += (one.y * q) / (y * (y - q)) - one.q / (y - q);
            }
            mean += (survival * d) / y;
            survival *= y - q > 1e-12 ? 1 - q / y : 0;
          }
          return { mean, error: Math.sqrt(subjects.reduce((total, { u }) => total + u * u, 0)) };
        });
        expectClose(
          m.estimate,
          expected.map(({ mean }) => mean),
          { rel: 1e-10, abs: 1e-12 },
        );
        expectClose(
          m.standardError,
          expected.map(({ error }) => error),
          { rel: 1e-9, abs: 1e-9 },
        );
      }),
    );
  });

  it("is the mean of the subjects' own numbers, with its error, where nobody is censored", () => {
    const seen = fc.array(
      fc.record({
        at: fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { maxLength: 4 }),
        death: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(seen, (drawn) => {
        const followed = { time: Float64Array.from(drawn, ({ death }) => death ?? 10) };
        const dated = drawn.flatMap(({ at, death = 10 }, subject) =>
          at.filter((t) => t <= death).map((t) => ({ subject, time: t })),
        );
        const { subject, ...spells } = recurrentEventRows(followed, {
          subject: Int32Array.from(dated, (row) => row.subject),
          time: Float64Array.from(dated, (row) => row.time),
        });
        const terminal = Uint8Array.from(subject, (i, k) => (spells.time[k] === drawn[i].death ? 1 : 0));
        const [m] = meanCumulativeFunction({ ...spells, id: subject, terminal });
        m.time.forEach((t, j) => {
          const numbers = drawn.map((_, i) => dated.filter((row) => row.subject === i && row.time <= t).length);
          const mean = numbers.reduce((a, b) => a + b, 0) / drawn.length;
          expectClose(m.estimate[j], mean);
          const squares = numbers.reduce((total, number) => total + (number - mean) ** 2, 0);
          expectClose(m.standardError[j], Math.sqrt(squares) / drawn.length, { rel: 1e-10, abs: 1e-10 });
        });
      }),
    );
  });

  it("is the cumulative incidence of Aalen and Johansen where every event is the subject's death of that cause", () => {
    fc.assert(
      fc.property(histories, (drawn) => {
        const rows = rowsOf(drawn.map((one) => ({ ...one, pieces: one.pieces.slice(0, 1) })));
        const terminal = rows.event.map((event, i) => Math.max(event, rows.terminal?.[i] ?? 0));
        const curves = meanCumulativeFunction({ ...rows, terminal }, { groups: 2 });
        const to = Int32Array.from(terminal, (ends, i) => (ends ? 2 - rows.event[i] : -1));
        aalenJohansen({ ...rows, to }, { states: 3, groups: 2, p0: [1, 0, 0] }).forEach(
          ({ time, probability, standardError }, g) => {
            const [m, at] = [time.length, curves[g]];
            time.forEach((t, j) => {
              const k = at.time.indexOf(t);
              if (!Number.isNaN(probability[m + j])) expectClose(at.estimate[k], probability[m + j]);
              if (!Number.isNaN(standardError[m + j]))
                expectClose(at.standardError[k], standardError[m + j], { rel: 1e-9, abs: 1e-9 });
            });
          },
        );
      }),
    );
  });

  const atEvents = (curves: ReturnType<typeof meanCumulativeFunction>, unit = 1) =>
    curves.flatMap((curve) =>
      Array.from(curve.time).flatMap((t, j) =>
        curve.eventCount[j] > 0
          ? [t / unit, curve.atRisk[j], curve.estimate[j], curve.standardError[j], curve.lower[j], curve.upper[j]]
          : [],
      ),
    );

  it("does not care about the order of rows, rows cut in pieces or the unit of time, and takes each group by itself", () => {
    fc.assert(
      fc.property(histories, (drawn) => {
        const rows = rowsOf(drawn);
        const curves = meanCumulativeFunction(rows, { groups: 2 });
        const backwards = Object.fromEntries(
          Object.entries(rows).map(([name, column]) => [name, column.slice().reverse()]),
        ) as unknown as RecurrentRows;
        const close = { rel: 1e-9, abs: 1e-9 };
        expectClose(atEvents(meanCumulativeFunction(backwards, { groups: 2 })), atEvents(curves), close);
        expectClose(
          atEvents(meanCumulativeFunction(rowsOf(drawn, { cut: true }), { groups: 2 })),
          atEvents(curves),
          close,
        );
        const unit = 30.4375;
        const scaled = meanCumulativeFunction(rowsOf(drawn, { unit }), { groups: 2 });
        expectClose(atEvents(scaled, unit), atEvents(curves), close);
        curves.forEach((curve, g) => {
          const own = rowsOf(drawn.filter(({ group }) => group === g));
          const [alone] = meanCumulativeFunction({ ...own, group: undefined });
          expectClose(atEvents([alone]), atEvents([curve]), close);
          expect(alone.subjects).toBe(curve.subjects);
        });
      }),
    );
  });

  it("counts a weight of w as w subjects in the estimate", () => {
    fc.assert(
      fc.property(histories, (drawn) => {
        const copies = drawn.flatMap((one) =>
          Array.from({ length: one.weight * 2 }, () => ({ ...one, weight: 1 / 2 })),
        );
        const [once, often] = [drawn, copies].map((of) => meanCumulativeFunction(rowsOf(of), { groups: 2 }));
        once.forEach((curve, g) => {
          const values = (of: typeof curve) =>
            Array.from(of.time).flatMap((t, j) => (of.eventCount[j] > 0 ? [t, of.atRisk[j], of.estimate[j]] : []));
          expectClose(values(often[g]), values(curve));
        });
      }),
    );
  });

  it("refuses a terminal event that is none or not the last, an unknown scale", () => {
    const with_ = (change: object) => () => meanCumulativeFunction({ ...dying, ...change });
    expect(with_({ terminal: Uint8Array.of(1, 0, 0, 0, 0) })).toThrow(
      "terminal[0] is 1 at 1, and row 1 of subject 0 ends at 2; a terminal event must be in the subject's last row",
    );
    expect(with_({ terminal: Uint8Array.of(1, 1, 0, 0, 0) })).toThrow("terminal[0] is 1 at 1");
    expect(with_({ terminal: Uint8Array.of(0, 2, 0, 0, 0) })).toThrow("terminal[1] is 2; allowed are 0 and 1");
    expect(with_({ terminal: Uint8Array.of(0) })).toThrow("terminal has 1 rows, time has 5");
    expect(with_({ event: Uint8Array.of(1, 0, 3, 0, 0) })).toThrow("event[2] is 3");
    expect(() => meanCumulativeFunction(dying, { confidenceType: "logit" as never })).toThrow(
      "confidenceType is “logit”; allowed are log and plain",
    );
  });

  it("knows subjects without events, one row, a group without rows, weights of 0; leaves its rows and gives what cannot be changed", () => {
    const before = structuredClone(dying);
    const [m, empty] = meanCumulativeFunction({ ...dying, event: new Uint8Array(5) }, { groups: 2 });
    expectClose([...m.estimate, ...m.standardError], new Array(10).fill(0));
    expect([empty.subjects, empty.time.length, m.events]).toEqual([0, 0, 0]);
    expect(dying).toEqual(before);
    expect(Object.isFrozen(m)).toBe(true);
    const [weightless] = meanCumulativeFunction({ ...dying, weights: new Float64Array(5) });
    expect(Array.from(weightless.estimate)).toEqual([0, 0, 0, 0, 0]);
    const [one] = meanCumulativeFunction({
      time: Float64Array.of(2),
      event: Uint8Array.of(1),
      terminal: Uint8Array.of(1),
      id: Int32Array.of(9),
    });
    expect([one.estimate[0], one.standardError[0], one.terminal?.survival[0]]).toEqual([1, 0, 0]);
  });

  it("is empty without rows", () => {
    const none = new Float64Array(0);
    const [m] = meanCumulativeFunction({ time: none, event: new Uint8Array(0), entry: none, id: new Int32Array(0) });
    expect(m.subjects).toBe(0);
    expect(m.time.length).toBe(0);
  });
});
