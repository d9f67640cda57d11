import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnSpells, shuffled, spellRows } from "../fixtures/drawn-spells.js";
import { expectClose } from "../fixtures/expect-close.js";
import { logRankExact } from "./log-rank-exact.js";

// 1, 2 against 3, 4, all events: H is 1/4, 7/12, 13/12, 25/12, so the scores H − 1 are −9, −5, 1 and 13 twelfths
const rows = {
  time: Float64Array.of(3, 1, 4, 2),
  event: Uint8Array.of(1, 1, 1, 1),
  group: Int32Array.of(1, 0, 1, 0),
};
const exact = { distribution: "exact" } as const;
const leave: ("entry" | "weights" | "strata")[] = ["entry", "weights", "strata"];

describe("logRankExact", () => {
  it("sums the first group's scores and counts the relabellings at least as far from what is expected", () => {
    const test = logRankExact(rows, exact);
    expectClose(
      test.scores,
      [1, -9, 13, -5].map((score) => score / 12),
    );
    expectClose([test.linearStatistic, test.expectation, test.variance], [-7 / 6, 0, 23 / 36]);
    expectClose(test.z, -7 / Math.sqrt(23));
    // Sums of two of −9, −5, 1, 13: −14, −8, 4, −4, 8, 14
    expectClose(test.p, 1 / 3);
    expect(test.distribution).toBe("exact");
  });

  it("gives the normal p on demand", () => {
    const test = logRankExact(rows, { distribution: "asymptotic" });
    // R 4.2.2: 2 * pnorm(-7 / sqrt(23))
    expectClose(test.p, 0.14439979221307139);
    expect(test.distribution).toBe("asymptotic");
  });

  it("counts a tied censoring after the events of its time, and shares H among the tied", () => {
    // 1, 1+ and 2: H is 1/3 at 1 and 4/3 at 2
    const { scores } = logRankExact({ time: Float64Array.of(1, 1, 2), event: Uint8Array.of(1, 0, 1) }, exact);
    expectClose(scores, [-2 / 3, 1 / 3, 1 / 3]);
  });

  it("has one relabelling only without rows, events or a second group, and where all die at once", () => {
    const one = { time: Float64Array.of(1), event: Uint8Array.of(1), group: Int32Array.of(1) };
    const censored = { ...rows, event: new Uint8Array(4) };
    const tied = { ...rows, time: Float64Array.of(2, 2, 2, 2) };
    for (const lone of [
      { time: new Float64Array(0), event: new Uint8Array(0) },
      one,
      censored,
      tied,
      { ...rows, group: undefined },
    ]) {
      expect(logRankExact(lone, exact)).toMatchObject({ z: Number.NaN, p: 1, distribution: "exact" });
      expect(logRankExact(lone, { distribution: "asymptotic" }).p).toBeNaN();
    }
  });

  it("falls back on the normal p where the relabellings are too many, and says so", () => {
    const n = 60;
    const many = {
      time: Float64Array.from({ length: n }, (_, i) => i + 1),
      event: new Uint8Array(n).fill(1),
      group: Int32Array.from({ length: n }, (_, i) => i % 2),
    };
    const test = logRankExact(many, exact);
    expect(test.distribution).toBe("asymptotic");
    expect(test.p).toBe(logRankExact(many, { distribution: "asymptotic" }).p);
  });

  it("refuses a third group, and what it could only ignore", () => {
    expect(() => logRankExact({ ...rows, group: Int32Array.of(0, 1, 2, 0) }, exact)).toThrow(
      "group[2] is 2; logRankExact compares two groups, 0 and 1",
    );
    expect(() => logRankExact({ ...rows, group: Int32Array.of(0, 1) }, exact)).toThrow("group has 2 rows, time has 4");
    for (const name of ["entry", "weights", "strata"] as const)
      expect(() => logRankExact({ ...rows, [name]: new Float64Array(4) }, exact)).toThrow(`was given ${name}`);
    expect(() => logRankExact(rows, { distribution: "approximate" as "exact" })).toThrow(
      "distribution is “approximate”; allowed are exact, asymptotic",
    );
  });

  it("agrees with relabelling in every way", () => {
    fc.assert(
      fc.property(drawnSpells({ minLength: 2, maxLength: 8, groups: 2 }), (drawn) => {
        const { scores, linearStatistic, expectation, variance, p } = logRankExact(spellRows(drawn, leave), exact);
        const first = drawn.filter(({ group }) => group === 0).length;
        const sums: number[] = [];
        for (let chosen = 0; chosen < 2 ** drawn.length; chosen++) {
          const members = Array.from(scores).filter((_, i) => (chosen >> i) & 1);
          if (members.length === first) sums.push(members.reduce((sum, a) => sum + a, 0));
        }
        const mean = sums.reduce((sum, t) => sum + t, 0) / sums.length;
        const far = Math.abs(linearStatistic - mean) - 1e-9;
        expectClose(expectation, mean);
        expectClose(variance, sums.reduce((sum, t) => sum + (t - mean) ** 2, 0) / sums.length);
        expectClose(p, sums.filter((t) => Math.abs(t - mean) >= far).length / sums.length);
      }),
    );
  });

  it("turns round with the groups, and depends on neither the order of the rows nor the unit of time", () => {
    fc.assert(
      fc.property(shuffled(drawnSpells({ minLength: 2, maxLength: 14, groups: 2 })), ([drawn, other]) => {
        const test = logRankExact(spellRows(drawn, leave), exact);
        const swapped = drawn.map((spell) => ({ ...spell, group: 1 - spell.group }));
        const turned = logRankExact(spellRows(swapped, leave), exact);
        expectClose([turned.p, turned.z], [test.p, -test.z]);
        const elsewhere = logRankExact(spellRows(other, leave, 30.4375), exact);
        expectClose([elsewhere.p, elsewhere.z], [test.p, test.z]);
      }),
    );
  });
});
