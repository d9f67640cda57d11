import { describe, expect, it } from "vitest";
import type { Result, Results } from "../results.js";
import { numberOf, resultOf, runTiny, studyErrorOf } from "../testing/tiny-study.js";

/** Times 1, 2+, 3, 4, 5+ (a plus is a censoring): S is 4/5, 4/5 · 2/3 = 8/15, 8/15 · 1/2 = 4/15 at the three deaths. */
const five = `
  patient sex arm days status
  P1      f   A   1    dead
  P2      f   A   2    alive
  P3      f   A   3    dead
  P4      m   B   4    dead
  P5      m   B   5    alive`;

const endpoint = "{ time: days, event: { status: dead } }";

function run(options: string, patients = five, os = endpoint, more = ""): Results {
  return runTiny(
    `${more}cohorts: { all: { rows: patients } }
endpoints: { os: ${os} }
analyses: [{ id: os, method: survival, cohort: all, endpoint: os${options === "" ? "" : `, ${options}`} }]
`,
    { patients },
  );
}

const z = 1.959963984540054;

/** The log-log limits of S with Greenwood's sum v: S^exp(±z √v / log S). */
function logLog(s: number, v: number): [number, number] {
  const half = (z * Math.sqrt(v)) / Math.log(s);
  return [s ** Math.exp(-half), s ** Math.exp(half)];
}

describe("survival", () => {
  const results = run("at: [0.5, 1, 2, 4.5, 5, 6]");

  it("gives the curve, one entry per distinct time", () => {
    const { series, estimate } = resultOf(results, { name: "curve" });
    expect(series).toMatchObject({
      time: [1, 2, 3, 4, 5],
      atRisk: [5, 4, 3, 2, 1],
      events: [1, 0, 1, 1, 0],
      censored: [0, 1, 0, 0, 1],
    });
    const expected = [4 / 5, 4 / 5, 8 / 15, 4 / 15, 4 / 15];
    series!.survival.forEach((s, j) => {
      expect(s).toBeCloseTo(expected[j], 14);
    });
    expect(estimate).toEqual({ value: series!.survival[4] });
  });

  it("reads off median and quartiles; a quantile that the curve does not come down to is not reached", () => {
    expect(resultOf(results, { name: "median" })).toMatchObject({
      estimate: { value: 4 },
      unit: "days",
      n: 5,
      events: 3,
    });
    expect(resultOf(results, { name: "quantile", level: "0.25" }).estimate).toEqual({ value: 3 });
    expect(resultOf(results, { name: "quantile", level: "0.75" })).toMatchObject({
      estimate: { notReached: true },
      interval: { upper: null, level: 0.95, method: "log-log" },
    });
  });

  it("takes the middle of the interval over which the curve is one half", () => {
    const rows = "patient days status\nP1 1 dead\nP2 2 dead\nP3 4 dead\nP4 9 alive\n";
    expect(numberOf(run("", rows), { name: "median" })).toBe(3);
  });

  it("gives survival at times with its interval", () => {
    const { estimate, interval, unit } = resultOf(results, { name: "survival", at: 4.5 });
    expect((estimate as { value: number }).value).toBeCloseTo(4 / 15, 14);
    const [lower, upper] = logLog(4 / 15, 1 / 20 + 1 / 6 + 1 / 2);
    expect(interval!.lower).toBeCloseTo(lower, 12);
    expect(interval!.upper).toBeCloseTo(upper, 12);
    expect({ ...interval, lower: 0, upper: 0, unit }).toEqual({
      lower: 0,
      upper: 0,
      level: 0.95,
      method: "log-log",
      unit: "probability",
    });
  });

  it("does not define an interval before the first event, where the variance is 0", () => {
    expect(resultOf(results, { name: "survival", at: 0.5 })).toMatchObject({
      estimate: { value: 1 },
      interval: { lower: null, upper: null },
    });
  });

  it("does not estimate survival beyond the last observation, unless the curve has come down to 0", () => {
    const beyond = resultOf(results, { name: "survival", at: 6 });
    expect(beyond.estimate).toEqual({ notEstimable: "last observation at 5 days" });
    expect(beyond).not.toHaveProperty("interval");
    const dead = run("at: 60", "patient days status\nP1 1 dead\nP2 51 dead\n");
    expect(numberOf(dead, { name: "survival", at: 60 })).toBe(0);
  });

  it("counts survivors: observed without the event at the time, one censored then among them", () => {
    const counted = [0.5, 1, 2, 4.5, 5, 6].map((at) => resultOf(results, { name: "survivors", at }));
    expect(counted.map(({ estimate }) => estimate)).toEqual([5, 4, 4, 1, 1, 0].map((value) => ({ value })));
    expect(counted.map(({ notes }) => notes)).toEqual([[], [], [], [], [], ["last observation at 5 days"]]);
    expect(counted[0].unit).toBe("patients");
  });

  it("gives the crude share with its exact interval where nobody was censored before, and only there", () => {
    const all = resultOf(results, { name: "crudeSurvival", at: 0.5 });
    expect(all).toMatchObject({
      estimate: { value: 1 },
      interval: { upper: 1, level: 0.95, method: "Clopper–Pearson" },
    });
    expect(all.interval!.lower).toBeCloseTo(0.025 ** (1 / 5), 13);
    // One censored at 2 itself was observed to 2.
    expect(numberOf(results, { name: "crudeSurvival", at: 2 })).toBe(4 / 5);
    const censored = resultOf(results, { name: "crudeSurvival", at: 4.5 });
    expect(censored.estimate).toEqual({ notEstimable: "1 of 5 rows censored before 4.5 days" });
    expect(censored).not.toHaveProperty("interval");
  });

  it("gives the crude share of 0 survivors a one-sided look: 1 − 0.025^(1/n)", () => {
    const dead = run("at: 60", "patient days status\nP1 1 dead\nP2 51 dead\n");
    const { estimate, interval } = resultOf(dead, { name: "crudeSurvival" });
    expect(estimate).toEqual({ value: 0 });
    expect(interval!.lower).toBe(0);
    expect(interval!.upper).toBeCloseTo(1 - 0.025 ** (1 / 2), 13);
  });

  it("gives the shortest, longest and last time, and how it ends", () => {
    expect(numberOf(results, { name: "shortestTime" })).toBe(1);
    expect(numberOf(results, { name: "longestTime" })).toBe(5);
    expect(resultOf(results, { name: "lastObservation" })).toMatchObject({
      estimate: { value: 5 },
      notes: ["ends with a censoring"],
    });
    const dead = run("", "patient days status\nP1 1 dead\nP2 51 dead\n");
    expect(resultOf(dead, { name: "lastObservation" }).notes).toEqual(["ends with an event"]);
  });

  it("gives the mean restricted to the longest time, or to tau; beyond the last observation it is not estimable", () => {
    const area = 1 + 2 * (4 / 5) + 8 / 15 + 4 / 15;
    expect(numberOf(results, { name: "restrictedMean", at: 5 })).toBeCloseTo(area, 13);
    expect(numberOf(run("tau: 3.5"), { name: "restrictedMean", at: 3.5 })).toBeCloseTo(
      1 + 2 * (4 / 5) + 0.5 * (8 / 15),
      13,
    );
    expect(resultOf(run("tau: 6"), { name: "restrictedMean" }).estimate).toEqual({
      notEstimable: "last observation at 5 days",
    });
    // Greenwood: the area beyond each death squared, times d / (n (n − d)).
    const v = [2.4, 0.8, 4 / 15].map((right) => right ** 2);
    const reach = z * Math.sqrt(v[0] / 20 + v[1] / 6 + v[2] / 2);
    expect(resultOf(results, { name: "restrictedMean" }).interval!.upper).toBeCloseTo(area + reach, 12);
  });

  it("has no interval of a mean whose variance is 0, and no mean up to 0", () => {
    const alive = resultOf(run("", five.replaceAll("dead", "alive")), { name: "restrictedMean" });
    expect(alive).toMatchObject({ estimate: { value: 5 }, interval: { lower: null, upper: null } });
    const atZero = run("by: sex", "patient sex days status\nP1 f 0 dead\nP2 m 5 dead\n");
    for (const { estimate } of atZero.results.filter(({ name }) => name === "restrictedMean"))
      expect(estimate).toEqual({ notEstimable: "the longest time is 0" });
  });

  it("gives results in the endpoint's unit; times that are converted meet the days that they stand for", () => {
    const inYears = run(
      "at: [0.1]",
      "patient months status\nP1 1.2 dead\nP2 2.4 alive\n",
      "{ time: months, event: { status: dead }, unit: years }",
    );
    expect(numberOf(inYears, { name: "median" })).toBeCloseTo(0.15, 14);
    expect(numberOf(inYears, { name: "survival", at: 0.1 })).toBe(0.5);
    expect(inYears.analyses[0].conventions.at(-1)).toBe(
      "Ties are decided in months; a month is 365.25 / 12 days, a year 365.25.",
    );
  });

  it("takes each type and level of interval", () => {
    const limits = (confidence: string) =>
      resultOf(run(`at: 1, confidence: ${confidence}`), { name: "survival" }).interval!;
    const half = z * 0.8 * Math.sqrt(1 / 20);
    expect(limits("{ type: plain }")).toMatchObject({ upper: 1, method: "plain" });
    expect(limits("{ type: plain }").lower).toBeCloseTo(0.8 - half, 13);
    expect(limits("{ type: log }").lower).toBeCloseTo(0.8 * Math.exp(-half / 0.8), 13);
    expect(limits("{ level: 0.9 }").level).toBe(0.9);
    expect(limits("{ level: 0.9 }").lower).toBeGreaterThan(limits("{ level: 0.95 }").lower!);
    expect(run("confidence: { level: 0.9, type: logit }").analyses[0].conventions[1]).toBe(
      "90 % confidence intervals of survival and its quantiles on the logit scale (Greenwood's variance).",
    );
  });

  it("takes late entries into the risk set only from then on", () => {
    // At 1 three of four are there; the fourth enters at 2. S: 2/3, 2/3 · 2/3, 4/9 · 1/2
    const rows = "patient days entry_days status\nP1 1 - dead\nP2 3 - dead\nP3 4 - dead\nP4 5 2 alive\n";
    const late = run("at: [2, 4]", rows, "{ time: days, entry: entry_days, event: { status: dead } }");
    expect(resultOf(late, { name: "curve" }).series!.atRisk).toEqual([3, 3, 2, 1]);
    expect(numberOf(late, { name: "survival", at: 4 })).toBeCloseTo(2 / 9, 14);
    expect(resultOf(late, { name: "crudeSurvival", at: 2 }).estimate).toEqual({
      notEstimable: "rows observed only from after time zero",
    });
  });

  it("keeps who has the event at time zero at risk there, late entries or not", () => {
    const rows = "patient days entry_days status\nP1 0 - dead\nP2 3 1 dead\nP3 4 - alive\n";
    const late = run("at: 0", rows, "{ time: days, entry: entry_days, event: { status: dead } }");
    expect(numberOf(late, { name: "survival", at: 0 })).toBe(0.5);
    expect(late.analyses[0].notes).toContain("1 row ends at time zero");
    const early = run("at: 0", rows);
    expect(numberOf(early, { name: "survival", at: 0 })).toBeCloseTo(2 / 3, 14);
  });

  it("is refused for a cohort with nobody in it, naming the step that emptied it", () => {
    const nobody = (cohort: string) => () =>
      runTiny(
        "cohorts:\n  all: { rows: patients }\n  old: { from: all, where: [{ days: { over: 3 } }, { arm: A, otherwise: Not arm A }] }\n  men: { from: old, where: { sex: m } }\nendpoints: { os: { time: days, event: { status: dead } } }\nanalyses: [{ id: os, method: survival, cohort: " +
          cohort +
          ", endpoint: os }]\n",
        { patients: five },
      );
    const old =
      "5 in All, 2 after “Days is over 3” (3 left out: Days is not over 3), 0 after “Arm is A” (2 left out: Not arm A)";
    expect(studyErrorOf(nobody("men")).message).toContain(
      `nobody is in the cohort “men”: ${old}, 0 after “Sex is Male”`,
    );
    expect(studyErrorOf(nobody("old")).message).toBe(
      `study.yaml, line 9, column 48: analyses[0].cohort: nobody is in the cohort “old”: ${old}`,
    );
  });
});

describe("survival of groups", () => {
  const results = run("by: sex, at: 4");

  it("gives everyone, then each group", () => {
    const medians = results.results.filter(({ name }) => name === "median");
    expect(medians.map(({ group, estimate, n, events }) => [group, estimate, n, events])).toEqual([
      [{}, { value: 4 }, 5, 3],
      [{ sex: "f" }, { value: 3 }, 3, 2],
      [{ sex: "m" }, { value: 4.5 }, 2, 1],
    ]);
  });

  it("restricts the mean to the shortest of the groups' longest times", () => {
    const means = results.results.filter(({ name }) => name === "restrictedMean");
    expect(means.map(({ at }) => at)).toEqual([3, 3, 3]);
    // of the women: 1 · 1 + 2 · 2/3
    expect(numberOf(results, { name: "restrictedMean", group: { sex: "f" } })).toBeCloseTo(7 / 3, 14);
    expect(results.analyses[0].conventions).toContain(
      "Restricted mean survival up to 3 days, the shortest of the groups' longest times.",
    );
  });

  it("compares them by the log-rank test, and two small groups by the exact one", () => {
    // O − E of the men: −2/5 at 1, −2/3 at 3, 1 − 2/2 at 4; V = 6/25 + 2/9
    const chiSquared = (2 / 5 + 2 / 3) ** 2 / (6 / 25 + 2 / 9);
    expect(numberOf(results, { name: "statistic", test: "log-rank" })).toBeCloseTo(chiSquared, 13);
    expect(numberOf(results, { name: "degreesOfFreedom", test: "log-rank" })).toBe(1);
    // Scores H − event: 1/5 − 1, 1/5, 8/15 − 1, 31/30 − 1, 31/30. The men's sum is the largest or, negated about the mean, as far as it of 10 pairs.
    const scores = [-0.8, 0.2, 8 / 15 - 1, 1 / 30, 31 / 30];
    const sums = scores.flatMap((a, i) => scores.slice(i + 1).map((b) => a + b));
    const share = sums.filter((sum) => Math.abs(sum) >= Math.abs(sums.at(-1)!) - 1e-12).length / sums.length;
    expect(numberOf(results, { name: "pValue", test: "exact log-rank" })).toBeCloseTo(share, 14);
    expect(results.analyses[0].conventions).toEqual(
      expect.arrayContaining([
        "Groups of Sex compared by the log-rank test, two-sided.",
        "The two groups also compared by the exact permutation log-rank test, as up to 60 rows are.",
      ]),
    );
  });

  it("speaks of the exact test only where it was made, and says why not where it was asked for", () => {
    const exact = (options: string, rows?: string) => {
      const { analyses, results: made } = run(options, rows);
      return {
        made: made.some(({ test }) => test === "exact log-rank"),
        said: analyses[0].conventions.some((one) => one.includes("exact permutation")),
        notes: analyses[0].notes,
      };
    };
    expect(exact("by: sex, exact: true")).toEqual({ made: true, said: true, notes: [] });
    expect(exact("by: sex, exact: false")).toEqual({ made: false, said: false, notes: [] });
    const rows = five.replace("m   B   5", "m   C   5");
    expect(exact("by: arm", rows)).toEqual({ made: false, said: false, notes: [] });
    expect(exact("by: arm, exact: true", rows).notes).toEqual(["No exact log-rank test: it compares two groups"]);
    expect(exact("by: sex, rho: 1, exact: true").notes).toEqual([
      "No exact log-rank test: it knows neither rho nor strata",
    ]);
    // Of two women among 61 all relabellings could well be counted: 61 · 60 / 2.
    const rowsOf = (n: number) =>
      `patient sex days status\n${Array.from({ length: n }, (_, i) => `P${i} ${i < 2 ? "f" : "m"} ${i + 1} dead`).join("\n")}`;
    expect(exact("by: sex", rowsOf(60)).made).toBe(true);
    expect(exact("by: sex, exact: true", rowsOf(61)).made).toBe(true);
    expect(exact("by: sex", rowsOf(61))).toEqual({ made: false, said: false, notes: [] });
  });

  it("makes no exact test of late entries, and leaves out who has no stratum", () => {
    const rows = "patient sex days entry_days status\nP1 f 1 - dead\nP2 m 2 1 dead\nP3 m 3 1 alive\n";
    const late = run("by: sex, exact: true", rows, "{ time: days, entry: entry_days, event: { status: dead } }");
    expect(late.analyses[0].notes).toContain("No exact log-rank test: rows were observed only from after time zero");
    const some = run("by: sex, strata: arm", five.replace("P1      f   A", "P1      f   -"));
    expect(some.analyses[0].excluded).toEqual([{ reason: "Arm not recorded", rows: 1, patients: 1 }]);
    expect(resultOf(some, { name: "curve", group: {} }).n).toBe(4);
  });

  it("names the test by its weights, strata and trend", () => {
    const tests = (options: string) => [
      ...new Set(run(options).results.flatMap(({ test }) => (test === undefined ? [] : [test]))),
    ];
    expect(tests("by: sex, rho: 1, exact: false")).toEqual(["Peto–Peto"]);
    expect(tests("by: sex, rho: 0.5, trend: true, exact: false")).toEqual([
      "Harrington–Fleming (rho = 0.5)",
      "Harrington–Fleming (rho = 0.5) for trend",
    ]);
    expect(tests("by: arm, strata: sex")).toEqual(["stratified log-rank"]);
    const { conventions } = run("by: arm, strata: sex, trend: [0, 2, 5]").analyses[0];
    expect(conventions).toContain("Groups of Arm compared by the log-rank test, stratified by Sex, two-sided.");
    expect(conventions).toContain("Test for trend over the groups with the scores 0, 2 and 5.");
  });

  it("takes as scores of a trend those of the groups that somebody has", () => {
    const rows = five.replace("m   B   4", "m   C   4").replace("m   B   5", "m   C   5");
    const trend = (options: string) =>
      numberOf(run(`by: arm, ${options}, exact: false`, rows), { name: "pValue", test: "log-rank for trend" });
    const two = numberOf(run("by: sex", five), { name: "pValue", test: "log-rank" });
    expect(trend("trend: [0, 7, 1]")).toBeCloseTo(two, 13);
    expect(trend("trend: true")).toBeCloseTo(two, 13);
  });

  it("leaves out who has no group, and adds up to everyone", () => {
    const some = run("by: sex", five.replace("P1      f", "P1      -"));
    expect(some.analyses[0].excluded).toEqual([{ reason: "Sex not recorded", rows: 1, patients: 1 }]);
    expect(some.results.filter(({ name }) => name === "median").map(({ n }) => n)).toEqual([4, 2, 2]);
  });

  it("groups by two factors, and says which combinations nobody has", () => {
    const both = run("by: [sex, arm]");
    expect(both.results.filter(({ name }) => name === "median").map(({ group }) => group)).toEqual([
      {},
      { sex: "f", arm: "A" },
      { sex: "m", arm: "B" },
    ]);
    expect(both.analyses[0].notes).toContain("Nobody has Sex: Male, Arm: A");
  });

  it("makes no test of one group, none without an event, and none where one group alone was at risk", () => {
    const one = run("by: sex", five.replaceAll("m   B", "f   B"));
    expect(one.results.some(({ test }) => test !== undefined)).toBe(false);
    expect(one.analyses[0].notes).toEqual(["Nobody has Sex: Male", "No test: all rows have Sex: Female"]);
    expect(one.analyses[0].conventions.some((convention) => convention.includes("compared"))).toBe(false);
    const tests = (rows: string) =>
      run("by: sex", rows)
        .results.filter(({ test }) => test !== undefined)
        .map(({ estimate }: Result) => estimate);
    expect(tests(five.replaceAll("dead", "alive"))).toEqual(Array(4).fill({ notEstimable: "no events to compare" }));
    const alone = "patient sex days status\nP1 f 1 alive\nP2 m 2 dead\nP3 m 3 dead\n";
    const why = { notEstimable: "one group only was at risk when the events happened" };
    expect(tests(alone).slice(0, 3)).toEqual([why, why, why]);
  });

  it("notes that several rows of a patient are treated as independent", () => {
    const repeated = runTiny(
      "cohorts: { all: { rows: operations } }\nendpoints: { os: { from: operations.date, to: seen, event: { status: dead }, unit: days } }\nanalyses: [{ id: os, method: survival, cohort: all, endpoint: os, at: 1 }]\n",
      {
        patients: "patient seen status\nP1 1990-03-01 dead\nP2 1990-03-01 alive\n",
        operations: "patient number date\nP1 1 1990-01-01\nP1 2 1990-02-01\nP2 1 1990-01-01\n",
      },
    );
    expect(repeated.analyses[0].notes).toEqual(["1 patient contributes more than one row; treated as independent"]);
    expect(resultOf(repeated, { name: "survivors" }).unit).toBe("rows");
  });
});
