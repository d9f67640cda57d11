import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnSpells, inPieces, repeated, shuffled, spellRows } from "../fixtures/drawn-spells.js";
import { expectClose } from "../fixtures/expect-close.js";
import { plainLogRank } from "../fixtures/plain-log-rank.js";
import { type LogRankTest, logRank } from "./log-rank.js";

const rowsOf = (time: number[], event: number[], group: number[]) => ({
  time: Float64Array.from(time),
  event: Uint8Array.from(event),
  group: Int32Array.from(group),
});
const sums = ({ groups, variance }: LogRankTest) => [
  ...groups.flatMap(({ observed, expected }) => [observed, expected]),
  ...variance,
];

// First group 1, 3+; second 2, 4: at risk 4 (2 of the first), 3 (1) and 1 (0) at the events 1, 2 and 4
const rows = rowsOf([1, 3, 2, 4], [1, 0, 1, 1], [0, 0, 1, 1]);

describe("logRank", () => {
  it("compares the events of each group with those expected of its share at risk", () => {
    const test = logRank(rows);
    const expected = 1 / 2 + 1 / 3;
    const variance = 1 / 4 + 2 / 9;
    expectClose(
      test.groups.flatMap((group) => [group.n, group.observed, group.expected]),
      [2, 1, expected, 2, 2, 3 - expected],
    );
    expectClose(test.variance, [variance, -variance, -variance, variance]);
    expectClose(test.chiSquared, 1 / 17);
    expect(test.degreesOfFreedom).toBe(1);
    // R 4.2.2: pchisq(1/17, 1, lower.tail = FALSE)
    expectClose(test.p, 0.8083651559145103);
  });

  it("takes tied events as drawn without replacement", () => {
    // 1, 1, 2 against 1, 3: three events among five at 1, so that V = 3 · 2/4 · (3/5)(2/5) + 1/4
    const tied = logRank(rowsOf([1, 1, 2, 1, 3], [1, 1, 1, 1, 1], [0, 0, 0, 1, 1]));
    expectClose(tied.groups[0].expected, 9 / 5 + 1 / 2);
    expectClose(tied.variance[0], 9 / 25 + 1 / 4);
    expectClose(tied.chiSquared, 49 / 61);
  });

  it("weights the times by S(t−) to the power rho", () => {
    // S just before 1, 2 and 4: 1, 3/4, 1/2
    const test = logRank(rows, { rho: 1 });
    expectClose(test.groups[0].expected, 1 / 2 + 3 / 4 / 3);
    expectClose(test.variance[0], 1 / 4 + ((9 / 16) * 2) / 9);
    expectClose(test.chiSquared, 1 / 6);
  });

  it("weights late times more with a rho below 0, but has no answer where S was 0 before the last event", () => {
    // 1/S just before 1, 2 and 4: 1, 4/3, 2
    expectClose(logRank(rows, { rho: -1 }).groups[0].expected, 1 / 2 + 4 / 3 / 3);
    const late = { ...rowsOf([1, 3, 3], [1, 1, 1], [0, 0, 1]), entry: Float64Array.of(0, 2, 2) };
    expect(logRank(late, { rho: -1 })).toMatchObject({ chiSquared: Number.NaN, p: Number.NaN });
  });

  it("finds a trend over the groups: with two groups the test itself, with equal scores none", () => {
    const { trend, chiSquared, p } = logRank(rows, { trendScores: [0, 1] });
    expectClose([trend?.chiSquared ?? 0, trend?.p ?? 0], [chiSquared, p]);
    expectClose(trend?.z ?? 0, -Math.sqrt(1 / 17));
    expectClose(logRank(rows, { trendScores: [3, -1] }).trend?.z ?? 0, Math.sqrt(1 / 17));
    expect(logRank(rows, { trendScores: [2, 2] }).trend?.p).toBeNaN();
  });

  it("has nothing to compare without rows, events or a second group", () => {
    const none = logRank({ time: new Float64Array(0), event: new Uint8Array(0) }, { groups: 2 });
    expect(none).toMatchObject({ chiSquared: 0, degreesOfFreedom: -1, p: Number.NaN });
    expect(logRank(rowsOf([1], [1], [0]))).toMatchObject({ chiSquared: 0, degreesOfFreedom: 0, p: 1 });
    expect(logRank(rowsOf([1, 2], [0, 0], [0, 1])).p).toBeNaN();
    expect(logRank(rowsOf([1, 2], [1, 1], [0, 0]), { groups: 2 })).toMatchObject({ degreesOfFreedom: 0, p: 1 });
    // Everybody dies at once: nobody's death tells the groups apart
    expect(logRank(rowsOf([1, 1, 1], [1, 1, 1], [0, 1, 1])).p).toBeNaN();
  });

  it("leaves out a group that is gone before the first event", () => {
    const early = rowsOf([1, 3, 2, 4, 0.5], [1, 0, 1, 1, 0], [0, 0, 1, 1, 2]);
    expect(logRank(early)).toMatchObject({ degreesOfFreedom: 1, groups: [{}, {}, { n: 1, observed: 0, expected: 0 }] });
    expectClose(logRank(early).chiSquared, 1 / 17);
  });

  it("refuses a rho, scores or groups that cannot be", () => {
    expect(() => logRank(rows, { rho: Number.NaN })).toThrow("rho is NaN; it must be a finite number");
    expect(() => logRank(rows, { trendScores: [1] })).toThrow("trendScores has 1 scores, there are 2 groups");
    expect(() => logRank(rows, { trendScores: [1, Number.NaN] })).toThrow("trendScores[1] is NaN; it must be finite");
    expect(() => logRank(rows, { groups: 1.5 })).toThrow("groups is 1.5; it must be a whole number from 0");
  });

  it("agrees with counting all rows anew at each time, in strata, with entries and weights", () => {
    fc.assert(
      fc.property(drawnSpells(), fc.constantFrom(0, 0.5, 1, 2), (drawn, rho) => {
        const { observed, expected, variance } = plainLogRank(drawn, 3, ({ survival }) => survival ** rho);
        const plain = [...observed.flatMap((o, j) => [o, expected[j]]), ...variance];
        expectClose(sums(logRank(spellRows(drawn), { rho, groups: 3 })), plain);
      }),
    );
  });

  it("moves no digit with the order of the rows", () => {
    fc.assert(
      fc.property(shuffled(drawnSpells()), ([drawn, other]) => {
        expect(logRank(spellRows(other), { rho: 1, groups: 3 })).toEqual(
          logRank(spellRows(drawn), { rho: 1, groups: 3 }),
        );
      }),
    );
  });

  it("does not depend on which group comes first", () => {
    fc.assert(
      fc.property(drawnSpells({ minLength: 6, maxLength: 30 }), (drawn) => {
        const test = logRank(spellRows(drawn, ["weights"]), { groups: 3 });
        const next = drawn.map((spell) => ({ ...spell, group: (spell.group + 1) % 3 }));
        const turned = logRank(spellRows(next, ["weights"]), { groups: 3 });
        expect(turned.degreesOfFreedom).toBe(test.degreesOfFreedom);
        expectClose(turned.chiSquared, test.chiSquared, { rel: 1e-9, abs: 1e-9 });
      }),
    );
  });

  it("takes a whole weight for as many rows, and a follow-up in pieces for the whole", () => {
    fc.assert(
      fc.property(drawnSpells({ maxLength: 10 }), (drawn) => {
        const times8 = drawn.map((spell) => ({ ...spell, weight: spell.weight * 8 }));
        const weighted = logRank(spellRows(times8), { rho: 1, groups: 3 });
        expectClose(sums(logRank(spellRows(repeated(drawn), ["weights"]), { rho: 1, groups: 3 })), sums(weighted));
        expectClose(sums(logRank(spellRows(inPieces(times8)), { rho: 1, groups: 3 })), sums(weighted));
      }),
    );
  });

  it("does not depend on the unit of time", () => {
    fc.assert(
      fc.property(drawnSpells(), (drawn) => {
        const scaled = logRank(spellRows(drawn, [], 30.4375), { groups: 3 });
        expect(scaled).toEqual(logRank(spellRows(drawn), { groups: 3 }));
      }),
    );
  });
});
