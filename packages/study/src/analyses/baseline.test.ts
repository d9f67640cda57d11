import { describe, expect, it } from "vitest";
import type { Result, Results } from "../results.js";
import { numberOf, resultOf, runTiny, studyErrorOf } from "../testing/tiny-study.js";

const patients = `
  patient sex arm age weight
  P1      f   A   1   -
  P2      f   A   2   10
  P3      m   B   3   -
  P4      m   B   4   20
  P5      -   C   9   30
  P6      f   -   5   40`;

function table(options: string, rows = patients, more = ""): Results {
  return runTiny(
    `cohorts: { all: { rows: patients } }\n${more}analyses: [{ id: b, method: baseline, cohort: all, ${options} }]\n`,
    { patients: rows },
  );
}

const tested = (results: Results, factor: string): Pick<Result, "test" | "estimate" | "n"> => {
  const { test, estimate, n } = resultOf(results, { name: "pValue", factor });
  return { test, estimate, n };
};

describe("baseline", () => {
  it("counts levels, of those with a value; the missing stand apart", () => {
    const results = table("factors: sex");
    expect(results.results.map(({ name, level, estimate, n }) => [name, level, estimate, n])).toEqual([
      ["count", "f", { value: 3 }, 5],
      ["proportion", "f", { value: 3 / 5 }, 5],
      ["count", "m", { value: 2 }, 5],
      ["proportion", "m", { value: 2 / 5 }, 5],
      ["missing", undefined, { value: 1 }, 6],
    ]);
  });

  it("summarises numbers in their unit", () => {
    const results = table("factors: age");
    // 1 2 3 4 5 9: mean 4, squares 9 + 4 + 1 + 0 + 1 + 25
    const of = (name: Result["name"]) => numberOf(results, { name });
    expect([of("median"), of("lowerQuartile"), of("upperQuartile"), of("minimum"), of("maximum")]).toEqual([
      3.5, 2.25, 4.75, 1, 9,
    ]);
    expect(of("mean")).toBe(4);
    expect(of("standardDeviation")).toBeCloseTo(Math.sqrt(40 / 5), 14);
    expect(resultOf(results, { name: "mean" })).toMatchObject({ unit: "years", n: 6 });
  });

  it("gives everyone with a group, then each group that somebody has; rows without a group are left out", () => {
    const results = table("factors: [age, weight], by: arm");
    expect(results.analyses[0].excluded).toEqual([{ reason: "Arm not recorded", rows: 1, patients: 1 }]);
    const means = results.results.filter(({ name, factor }) => name === "mean" && factor === "age");
    expect(means.map(({ group, estimate, n }) => [group, estimate, n])).toEqual([
      [{}, { value: 19 / 5 }, 5],
      [{ arm: "A" }, { value: 1.5 }, 2],
      [{ arm: "B" }, { value: 3.5 }, 2],
      [{ arm: "C" }, { value: 9 }, 1],
    ]);
    expect(resultOf(results, { name: "missing", factor: "weight", group: { arm: "A" } })).toMatchObject({
      estimate: { value: 1 },
      n: 2,
    });
  });

  it("says why there is no spread of one value, and nothing of none", () => {
    const results = table("factors: [weight, sex], by: arm", patients.replace("B   4   20", "B   4   -"));
    expect(resultOf(results, { name: "standardDeviation", group: { arm: "A" } }).estimate).toEqual({
      notEstimable: "one value only",
    });
    expect(resultOf(results, { name: "median", group: { arm: "B" } }).estimate).toEqual({
      notEstimable: "nothing recorded",
    });
    expect(resultOf(results, { name: "proportion", level: "f", group: { arm: "C" } }).estimate).toEqual({
      notEstimable: "nothing recorded",
    });
  });

  it("names combinations that nobody has, and makes groups of two factors", () => {
    const results = table("factors: age, by: [sex, arm]");
    expect(results.results.filter(({ name }) => name === "mean").map(({ group }) => group)).toEqual([
      {},
      { sex: "f", arm: "A" },
      { sex: "m", arm: "B" },
    ]);
    expect(results.analyses[0].notes).toContain("Nobody has Sex: Female, Arm: B");
  });

  it("is refused where nobody has a group", () => {
    expect(studyErrorOf(() => table("factors: age, by: cause")).message).toContain(
      "analyses[0].cohort: none of the 6 rows of “all” can be analysed (6 left out: Cause of death not recorded)",
    );
  });

  it("makes no test unless it is asked for", () => {
    expect(table("factors: [sex, age], by: arm").results.some(({ name }) => name === "pValue")).toBe(false);
    const [analysis] = table("factors: age, tests: true").analyses;
    expect(analysis.notes).toEqual(["No tests: there is one group only"]);
    expect(analysis.conventions.join(" ")).not.toContain("compared");
  });
});

describe("baseline with tests", () => {
  // 8 + 2 and 2 + 8: every expected count is 5
  const twenty = (counts: [string, string, number][]) =>
    `patient sex arm age\n${counts
      .flatMap(([sex, arm, n], k) => Array.from({ length: n }, (_, i) => `P${k}${i} ${sex} ${arm} 1`))
      .join("\n")}`;

  it("compares counts by the chi-square test, without continuity correction, where every expected count is 5 or more", () => {
    const rows = twenty([
      ["f", "A", 8],
      ["m", "A", 2],
      ["f", "B", 2],
      ["m", "B", 8],
    ]);
    // χ² = 20 (8·8 − 2·2)² / 10⁴ = 7.2 with one degree of freedom; R: pchisq(7.2, 1, lower = FALSE)
    const { test, estimate, n } = tested(table("factors: sex, by: arm, tests: true", rows), "sex");
    expect({ test, n }).toEqual({ test: "chi-square", n: 20 });
    expect((estimate as { value: number }).value).toBeCloseTo(0.00729035809153564, 14);
  });

  it("compares them by Fisher's exact test where one is below 5", () => {
    const results = table("factors: sex, by: arm, tests: true", "patient sex arm\nP1 f A\nP2 f A\nP3 m B\nP4 m B\n");
    // Both of the extreme tables of the 4 over 2 = 6.
    expect(tested(results, "sex")).toMatchObject({ test: "Fisher exact", n: 4 });
    expect((tested(results, "sex").estimate as { value: number }).value).toBeCloseTo(2 / 6, 14);
    expect(results.analyses[0].conventions[1]).toBe(
      "Groups of Arm compared by the Wilcoxon rank-sum or Kruskal–Wallis test for numbers, and for counts by the chi-square test or, where an expected count is below 5, Fisher's exact test.",
    );
  });

  it("compares numbers by ranks or by means, of two groups or more", () => {
    const two = "patient arm age\nP1 A 1\nP2 A 3\nP3 B 5\nP4 B 9\n";
    const six = "patient arm age\nP1 A 1\nP2 A 2\nP3 B 3\nP4 B 4\nP5 C 5\nP6 C 6\n";
    const p = (tests: string, rows: string) => tested(table(`factors: age, by: arm, tests: ${tests}`, rows), "age");
    const expectP = (found: ReturnType<typeof p>, test: string, value: number) => {
      expect(found.test).toBe(test);
      expect((found.estimate as { value: number }).value).toBeCloseTo(value, 13);
    };
    expectP(p("true", two), "Wilcoxon rank-sum", 2 / 6);
    // Welch: t = −√5 with 25/17 degrees of freedom; R: 2 pt(−√5, 25/17)
    expectP(p("means", two), "Welch t-test", 0.198727388934526);
    // H = 12/42 (3²/2 + 7²/2 + 11²/2) − 21 = 32/7: e^(−16/7)
    expectP(p("ranks", six), "Kruskal–Wallis", Math.exp(-16 / 7));
    // F = 8 / 0.5 = 16 with 2 and 3 degrees of freedom: (1 + 2·16/3)^(−3/2)
    expectP(p("means", six), "analysis of variance", (1 + 32 / 3) ** -1.5);
  });

  it("says why there is nothing to test", () => {
    const rows = "patient sex arm age weight\nP1 f A 1 -\nP2 f A 1 -\nP3 f B 1 3\nP4 f B 1 4\n";
    const results = table("factors: [sex, age, weight], by: arm, tests: true", rows);
    expect(tested(results, "sex").estimate).toEqual({ notEstimable: "no difference to test" });
    expect(tested(results, "age").estimate).toEqual({ notEstimable: "no difference to test" });
    expect(tested(results, "weight").estimate).toEqual({ notEstimable: "values in one group only" });
  });
});
