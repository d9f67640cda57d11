import { describe, expect, it } from "vitest";
import type { Results } from "../results.js";
import { numberOf, resultOf, runTiny, studyErrorOf } from "../testing/tiny-study.js";

/** The partial likelihood of men against women is θ²/(2(θ + 1)²(θ + 2)), largest at θ = (1 + √17)/2. */
const four = `
  patient sex arm age weight days status
  P1      m   A   40  -      1    dead
  P2      f   A   60  1      2    dead
  P3      m   B   50  2      3    dead
  P4      f   B   70  3      4    alive`;
const theta = (1 + Math.sqrt(17)) / 2;

function run(options: string, patients = four, more = ""): Results {
  return runTiny(
    `cohorts: { all: { rows: patients } }
endpoints: { os: { time: days, event: { status: dead } } }
${more}analyses: [{ id: cox, method: factors, cohort: all, endpoint: os, ${options} }]
`,
    { patients },
  );
}

const says = (options: string, patients?: string, more?: string) =>
  studyErrorOf(() => run(options, patients, more)).message;

describe("factors", () => {
  it("gives the hazard ratio of each level with its interval and p, the reference being 1", () => {
    const results = run("univariable: sex");
    expect(resultOf(results, { name: "hazardRatio", level: "f" })).toMatchObject({
      estimate: { value: 1 },
      model: "univariable",
      factor: "sex",
      n: 2,
      events: 1,
      notes: ["reference"],
    });
    const men = resultOf(results, { name: "hazardRatio", level: "m" });
    expect(men).toMatchObject({ n: 2, events: 2, unit: "ratio", interval: { level: 0.95, method: "Wald" }, notes: [] });
    expect(numberOf(results, { name: "hazardRatio", level: "m" })).toBeCloseTo(theta, 8);
    // The information: p (1 − p) summed over the deaths, p the share of θ at risk.
    const information = [theta / (theta + 1), theta / (theta + 2), theta / (theta + 1)].reduce(
      (sum, p) => sum + p * (1 - p),
      0,
    );
    expect(men.interval!.upper).toBeCloseTo(theta * Math.exp(1.959963984540054 / Math.sqrt(information)), 7);
    expect(men.interval!.lower).toBeCloseTo(theta * Math.exp(-1.959963984540054 / Math.sqrt(information)), 8);
  });

  it("takes the study's reference and gives the inverse of the ratio", () => {
    const results = run("univariable: gender", four, "factors: { gender: { of: sex, reference: m } }\n");
    expect(numberOf(results, { name: "hazardRatio", level: "f" })).toBeCloseTo(1 / theta, 8);
  });

  it("scales the ratio of a number by `per`, and says so", () => {
    const results = run("univariable: [age, decades]", four, "factors: { decades: { of: age, per: 10 } }\n");
    const year = numberOf(results, { name: "hazardRatio", factor: "age" });
    expect(numberOf(results, { name: "hazardRatio", factor: "decades" })).toBeCloseTo(year ** 10, 9);
    expect(resultOf(results, { name: "hazardRatio", factor: "decades" }).notes).toEqual(["per 10 years"]);
    expect(resultOf(results, { name: "hazardRatio", factor: "age" })).not.toHaveProperty("level");
  });

  it("gives what judges a model: concordance, proportional hazards, and of the multivariable one the whole", () => {
    const results = run("univariable: sex, multivariable: [sex, arm]");
    // Pairs with a first death: P1 before all, P2 before P3 and P4, P3 before P4; men before women: P1–P2, P1–P4, P3–P4 agree, P2–P3 does not.
    expect(numberOf(results, { name: "concordance", model: "univariable" })).toBeCloseTo((3 + 0.5 * 2) / 6, 14);
    expect(
      results.results
        .filter(({ model }) => model === "multivariable")
        .map(({ name, factor, test }) => [name, factor, test]),
    ).toEqual([
      ["hazardRatio", "sex", undefined],
      ["hazardRatio", "sex", undefined],
      ["pValue", "sex", "Wald"],
      ["proportionalHazards", "sex", "Grambsch–Therneau"],
      ["hazardRatio", "arm", undefined],
      ["hazardRatio", "arm", undefined],
      ["pValue", "arm", "Wald"],
      ["hazardRatio", "arm", undefined],
      ["proportionalHazards", "arm", "Grambsch–Therneau"],
      ["proportionalHazards", undefined, "Grambsch–Therneau"],
      ["pValue", undefined, "likelihood ratio"],
      ["concordance", undefined, undefined],
    ]);
  });

  it("tests a factor of more than two levels as a whole by the likelihood ratio", () => {
    const levels = (arms: string) =>
      `patient arm days status\n${[...arms].map((arm, i) => `P${i} ${arm} ${i + 1} dead`).join("\n")}`;
    const results = run("univariable: arm", levels("ABCABC"));
    expect(resultOf(results, { test: "likelihood ratio" })).toMatchObject({ name: "pValue", factor: "arm", n: 6 });
    // Of the three arms nobody has C: the two others have Wald's test alone.
    expect(run("univariable: [sex, arm]").results.some(({ test }) => test === "likelihood ratio")).toBe(false);
  });

  it("says of a level that nobody has that there are no rows", () => {
    const results = run("univariable: arm");
    expect(resultOf(results, { name: "hazardRatio", level: "C" })).toMatchObject({
      estimate: { notEstimable: "no rows" },
      n: 0,
    });
    expect(results.results.some(({ level, name }) => level === "C" && name === "pValue")).toBe(false);
  });

  it("leaves out of each model who lacks a factor of it, and counts them by model", () => {
    const results = run("univariable: [sex, weight], multivariable: [sex, weight]");
    expect(results.analyses[0].excluded).toEqual([
      { reason: "Weight not recorded (left out of the univariable model of Weight only)", rows: 1, patients: 1 },
      { reason: "Weight not recorded (left out of the multivariable model only)", rows: 1, patients: 1 },
    ]);
    expect(resultOf(results, { name: "concordance", factor: "sex" }).n).toBe(4);
    expect(resultOf(results, { name: "concordance", factor: "weight" }).n).toBe(3);
  });

  it("names a coefficient whose likelihood has no maximum, in words, and notes it", () => {
    const rows = four.replace("P2      f   A   60  1      2    dead", "P2      f   A   60  1      2    alive");
    const results = run("univariable: sex", rows);
    const why = { notEstimable: "it separates the rows with the event from those without" };
    expect(resultOf(results, { name: "hazardRatio", level: "m" })).toMatchObject({
      estimate: why,
      notes: ["monotone likelihood"],
    });
    expect(resultOf(results, { name: "hazardRatio", level: "m" })).not.toHaveProperty("interval");
    expect(resultOf(results, { name: "pValue", test: "Wald" }).estimate).toEqual(why);
    expect(resultOf(results, { name: "proportionalHazards" }).estimate).toEqual({
      notEstimable: "the likelihood has no maximum",
    });
    expect(results.analyses[0].notes).toEqual(["Monotone likelihood in the univariable model of Sex: sex=m"]);
    const women = run("univariable: gender", rows, "factors: { gender: { of: sex, reference: m } }\n");
    expect(resultOf(women, { name: "hazardRatio", level: "f" }).estimate).toEqual({
      notEstimable: "none of the 2 rows had the event",
    });
  });

  it("names what the factors before it determine", () => {
    const results = run("univariable: age, multivariable: [sex, gender]", four, "factors: { gender: { of: sex } }\n");
    expect(resultOf(results, { name: "hazardRatio", factor: "gender", level: "m" }).estimate).toEqual({
      notEstimable: "determined by the factors before it",
    });
    expect(numberOf(results, { name: "hazardRatio", factor: "sex", level: "m" })).toBeCloseTo(theta, 8);
    const early = "patient sex days status\nP1 f 1 alive\nP2 m 2 dead\nP3 m 3 dead\n";
    expect(resultOf(run("univariable: sex", early), { name: "hazardRatio", level: "m" }).estimate).toEqual({
      notEstimable: "it does not vary among the rows at risk when an event happened",
    });
  });

  it("has no ratios without an event", () => {
    const results = run("univariable: sex, multivariable: [sex, age]", four.replaceAll("dead", "alive"));
    const estimates = results.results
      .filter(({ notes }) => !notes.includes("reference"))
      .map(({ estimate }) => estimate);
    expect(estimates.every((estimate) => "notEstimable" in estimate)).toBe(true);
    expect(resultOf(results, { name: "hazardRatio", model: "univariable", level: "m" }).estimate).toEqual({
      notEstimable: "no events",
    });
  });

  it("takes Breslow's and the exact likelihood of ties, and says which", () => {
    const tied = "patient sex days status\nP1 m 1 dead\nP2 f 1 dead\nP3 f 2 alive\nP4 m 3 dead\nP5 f 3 alive\n";
    const ratio = (ties: string) =>
      numberOf(run(`univariable: sex, ties: ${ties}`, tied), { name: "hazardRatio", level: "m" });
    // Breslow: θ²/((2θ + 3)²(θ + 1)); 2/θ − 4/(2θ + 3) − 1/(θ + 1) = 0 at θ = (3 + √33)/2 · … : −2θ² + 3θ + 6 = 0
    expect(ratio("breslow")).toBeCloseTo((3 + Math.sqrt(57)) / 4, 8);
    // Exact: θ²/((θ² + 6θ + 3)(θ + 1)): −θ³ + … ; 2/θ − (2θ + 6)/(θ² + 6θ + 3) − 1/(θ + 1) = 0
    const exact = ratio("exact");
    expect(2 / exact - (2 * exact + 6) / (exact ** 2 + 6 * exact + 3) - 1 / (exact + 1)).toBeCloseTo(0, 9);
    expect(run("univariable: sex, ties: exact", tied).analyses[0].conventions[0]).toContain(
      "ties by the exact discrete likelihood",
    );
    expect(run("univariable: sex", tied).analyses[0].conventions[0]).toContain("ties by Efron's approximation");
  });

  it("compares within strata only", () => {
    // Stratum A: P1 against P2: θ/(θ + 1), then nobody to compare; stratum B: P3 against P4. The likelihood rises for ever.
    const results = run("univariable: sex, strata: arm");
    expect(resultOf(results, { name: "hazardRatio", level: "m" }).estimate).toEqual({
      notEstimable: "it separates the rows with the event from those without",
    });
    expect(results.analyses[0].conventions[0]).toContain(", stratified by Arm;");
  });

  it("clusters rows by patient, and says so", () => {
    const repeated = (ties: string) =>
      runTiny(
        `cohorts: { all: { rows: operations } }
endpoints: { os: { from: operations.date, to: seen, event: { status: dead }, unit: days } }
factors: { stage: { of: grade } }
analyses: [{ id: cox, method: factors, cohort: all, endpoint: os, univariable: [margin, sex, number, stage], multivariable: margin, ties: ${ties} }]
`,
        {
          patients:
            "patient sex seen status grade\nP1 f 1990-03-01 dead 1\nP2 m 1990-04-01 dead 2\nP3 f 1990-05-01 alive 3\nP4 m 1990-02-15 dead 1\n",
          operations:
            "patient number date margin\nP1 1 1990-01-01 clear\nP1 2 1990-02-01 involved\nP2 1 1990-01-01 involved\nP3 1 1990-01-01 clear\nP3 2 1990-03-05 clear\nP4 1 1990-01-01 clear\n",
        },
      );
    const robust = repeated("efron");
    expect(resultOf(robust, { name: "hazardRatio", level: "involved", model: "univariable" }).interval).toMatchObject({
      method: "robust Wald",
    });
    expect(robust.analyses[0].notes).toEqual([
      "2 patients contribute more than one row; standard errors are robust, clustered by patient",
      "Monotone likelihood in the univariable model of Grade: stage=2, stage=3",
      "No likelihood-ratio tests: they would treat the rows of a patient as independent",
    ]);
    expect(robust.analyses[0].conventions[0]).toContain("by Wald's test with robust standard errors");
    expect(robust.analyses[0].conventions.some((one) => one.includes("likelihood-ratio"))).toBe(false);
    expect(robust.results.some(({ test }) => test === "likelihood ratio")).toBe(false);
    const whole = robust.results.filter(
      ({ name, model, factor }) => name === "pValue" && model === "multivariable" && factor === undefined,
    );
    expect(whole).toMatchObject([{ test: "Wald" }]);
    const plain = repeated("exact");
    expect(plain.analyses[0].notes).toContain("2 patients contribute more than one row; treated as independent");
    expect(resultOf(plain, { name: "hazardRatio", level: "involved", model: "univariable" }).interval).toMatchObject({
      method: "Wald",
    });
  });

  it("takes each row without a study number for a patient of its own", () => {
    const rows = "patient sex days status\nP1 m 1 dead\nP1 f 2 dead\n- m 3 dead\n- f 4 alive\nP2 f 5 dead\n";
    const anonymous = run("univariable: sex", rows);
    const named = run("univariable: sex", rows.replace("- m", "P3 m").replace("- f", "P4 f"));
    expect(anonymous.analyses[0].notes).toEqual(named.analyses[0].notes);
    expect(resultOf(anonymous, { name: "pValue", test: "Wald" })).toEqual(
      resultOf(named, { name: "pValue", test: "Wald" }),
    );
  });

  it("refuses a factor with one level or one value, a reference that nobody has, more coefficients than rows", () => {
    const women = four.replaceAll(" m ", " f ");
    expect(says("univariable: [age, sex]", women)).toBe(
      "study.yaml, line 6, column 86: analyses[0].univariable[1]: all 4 rows of “all” with a value have Sex f; a factor needs two levels",
    );
    expect(says("univariable: age", four.replace(/ (40|60|50|70) /g, " 50 "))).toContain(
      "all 4 rows of “all” with a value have Age 50; a factor needs two values",
    );
    expect(says("univariable: arms", four, "factors: { arms: { of: arm, reference: C } }\n")).toContain(
      "nobody in “all” has the reference C of Arm; there are A, B",
    );
    expect(says("univariable: grade", four)).toContain("nobody in “all” has a value of Grade");
    expect(says("univariable: years", four)).toContain("nobody in “all” has a value of Years");
    const two = "patient sex age weight days status\nP1 f 1 2 1 dead\nP2 m 2 3 2 dead\n";
    expect(says("univariable: sex, multivariable: [sex, age, weight]", two)).toContain(
      "analyses[0].multivariable: the multivariable model has 3 coefficients, but only 2 rows; leave factors out",
    );
  });
});
