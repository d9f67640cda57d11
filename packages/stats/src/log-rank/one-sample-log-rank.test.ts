import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnSpells, inPieces, repeated, shuffled, spellRows } from "../fixtures/drawn-spells.js";
import { expectClose } from "../fixtures/expect-close.js";
import { type KnownHazard, oneSampleLogRank } from "./one-sample-log-rank.js";

const rows = { time: Float64Array.of(2, 3, 5), event: Uint8Array.of(1, 0, 1) };
const exponential: KnownHazard = { type: "exponential", rate: 1 / 4 };

/** Rows whose known hazard at rate 1 adds up to `expected`. */
const seen = (events: number, expected: number) => {
  const n = Math.max(events, 1);
  return { time: new Float64Array(n).fill(expected / n), event: new Uint8Array(n).fill(events > 0 ? 1 : 0) };
};

describe("oneSampleLogRank", () => {
  it("compares the events with the known hazard of the time at risk", () => {
    // 10 times units at 1/4
    const test = oneSampleLogRank(rows, { hazard: exponential });
    expect([test.observed, test.expected]).toEqual([2, 5 / 2]);
    expectClose([test.z, test.chiSquared], [-1 / 2 / Math.sqrt(5 / 2), 1 / 10]);
    // R 4.2.2: pchisq(0.1, 1, lower.tail = FALSE)
    expectClose(test.p, 0.7518296340458493);
    expectClose(test.ratio.estimate, 4 / 5);
  });

  it("takes the hazard of the time from entry on", () => {
    const entry = Float64Array.of(1, 0, 3);
    const weibull: KnownHazard = { type: "weibull", shape: 2, scale: 3 };
    // H = t²/9: (4 − 1 + 9 + 25 − 9)/9
    expectClose(oneSampleLogRank({ ...rows, entry }, { hazard: weibull }).expected, 28 / 9);
    const piecewise: KnownHazard = { type: "piecewise", breaks: [2, 4], rates: [1 / 2, 1 / 4, 1] };
    // H(1) = 1/2, H(2) = 1, H(3) = 5/4, H(5) = 5/2
    expectClose(oneSampleLogRank({ ...rows, entry }, { hazard: piecewise }).expected, 1 / 2 + 5 / 4 + 5 / 4);
  });

  it("has the exact Poisson limits of R 4.2.2's poisson.test(x, T, conf.level = level)", () => {
    const recorded = [
      [14, 9.5, 0.95, 0.80567687118953679, 2.4725916970353237],
      [0, 2, 0.95, 0, 1.8444397270569677],
      [1000, 1100, 0.9, 0.86232713580331921, 0.95782102012118253],
    ];
    for (const [x, time, confidenceLevel, lower, upper] of recorded) {
      const hazard: KnownHazard = { type: "exponential", rate: 1 };
      const { ratio } = oneSampleLogRank(seen(x, time), { hazard, confidenceLevel });
      expectClose([ratio.lower, ratio.upper], [lower, upper], { rel: 1e-11, abs: 0 });
    }
  });

  it("has no test without rows, nor against a hazard of 0", () => {
    const none = { time: new Float64Array(0), event: new Uint8Array(0) };
    for (const test of [
      oneSampleLogRank(none, { hazard: exponential }),
      oneSampleLogRank(rows, { hazard: { type: "exponential", rate: 0 } }),
    ]) {
      expect(test).toMatchObject({ expected: 0, z: Number.NaN, p: Number.NaN });
      expect(test.ratio).toEqual({ estimate: Number.NaN, lower: Number.NaN, upper: Number.NaN });
    }
    const censored = oneSampleLogRank({ ...rows, event: new Uint8Array(3) }, { hazard: exponential });
    expect(censored.ratio).toMatchObject({ estimate: 0, lower: 0 });
  });

  const refused: [string, KnownHazard, string][] = [
    ["a negative rate", { type: "exponential", rate: -1 }, "the exponential hazard has -1"],
    [
      "a rate that is no number",
      { type: "piecewise", breaks: [1], rates: [1, Number.NaN] },
      "the piecewise hazard has NaN",
    ],
    ["a shape of 0", { type: "weibull", shape: 0, scale: 1 }, "the weibull hazard has shape 0, scale 1"],
    ["a scale of 0", { type: "weibull", shape: 1, scale: 0 }, "the weibull hazard has shape 1, scale 0"],
    ["rates as many as breaks", { type: "piecewise", breaks: [1], rates: [1] }, "has 1 rates and 1 breaks"],
    [
      "breaks that descend",
      { type: "piecewise", breaks: [2, 1], rates: [1, 1, 1] },
      "breaks[1] is 1; breaks must ascend",
    ],
    ["a break at 0", { type: "piecewise", breaks: [0], rates: [1, 1] }, "breaks[0] is 0; breaks must ascend"],
    ["another hazard", { type: "gompertz" } as unknown as KnownHazard, "the hazard is “gompertz”; allowed are"],
  ];
  for (const [what, hazard, sentence] of refused)
    it(`refuses ${what}`, () => {
      expect(() => oneSampleLogRank(rows, { hazard })).toThrow(sentence);
    });

  it("refuses time before 0 and a level outside 0 to 1", () => {
    const early = { ...rows, time: Float64Array.of(2, 3, -1) };
    expect(() => oneSampleLogRank(early, { hazard: exponential })).toThrow("row 2 runs from 0 to -1");
    const entry = Float64Array.of(-1, 0, 0);
    expect(() => oneSampleLogRank({ ...rows, entry }, { hazard: exponential })).toThrow("row 0 runs from -1 to 2");
    expect(() => oneSampleLogRank(rows, { hazard: exponential, confidenceLevel: 95 })).toThrow("confidenceLevel is 95");
  });

  const hazard = fc.constantFrom<KnownHazard>(
    exponential,
    { type: "weibull", shape: 1.5, scale: 6 },
    { type: "piecewise", breaks: [1.5, 4], rates: [0.1, 0.3, 0.2] },
  );
  /** Entries from 0 on. */
  const spells = drawnSpells({ maxLength: 12 }).map((drawn) =>
    drawn.map((spell) => ({ ...spell, length: Math.min(spell.length, spell.time) })),
  );
  const sums = (drawn: Parameters<typeof spellRows>[0], of: KnownHazard, leave: "weights"[] = []) => {
    const { observed, expected } = oneSampleLogRank(spellRows(drawn, leave), { hazard: of });
    return [observed, expected];
  };

  it("depends neither on the order of the rows nor on how follow-up is cut; a whole weight is as many rows", () => {
    fc.assert(
      fc.property(shuffled(spells), hazard, ([drawn, other], of) => {
        expectClose(sums(other, of), sums(drawn, of));
        expectClose(sums(inPieces(drawn), of), sums(drawn, of));
        const times8 = drawn.map((spell) => ({ ...spell, weight: spell.weight * 8 }));
        expectClose(sums(repeated(drawn), of, ["weights"]), sums(times8, of));
      }),
    );
  });

  it("adds up the hazard over small steps", () => {
    const rateAt: Record<KnownHazard["type"], (t: number) => number> = {
      exponential: () => 1 / 4,
      weibull: (t) => (1.5 / 6) * (t / 6) ** 0.5,
      piecewise: (t) => (t < 1.5 ? 0.1 : t < 4 ? 0.3 : 0.2),
    };
    fc.assert(
      fc.property(spells, hazard, (drawn, of) => {
        let expected = 0;
        for (const { time, length, weight } of drawn)
          for (let k = 0; k < 512 * length; k++)
            expected += (weight * rateAt[of.type](time - length + (k + 0.5) / 512)) / 512;
        expectClose(sums(drawn, of)[1], expected, { rel: 1e-5, abs: 0 });
      }),
      { numRuns: 30 },
    );
  });

  it("does not depend on the unit of time", () => {
    fc.assert(
      fc.property(spells, (drawn) => {
        const months = oneSampleLogRank(spellRows(drawn), { hazard: { type: "exponential", rate: 0.3 } });
        const days = oneSampleLogRank(spellRows(drawn, [], 30), { hazard: { type: "exponential", rate: 0.01 } });
        expectClose([days.expected, days.z, days.ratio.upper], [months.expected, months.z, months.ratio.upper], {
          rel: 1e-12,
          abs: 1e-12,
        });
      }),
    );
  });
});
