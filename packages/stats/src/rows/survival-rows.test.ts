import { describe, expect, it } from "vitest";
import { kaplanMeier } from "../curves/kaplan-meier.js";
import { nelsonAalen } from "../curves/nelson-aalen.js";
import { restrictedMeanDifference } from "../curves/restricted-mean-difference.js";
import { reverseKaplanMeier } from "../curves/reverse-kaplan-meier.js";
import { survivalInfluence } from "../curves/survival-influence.js";
import { logRank } from "../log-rank/log-rank.js";
import { logRankExact } from "../log-rank/log-rank-exact.js";
import { logRankWeighted } from "../log-rank/log-rank-weighted.js";
import { oneSampleLogRank } from "../log-rank/one-sample-log-rank.js";
import { eventTable } from "./event-table.js";
import { checkSurvivalRows, codeCount, type SurvivalRows } from "./survival-rows.js";

const rows = { time: Float64Array.of(1, 2), event: Uint8Array.of(1, 0) };

const refused: [string, Partial<SurvivalRows>, string][] = [
  ["another length", { event: Uint8Array.of(1) }, "event has 1 rows, time has 2"],
  ["another length of weights", { weights: Float64Array.of(1, 1, 1) }, "weights has 3 rows, time has 2"],
  ["a time that is no number", { time: Float64Array.of(1, Number.NaN) }, "time[1] is NaN"],
  ["an infinite time", { time: Float64Array.of(1, Number.POSITIVE_INFINITY) }, "time[1] is Infinity"],
  ["an event that is neither 0 nor 1", { event: Uint8Array.of(1, 2) }, "event[1] is 2; allowed are 0"],
  ["an empty interval", { entry: Float64Array.of(0, 2) }, "entry[1] is 2, time[1] is 2"],
  ["an entry that is no number", { entry: Float64Array.of(Number.NaN, 0) }, "entry[0] is NaN"],
  ["a negative weight", { weights: Float64Array.of(1, -1) }, "weights[1] is -1"],
  ["an infinite weight", { weights: Float64Array.of(Number.POSITIVE_INFINITY, 1) }, "weights[0] is Infinity"],
  ["a negative code", { group: Int32Array.of(0, -1) }, "group[1] is -1"],
];

describe("checkSurvivalRows", () => {
  it("accepts rows of every length, none included", () => {
    expect(() => checkSurvivalRows(rows)).not.toThrow();
    expect(() => checkSurvivalRows({ time: new Float64Array(0), event: new Uint8Array(0) })).not.toThrow();
  });

  for (const [what, change, sentence] of refused)
    it(`refuses ${what}, naming the argument, the row and the value`, () => {
      expect(() => checkSurvivalRows({ ...rows, ...change })).toThrow(sentence);
    });
});

describe("every function of survival rows", () => {
  const functions: Record<string, (rows: SurvivalRows) => unknown> = {
    eventTable,
    kaplanMeier,
    nelsonAalen,
    reverseKaplanMeier,
    survivalInfluence,
    restrictedMeanDifference: (of) => restrictedMeanDifference(of, { tau: 1 }),
    logRank,
    logRankWeighted: (of) => logRankWeighted(of, { weights: "gehan" }),
    logRankExact: (of) => logRankExact(of, { distribution: "asymptotic" }),
    oneSampleLogRank: (of) => oneSampleLogRank(of, { hazard: { type: "exponential", rate: 1 } }),
  };
  const before = JSON.stringify(rows);
  for (const [name, run] of Object.entries(functions))
    it(`${name} refuses rows that no estimator could use, and leaves the others as they were`, () => {
      for (const [, change, sentence] of refused) {
        const ignored = name === "logRankExact" && ("entry" in change || "weights" in change);
        expect(() => run({ ...rows, ...change })).toThrow(
          ignored ? "knows neither entry, weights nor strata" : sentence,
        );
      }
      run(rows);
      expect(JSON.stringify(rows)).toBe(before);
    });
});

describe("codeCount", () => {
  it("is one more than the largest code, and at least what is asked for", () => {
    expect(codeCount(Int32Array.of(0, 4, 2))).toBe(5);
    expect(codeCount(Int32Array.of(0), 3)).toBe(3);
    expect(codeCount(undefined)).toBe(1);
    for (const least of [-1, 1.5, Number.NaN, 2 ** 40])
      expect(() => codeCount(undefined, least)).toThrow(`groups is ${least}; it must be a whole number from 0`);
  });
});
