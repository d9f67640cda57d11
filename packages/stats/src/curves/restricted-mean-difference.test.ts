import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnSpells, inPieces, repeated, shuffled, spellRows } from "../fixtures/drawn-spells.js";
import { expectClose } from "../fixtures/expect-close.js";
import { restrictedMeanDifference } from "./restricted-mean-difference.js";

// First group 1, 3; second 2, 5+: means to 4 of 2 and 1/2·2 + 1/2·4 = 3
const rows = {
  time: Float64Array.of(1, 3, 2, 5),
  event: Uint8Array.of(1, 1, 1, 0),
  group: Int32Array.of(0, 0, 1, 1),
};

describe("restrictedMeanDifference", () => {
  it("takes the second group less the first, and over it on the log scale", () => {
    const { groups, difference, ratio } = restrictedMeanDifference(rows, { tau: 4, confidenceLevel: 0.9 });
    expect(groups.map(({ estimate }) => estimate)).toEqual([2, 3]);
    const z = 1.6448536269514722;
    const error = 1;
    expect(groups.map(({ standardError }) => standardError)).toEqual([Math.SQRT1_2, Math.SQRT1_2]);
    expect(difference.estimate).toBe(1);
    expect(difference.standardError).toBeCloseTo(error, 14);
    expect([difference.lower, difference.upper]).toEqual([1 - z, 1 + z].map((x) => expect.closeTo(x, 13)));
    expect(difference.p).toBeCloseTo(0.31731050786291415, 13);
    const logError = Math.sqrt(1 / 8 + 1 / 18);
    expect(ratio.estimate).toBeCloseTo(3 / 2, 14);
    expect(ratio.upper).toBeCloseTo(1.5 * Math.exp(z * logError), 13);
    expect(ratio.z).toBeCloseTo(Math.log(1.5) / logError, 13);
  });

  it("turns round with the groups", () => {
    const { difference, ratio } = restrictedMeanDifference({ ...rows, group: Int32Array.of(1, 1, 0, 0) }, { tau: 4 });
    expect(difference.estimate).toBe(-1);
    expect(ratio.estimate).toBeCloseTo(2 / 3, 14);
  });

  it("has no test without events by tau, and no figure for a group without rows", () => {
    const early = restrictedMeanDifference(rows, { tau: 0.5 });
    expect([early.difference.estimate, early.difference.standardError, early.ratio.estimate]).toEqual([0, 0, 1]);
    expect(early.difference.p).toBeNaN();
    const empty = restrictedMeanDifference({ ...rows, group: Int32Array.of(0, 0, 0, 0) }, { tau: 4 });
    expect([empty.groups[1].n, empty.difference.estimate, empty.ratio.lower]).toEqual([0, Number.NaN, Number.NaN]);
  });

  it("refuses a third group", () => {
    expect(() => restrictedMeanDifference({ ...rows, group: Int32Array.of(0, 0, 1, 2) }, { tau: 4 })).toThrow(
      "there are 3 groups; a difference needs two",
    );
  });

  it("refuses a level and a tau that cannot be", () => {
    expect(() => restrictedMeanDifference(rows, { tau: Number.NaN })).toThrow("tau is NaN; it must be a finite number");
    expect(() => restrictedMeanDifference(rows, { tau: 4, confidenceLevel: 95 })).toThrow("confidenceLevel is 95");
  });

  const spells = drawnSpells({ minLength: 1, maxLength: 12, groups: 2 });
  const figures = (of: Parameters<typeof restrictedMeanDifference>[0], tau: number) => {
    const { groups, difference, ratio } = restrictedMeanDifference(of, { tau });
    return [
      ...groups.flatMap(({ estimate, standardError }) => [estimate, standardError]),
      difference.upper,
      ratio.lower,
    ];
  };

  it("moves no digit with the order of the rows; cut follow-up and repeated rows change nothing", () => {
    fc.assert(
      fc.property(shuffled(spells), fc.integer({ min: 1, max: 9 }), ([drawn, other], tau) => {
        expect(figures(spellRows(other), tau)).toEqual(figures(spellRows(drawn), tau));
        // The drawn weights are eighths: whole ones are as many rows
        const whole = drawn.filter(({ weight }) => weight > 0).map((one) => ({ ...one, weight: one.weight * 8 }));
        expectClose(figures(spellRows(inPieces(whole)), tau), figures(spellRows(whole), tau));
        expectClose(
          figures(spellRows(repeated(whole.map((one) => ({ ...one, weight: one.weight / 8 }))), ["weights"]), tau),
          figures(spellRows(whole), tau),
        );
      }),
    );
  });

  it("scales times with the unit, the ratio and p not at all", () => {
    fc.assert(
      fc.property(spells, fc.integer({ min: 1, max: 9 }), (drawn, tau) => {
        const days = restrictedMeanDifference(spellRows(drawn, [], 32), { tau: tau * 32 });
        const months = restrictedMeanDifference(spellRows(drawn), { tau });
        expectClose(
          [days.difference.estimate, days.difference.standardError, days.difference.p, days.ratio.upper],
          [
            months.difference.estimate * 32,
            months.difference.standardError * 32,
            months.difference.p,
            months.ratio.upper,
          ],
        );
      }),
    );
  });
});
