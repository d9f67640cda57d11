import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnSpells, inPieces, repeated, shuffled, spellRows } from "../fixtures/drawn-spells.js";
import { expectClose } from "../fixtures/expect-close.js";
import { type PlainTime, plainLogRank } from "../fixtures/plain-log-rank.js";
import { logRank } from "./log-rank.js";
import { type LogRankWeights, logRankWeighted } from "./log-rank-weighted.js";

// First group 1, 3+; second 2, 4: at risk 4 (2 of the first), 3 (1) and 1 (0) at the events 1, 2 and 4
const rows = {
  time: Float64Array.of(1, 3, 2, 4),
  event: Uint8Array.of(1, 0, 1, 1),
  group: Int32Array.of(0, 0, 1, 1),
};

const plainWeights: Record<LogRankWeights, (at: PlainTime) => number> = {
  "log-rank": () => 1,
  gehan: ({ n }) => n,
  "tarone-ware": ({ n }) => Math.sqrt(n),
  "peto-peto": ({ peto }) => peto,
  "modified-peto-peto": ({ n, peto }) => (peto * n) / (n + 1),
  "fleming-harrington": ({ survival }) => survival ** 2 * Math.sqrt(1 - survival),
};
const names = Object.keys(plainWeights) as LogRankWeights[];
const powers = { p: 2, q: 1 / 2 };
const figures = (drawn: Parameters<typeof spellRows>[0], weights: LogRankWeights, ...more: [string[]?, number?]) => {
  const test = logRankWeighted(spellRows(drawn, more[0] as "weights"[], more[1]), { weights, ...powers, groups: 3 });
  return [...test.groups.flatMap(({ observed, expected }) => [observed, expected]), ...test.variance];
};

describe("logRankWeighted", () => {
  it("weights the differences at 1 and 2, which are 1/2 and −1/3 with variances 1/4 and 2/9", () => {
    const weights: [LogRankWeights, number, number, number][] = [
      ["log-rank", 1, 1, 1 / 17],
      ["gehan", 4, 3, 1 / 6],
      ["tarone-ware", 2, Math.sqrt(3), ((1 - Math.sqrt(1 / 3)) ** 2 * 3) / 5],
      // S~ is 4/5, then 4/5 · 3/4
      ["peto-peto", 4 / 5, 3 / 5, 1 / 6],
      ["modified-peto-peto", 16 / 25, 9 / 20, 289 / 1474],
    ];
    for (const [name, first, second, chiSquared] of weights) {
      const test = logRankWeighted(rows, { weights: name });
      expectClose(test.groups[0].observedMinusExpected, first / 2 - second / 3);
      expectClose(test.variance[0], first ** 2 / 4 + (second ** 2 * 2) / 9);
      expectClose(test.chiSquared, chiSquared);
    }
  });

  it("looks at late differences with the q of Fleming and Harrington", () => {
    // S just before 1 and 2 is 1 and 3/4, so that only 2 counts, by 3/4 · 1/4
    const test = logRankWeighted(rows, { weights: "fleming-harrington", p: 1, q: 1 });
    expectClose(test.groups[0].observedMinusExpected, -3 / 16 / 3);
    expectClose(test.chiSquared, 1 / 2);
    expect(logRankWeighted(rows, { weights: "fleming-harrington" }).chiSquared).toBe(logRank(rows).chiSquared);
    expectClose(logRankWeighted(rows, { weights: "fleming-harrington", p: 2 }).p, logRank(rows, { rho: 2 }).p);
  });

  it("has nothing to compare without rows, events, a second group, or weight at any time", () => {
    for (const weights of names) {
      const none = { time: new Float64Array(0), event: new Uint8Array(0) };
      expect(logRankWeighted(none, { weights, groups: 2 })).toMatchObject({ chiSquared: 0, p: Number.NaN });
      const one = { time: Float64Array.of(1), event: Uint8Array.of(1) };
      expect(logRankWeighted(one, { weights }).degreesOfFreedom).toBeLessThanOrEqual(0);
      expect(logRankWeighted({ ...rows, event: Uint8Array.of(0, 0, 0, 0) }, { weights }).p).toBeNaN();
      expect(
        logRankWeighted({ ...rows, time: Float64Array.of(1, 1, 1, 1), event: Uint8Array.of(1, 1, 1, 1) }, { weights })
          .p,
      ).toSatisfy((p: number) => Number.isNaN(p) || p === 1);
    }
    // The only event is the first, where 1 − S is 0
    const first = { ...rows, event: Uint8Array.of(1, 0, 0, 0) };
    expect(logRankWeighted(first, { weights: "fleming-harrington", q: 1 })).toMatchObject({ p: Number.NaN });
  });

  it("refuses weights that it does not know and powers below 0", () => {
    expect(() => logRankWeighted(rows, { weights: "wilcoxon" as "gehan" })).toThrow(
      "weights is “wilcoxon”; allowed are log-rank, gehan, tarone-ware",
    );
    for (const power of [{ p: -1 }, { q: -1 }, { p: Number.NaN }, { q: Number.POSITIVE_INFINITY }])
      expect(() => logRankWeighted(rows, { weights: "fleming-harrington", ...power })).toThrow("both must be finite");
  });

  it("agrees with counting all rows anew at each time, in strata, with entries and weights", () => {
    fc.assert(
      fc.property(drawnSpells(), fc.constantFrom(...names), (drawn, weights) => {
        const { observed, expected, variance } = plainLogRank(drawn, 3, plainWeights[weights]);
        expectClose(figures(drawn, weights), [...observed.flatMap((o, j) => [o, expected[j]]), ...variance]);
      }),
    );
  });

  it("moves no digit with the order of the rows or the unit of time", () => {
    fc.assert(
      fc.property(shuffled(drawnSpells()), fc.constantFrom(...names), ([drawn, other], weights) => {
        expect(figures(other, weights)).toEqual(figures(drawn, weights));
        expect(figures(drawn, weights, [], 30.4375)).toEqual(figures(drawn, weights));
      }),
    );
  });

  it("takes a whole weight for as many rows, and a follow-up in pieces for the whole", () => {
    fc.assert(
      fc.property(drawnSpells({ maxLength: 10 }), fc.constantFrom(...names), (drawn, weights) => {
        const times8 = drawn.map((spell) => ({ ...spell, weight: spell.weight * 8 }));
        const close = { rel: 1e-12, abs: 1e-9 };
        expectClose(figures(repeated(drawn), weights, ["weights"]), figures(times8, weights), close);
        expectClose(figures(inPieces(times8), weights), figures(times8, weights), close);
      }),
    );
  });
});
