import { describe, expect, it } from "vitest";
import type { Results } from "../results.js";
import { numberOf, resultOf, runTiny } from "../testing/tiny-study.js";

const patients = `
  patient sex zero       seen       status days
  P1      f   1990-01-01 1990-01-11 dead   10
  P2      f   1990-01-01 1990-01-21 alive  20
  P3      m   1990-01-01 1990-01-31 dead   30
  P4      m   1990-01-01 1990-02-10 alive  40
  P5      m   1990-01-01 1990-02-20 alive  50`;

function run(options = "", { asOf = "", time = "from: zero, to: seen", rows = patients } = {}): Results {
  return runTiny(
    `${asOf === "" ? "" : `as_of: ${asOf}\n`}cohorts: { all: { rows: patients } }
endpoints: { os: { ${time}, event: { status: dead }, unit: days } }
analyses: [{ id: f, method: follow-up, cohort: all, endpoint: os${options} }]
`,
    { patients: rows },
  );
}

describe("followUp", () => {
  it("gives the median by the reverse Kaplan–Meier estimate", () => {
    // Followed beyond 20: 3/4; beyond 40: 3/4 · 1/2 = 3/8.
    expect(resultOf(run(), { name: "followUpMedian" })).toMatchObject({
      estimate: { value: 40 },
      unit: "days",
      n: 5,
      events: 2,
    });
  });

  it("takes at a tie the censoring first, as R does", () => {
    // At 20 two are censored and one dies, of three at risk: the curve is 1/3 there.
    const tied = "patient days status\nP1 20 dead\nP2 20 alive\nP3 20 alive\n";
    expect(numberOf(run("", { time: "time: days", rows: tied }), { name: "followUpMedian" })).toBe(20);
    const died = "patient days status\nP1 20 dead\nP2 20 dead\nP3 20 alive\n";
    expect(resultOf(run("", { time: "time: days", rows: died }), { name: "followUpMedian" }).estimate).toEqual({
      notReached: true,
    });
  });

  it("gives the shortest and longest follow-up of those without the event", () => {
    const results = run();
    expect(resultOf(results, { name: "shortestTime" })).toMatchObject({
      estimate: { value: 20 },
      n: 3,
      events: 0,
      notes: ["of those without the event"],
    });
    expect(numberOf(results, { name: "longestTime" })).toBe(50);
    const dead = run("", { rows: patients.replaceAll("alive", "dead") });
    expect(resultOf(dead, { name: "longestTime" }).estimate).toEqual({ notEstimable: "all had the event" });
    expect(resultOf(dead, { name: "followUpMedian" }).estimate).toEqual({ notReached: true });
  });

  it("gives completeness up to the closing date: the dead owe no time after death", () => {
    // To 20 February 50 days: owed 10 + 50 + 30 + 50 + 50, observed 10 + 20 + 30 + 40 + 50.
    expect(numberOf(run("", { asOf: "1990-02-20" }), { name: "completeness" })).toBe(150 / 190);
    // To 21 January 20 days: P1 10 of 10, the others 20 of 20.
    expect(numberOf(run("", { asOf: "1990-01-21" }), { name: "completeness" })).toBe(1);
    // P1 began after it and owes nothing.
    const late = patients.replace("1990-01-01 1990-01-11", "1990-02-01 1990-02-11");
    expect(numberOf(run("", { asOf: "1990-01-21", rows: late }), { name: "completeness" })).toBe(1);
    const lost = late.replace("1990-01-01 1990-01-21 alive", "1990-01-01 1990-01-11 alive");
    expect(numberOf(run("", { asOf: "1990-01-21", rows: lost }), { name: "completeness" })).toBe(70 / 80);
    expect(resultOf(run("", { asOf: "1989-12-31" }), { name: "completeness" }).estimate).toEqual({
      notEstimable: "no person-time up to the closing date",
    });
  });

  it("owes completeness from a landmark on, to those observed after it", () => {
    // From day 20 to 20 February 30 days; left are P3 (10, dead), P4 (20) and P5 (30).
    const results = run("", { asOf: "1990-02-20", time: "from: zero, to: seen, landmark: 20" });
    expect(numberOf(results, { name: "completeness" })).toBe(60 / 70);
    expect(results.analyses[0].excluded).toEqual([
      { reason: "event before the landmark at 20 days", rows: 1, patients: 1 },
      { reason: "last observed before the landmark at 20 days", rows: 1, patients: 1 },
    ]);
  });

  it("gives no completeness without dates or a closing date, and says so", () => {
    const note = "Completeness of follow-up not given: it needs dates and a closing date (as_of)";
    for (const results of [run(), run("", { asOf: "1990-02-20", time: "time: days" })]) {
      expect(results.results.some(({ name }) => name === "completeness")).toBe(false);
      expect(results.analyses[0].notes).toEqual([note]);
    }
  });

  it("gives everyone, then each group", () => {
    const medians = run(", by: sex", { asOf: "1990-02-20" }).results.filter(({ name }) => name === "completeness");
    expect(medians.map(({ group, estimate }) => [group, estimate])).toEqual([
      [{}, { value: 150 / 190 }],
      [{ sex: "f" }, { value: 30 / 60 }],
      [{ sex: "m" }, { value: 120 / 130 }],
    ]);
  });
});
