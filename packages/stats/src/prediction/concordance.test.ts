import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { type ConcordanceOptions, type ConcordanceRows, concordance } from "./concordance.js";
import type { TimeWeight } from "./concordance-weights.js";

const drawn = fc.record({
  time: fc.integer({ min: 1, max: 6 }),
  length: fc.integer({ min: 1, max: 6 }),
  event: fc.integer({ min: 0, max: 1 }),
  weight: fc.integer({ min: 1, max: 3 }),
  stratum: fc.integer({ min: 0, max: 1 }),
  cluster: fc.integer({ min: 0, max: 3 }),
  score: fc.integer({ min: 0, max: 4 }),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer R> ? R : never;
const rowsOf = (list: Drawn[]): ConcordanceRows => ({
  time: Float64Array.from(list, ({ time }) => time),
  event: Uint8Array.from(list, ({ event }) => event),
  entry: Float64Array.from(list, ({ time, length }) => time - length),
  weights: Float64Array.from(list, ({ weight }) => weight),
  strata: Int32Array.from(list, ({ stratum }) => stratum),
  score: Float64Array.from(list, ({ score }) => score),
});

/** Every pair by itself: which count, and how. `weights` may be anything, so that derivatives can be taken. */
function allPairs({ time, event, entry, strata, score }: ConcordanceRows, weights: number[], yMax = Infinity) {
  const counts = { concordant: 0, discordant: 0, tiedScore: 0, tiedTime: 0, tiedBoth: 0 };
  for (let i = 0; i < time.length; i++)
    for (let j = 0; j < time.length; j++) {
      if (i === j || !event[i] || time[i] > yMax || (strata && strata[i] !== strata[j])) continue;
      const both = weights[i] * weights[j];
      if (time[i] === time[j] && event[j]) {
        // Each such pair is met twice.
        if (score[i] === score[j]) counts.tiedBoth += both / 2;
        else counts.tiedTime += both / 2;
      } else if (time[j] >= time[i] && !(entry && entry[j] >= time[i])) {
        if (score[i] > score[j]) counts.concordant += both;
        else if (score[i] < score[j]) counts.discordant += both;
        else counts.tiedScore += both;
      }
    }
  const comparable = counts.concordant + counts.discordant + counts.tiedScore;
  return { counts, concordance: (counts.concordant + counts.tiedScore / 2) / comparable };
}

describe("concordance", () => {
  it("counts the pairs of an event and a row that outlasts it", () => {
    // deaths at 1 (score 5) and 3 (score 2), censored at 3 (score 2) and 4 (score 4)
    const { counts, concordance: c } = concordance({
      time: Float64Array.of(1, 3, 3, 4),
      event: Uint8Array.of(1, 1, 0, 0),
      score: Float64Array.of(5, 2, 2, 4),
    });
    expect(counts).toEqual({ concordant: 3, discordant: 1, tiedScore: 1, tiedTime: 0, tiedBoth: 0 });
    expectClose(c, (3 + 1 / 2) / 5);
  });

  it("weighs an event by its time", () => {
    // At risk 5, 4, 3 (2 with an event), 1; S(t−) 1, 4/5, 4/5, 8/15 or so by hand; G(t−) 1, 1, 3/4, 3/4
    const rows = {
      time: Float64Array.of(1, 2, 3, 4, 5),
      event: Uint8Array.of(1, 0, 1, 1, 0),
      score: Float64Array.of(9, 3, 1, 6, 4),
    };
    // Deaths at 1: four concordant pairs. At 3 (n = 3): two discordant. At 4 (n = 2): one concordant.
    const counted = (timeWeight: TimeWeight) => concordance(rows, { timeWeight }).counts;
    const [s3, s4] = [4 / 5, (4 / 5) * (2 / 3)];
    const g = 3 / 4;
    const expected: [TimeWeight, number, number, number][] = [
      ["n", 1, 1, 1],
      ["I", 1 / 5, 1 / 3, 1 / 2],
      ["S", 1, (5 * s3) / 3, (5 * s4) / 2],
      ["S/G", 1, (5 * s3) / (3 * g), (5 * s4) / (2 * g)],
      ["n/G2", 1, 1 / g ** 2, 1 / g ** 2],
    ];
    for (const [kind, at1, at3, at4] of expected) {
      const { concordant, discordant } = counted(kind);
      expectClose([concordant, discordant], [4 * at1 + at4, 2 * at3], { rel: 1e-14 });
    }
    // A death and a censoring at 1: the censored one of three that survive it, G(2−) = 2/3.
    const time = Float64Array.of(1, 1, 2, 3);
    const tied = concordance(
      { time, event: Uint8Array.of(1, 0, 1, 0), score: Float64Array.of(1, 1, 2, 1) },
      { timeWeight: "n/G2" },
    );
    expectClose([tied.counts.concordant, tied.counts.discordant, tied.counts.tiedScore], [9 / 4, 1, 2]);
    // Two deaths tied at 2 of three at risk: with entries R counts the pair whole.
    const pair = { time: Float64Array.of(2, 2, 3), event: Uint8Array.of(1, 1, 0), score: Float64Array.of(1, 2, 3) };
    expectClose(concordance(pair, { timeWeight: "I" }).counts.tiedTime, 1 / 3);
    const entry = Float64Array.of(0, 0, 0);
    expectClose(concordance({ ...pair, entry }, { timeWeight: "I" }).counts.tiedTime, 1);
  });

  it("has the infinitesimal jackknife's error: two pairs of weights w", () => {
    // Concordant w₁w₂, discordant w₁w₃: C = w₂/(w₂ + w₃); at w = 1 the derivatives are 0, 1/4 and −1/4
    const rows = { time: Float64Array.of(1, 2, 2), event: Uint8Array.of(1, 0, 0), score: Float64Array.of(2, 1, 3) };
    expectClose(concordance(rows).standardError, Math.sqrt(2) / 4);
    expectClose(concordance({ ...rows, cluster: Int32Array.of(0, 1, 1) }).standardError, 0);
  });

  it("turns with `reverse` and forgets events after yMax", () => {
    const rows = { time: Float64Array.of(1, 2, 3), event: Uint8Array.of(1, 1, 0), score: Float64Array.of(1, 3, 2) };
    expect(concordance(rows).counts).toMatchObject({ concordant: 1, discordant: 2 });
    expect(concordance(rows, { reverse: false }).counts).toMatchObject({ concordant: 2, discordant: 1 });
    expectClose(concordance(rows, { reverse: false }).concordance, 2 / 3);
    expect(concordance(rows, { yMax: 1 }).counts).toMatchObject({ concordant: 0, discordant: 2 });
  });

  it("counts as all pairs one by one do", () => {
    const option = fc.record({ yMax: fc.constantFrom(3, Infinity), entries: fc.boolean() });
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 25 }), option, (list, { yMax, entries }) => {
        const rows = rowsOf(list);
        if (!entries) delete rows.entry;
        const slow = allPairs(rows, [...rows.weights!], yMax);
        // With entries R counts pairs tied on time also after yMax (see the function's comment).
        if (entries && yMax < Infinity) slow.counts.tiedTime = NaN;
        const { counts, concordance: c } = concordance(rows, { yMax });
        for (const [name, value] of Object.entries(slow.counts))
          if (!Number.isNaN(value)) expectClose(counts[name as keyof typeof counts], value);
        expectClose(c, slow.concordance);
      }),
    );
  });

  it("has the error that derivatives by the weights give, by cluster", () => {
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 2, maxLength: 12 }), fc.boolean(), (list, clustered) => {
        const rows = rowsOf(list);
        const codes = list.map(({ cluster }, i) => (clustered ? cluster : i));
        const at = (i: number, step: number) =>
          allPairs(
            rows,
            list.map(({ weight }, k) => weight + (k === i ? step : 0)),
          ).concordance;
        const sums = new Map<number, number>();
        list.forEach(({ weight }, i) => {
          const slope = (at(i, 1e-4) - at(i, -1e-4)) / 2e-4;
          sums.set(codes[i], (sums.get(codes[i]) ?? 0) + weight * slope);
        });
        const expected = Math.sqrt([...sums.values()].reduce((sum, value) => sum + value ** 2, 0));
        const cluster = clustered ? Int32Array.from(codes) : undefined;
        expectClose(concordance({ ...rows, cluster }).standardError, expected, { rel: 1e-5, abs: 1e-7 });
      }),
    );
  });

  it("takes a whole weight for as many rows, and a weight of 0 for none, whatever the time weight", () => {
    const kind = fc.constantFrom("n", "S", "S/G", "n/G2", "I" as const);
    const some = drawn.map((row) => ({ ...row, weight: row.weight - 1, stratum: 0 }));
    fc.assert(
      fc.property(fc.array(some, { maxLength: 14 }), kind, (list, timeWeight) => {
        const options: ConcordanceOptions = { timeWeight };
        const rows = rowsOf(list);
        const repeated = rowsOf(list.flatMap((row) => Array.from({ length: row.weight }, () => row)));
        delete repeated.weights;
        for (const each of [rows, repeated]) delete each.entry;
        // With fewer than two events of any weight R takes the time weight for 1.
        if (list.filter(({ event, weight }) => event && weight > 0).length < 2) return;
        const [a, b] = [concordance(rows, options), concordance(repeated, options)];
        expectClose(a.concordance, b.concordance);
        expectClose(a.counts.concordant, b.counts.concordant);
        expectClose(a.counts.tiedScore, b.counts.tiedScore);
      }),
    );
  });

  it("sees only the order of scores and times", () => {
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 20 }), (list) => {
        const rows = rowsOf(list);
        const curve = { ...rows, score: rows.score.map((s) => Math.exp(s) - 50), time: rows.time.map((t) => t ** 3) };
        curve.entry = rows.entry!.map((t) => t ** 3);
        const [a, b] = [concordance(rows), concordance(curve)];
        expect(b).toEqual(a);
        const back = [...list].reverse();
        expectClose(concordance(rowsOf(back)).standardError, a.standardError);
      }),
    );
  });

  it("is not defined where no pair can be compared, also where weights leave round-off", () => {
    const rows = { time: Float64Array.of(1, 5), event: Uint8Array.of(0, 0), score: Float64Array.of(1, 2) };
    expectClose([concordance(rows).concordance, concordance(rows).standardError], [NaN, NaN]);
    const none = { time: new Float64Array(0), event: new Uint8Array(0), score: new Float64Array(0) };
    expectClose(concordance(none).concordance, NaN);
    const tied = { time: Float64Array.of(2, 2, 2), event: Uint8Array.of(1, 1, 1), score: Float64Array.of(1, 2, 2) };
    expect(concordance(tied).counts).toMatchObject({ tiedTime: 2, tiedBoth: 1 });
    // The others enter after the only event: 0.8 + 0.99 + … − 0.99 − 0.8 is not 0 in floating point.
    const late = concordance({
      time: Float64Array.of(3, 1, 5, 6),
      event: Uint8Array.of(0, 1, 0, 0),
      entry: Float64Array.of(1.3, 0, 4.4, 2),
      weights: Float64Array.of(0.8, 0.66, 0.99, 0.1),
      score: Float64Array.of(0, 0, 0, 0),
    });
    expect([late.concordance, late.counts.tiedScore]).toEqual([NaN, 0]);
  });

  it("refuses what it cannot use, naming argument, row and value", () => {
    const rows = { time: Float64Array.of(1, 2), event: Uint8Array.of(1, 0), score: Float64Array.of(1, 2) };
    const refused = (more: Partial<ConcordanceRows>, options?: ConcordanceOptions) =>
      expect(() => concordance({ ...rows, ...more }, options));
    refused({ score: Float64Array.of(1, NaN) }).toThrow("score[1] is NaN");
    refused({ score: Float64Array.of(1) }).toThrow("score has 1 rows, time has 2");
    refused({ time: Float64Array.of(1, Infinity) }).toThrow("time[1] is Infinity");
    refused({ weights: Float64Array.of(-1, 1) }).toThrow("weights[0] is -1");
    refused({ strata: Int32Array.of(0, -2) }).toThrow("strata[1] is -2");
    refused({ cluster: Int32Array.of(0, -2) }).toThrow("cluster[1] is -2");
    refused({}, { timeWeight: "G" as "S" }).toThrow("timeWeight is “G”; allowed are n, S, S/G, n/G2, I");
    refused({ entry: Float64Array.of(0, 0) }, { timeWeight: "S/G" }).toThrow(
      "timeWeight is S/G, and the rows have entries",
    );
    refused({}, { yMax: NaN }).toThrow("yMax is NaN");
  });
});
