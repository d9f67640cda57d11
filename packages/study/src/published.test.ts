import { describe, expect, it } from "vitest";
import type { PublishedAgreement } from "./results.js";
import { runTiny, studyErrorOf } from "./testing/tiny-study.js";

const patients = `
  patient sex age months status
  P1      f   50  1      dead
  P2      f   40  2.25   dead
  P3      m   60  3      dead
  P4      m   45  4      alive`;

/** Survival of four patients: S is 3/4, 1/2, 1/4 at 1, 2.25 and 3 months, the median (2.25 + 3) / 2. */
function agreements(figures: string): PublishedAgreement[] {
  return runTiny(
    `cohorts: { all: { rows: patients }, men: { from: all, where: { sex: m } } }
endpoints: { os: { time: months, event: { status: dead } } }
analyses:
  - { id: flow, method: flow }
  - { id: os, method: survival, cohort: all, endpoint: os, by: sex, at: [1, 24] }
  - { id: cox, method: factors, cohort: all, endpoint: os, univariable: [sex] }
  - { id: both, method: factors, cohort: all, endpoint: os, univariable: sex, multivariable: [sex, age] }
published:
${figures
  .trim()
  .split("\n")
  .map((figure) => `  - { says: it, ${figure.trim()} }`)
  .join("\n")}
`,
    { patients },
  ).published;
}

const says = (figure: string) => studyErrorOf(() => agreements(figure)).message;

describe("publishedAgreement", () => {
  it("agrees where ours, rounded to the decimals that were printed, is the published value", () => {
    // Ours is 2.625; either way of rounding a half agrees, and nothing beyond it.
    const median = (value: string) => agreements(`analysis: os, name: median, value: ${value}`)[0];
    expect(
      ["3", "2", "2.6", "2.5", "2.62", "2.63", "2.61", "2.625", "2.626"].map((value) => median(value).agrees),
    ).toEqual([true, false, true, false, true, true, false, true, false]);
    expect(median("2.6")).toEqual({
      says: "it",
      result: "os/all/median",
      published: 2.6,
      decimals: 1,
      unit: "months",
      is: "equal",
      ours: 2.625,
      agrees: true,
      why: "2.625 is within 0.05 of 2.6",
    });
    expect(median("2.50")).toMatchObject({ decimals: 2, agrees: false, why: "2.625 is not within 0.005 of 2.50" });
    expect(median("3, decimals: 1")).toMatchObject({ agrees: false });
  });

  it("compares with a published bound: above and below leave the bound out, at least and at most take it in", () => {
    const bounds = (is: string) =>
      ["2", "2.625", "3"].map(
        (value) => agreements(`analysis: os, name: median, value: ${value}, is: ${is}`)[0].agrees,
      );
    expect(bounds("above")).toEqual([true, false, false]);
    expect(bounds("at least")).toEqual([true, true, false]);
    expect(bounds("below")).toEqual([false, false, true]);
    expect(bounds("at most")).toEqual([false, true, true]);
    expect(agreements("analysis: os, name: median, value: 3, is: at most")[0].why).toBe("2.63 is at most 3");
  });

  it("holds a probability against a percentage, and a time in another unit", () => {
    expect(agreements("analysis: os, name: survival, at: 1, value: 75, unit: percent")[0]).toMatchObject({
      ours: 75,
      unit: "percent",
      agrees: true,
    });
    const inYears = agreements("analysis: os, name: median, value: 0.22, unit: years")[0];
    expect(inYears).toMatchObject({ ours: 2.625 / 12, unit: "years", agrees: true });
  });

  it("disagrees, and says why, where ours is not reached or not estimable", () => {
    const [survival, median] = agreements(`
      analysis: os, group: { sex: m }, name: survival, at: 24, value: 0
      analysis: os, group: { sex: m }, name: quantile, level: 0.75, value: 5`);
    expect(survival).toMatchObject({
      ours: null,
      agrees: false,
      why: "ours is not estimable: last observation at 4 months",
    });
    expect(median).toMatchObject({ ours: null, agrees: false, why: "ours is not reached" });
  });

  it("finds a result by cohort, group, factor, level, model, test and time", () => {
    const found = agreements(`
      analysis: flow, cohort: men, name: rows, value: 2
      analysis: os, group: { sex: f }, name: longestTime, value: 2.25
      analysis: os, name: quantile, level: 0.25, value: 1.6
      analysis: os, name: pValue, test: log-rank, value: 0.05
      analysis: cox, name: hazardRatio, level: f, value: 1`);
    expect(found.map(({ result }) => result)).toEqual([
      "flow/men/rows",
      "os/all/sex=f/longestTime",
      "os/all/quantile:0.25",
      "os/all/pValue(log-rank)",
      "cox/all/univariable/sex=f/hazardRatio",
    ]);
  });

  it("takes a figure that leaves a part open for the result that has none, where there is one", () => {
    const whole = `analysis: both, name: proportionalHazards, model: multivariable, test: Grambsch–Therneau, value: 0.5, is: at most`;
    expect(agreements(whole)[0].result).toBe("both/all/multivariable/proportionalHazards(Grambsch–Therneau)");
  });

  it("refuses a figure that stands for no result, with the nearest", () => {
    expect(says("analysis: os, name: survival, at: 12, value: 5")).toMatch(
      /^study\.yaml, line 12, column 5: published\[0\]: there is no result os\/all\/survival@12; nearest are os\/all\/survival@1, /,
    );
    expect(says("analysis: os, group: { sex: w }, name: median, value: 5")).toContain(
      "there is no result os/all/sex=w/median; nearest are os/all/sex=f/median, os/all/sex=m/median",
    );
    expect(says("analysis: flow, cohort: all, name: median, value: 5")).toContain("there is no result flow/all/median");
  });

  it("refuses a figure that stands for several results, and lists them", () => {
    expect(says("analysis: os, name: survival, value: 5")).toContain(
      "published[0]: stands for 2 results: os/all/survival@1, os/all/survival@24; say which by cohort, group, factor, level, model, test or at",
    );
    expect(says("analysis: flow, name: rows, value: 5")).toContain(
      "stands for 2 results: flow/all/rows, flow/men/rows",
    );
  });

  it("refuses a unit that the result cannot be given in", () => {
    expect(says("analysis: os, name: median, value: 5, unit: percent")).toContain(
      "published[0].unit: “percent” is no unit of os/all/median; allowed are days, months, years",
    );
    expect(says("analysis: os, name: survival, at: 1, value: 5, unit: month")).toContain(
      "“month” is no unit of os/all/survival@1; allowed are probability, percent",
    );
    expect(says("analysis: os, name: pValue, test: log-rank, value: 5, unit: percent")).toContain("it has none");
  });
});
