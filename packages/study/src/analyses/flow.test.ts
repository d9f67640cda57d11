import { describe, expect, it } from "vitest";
import { resultOf, runTiny } from "../testing/tiny-study.js";

const patients = "patient zero status\nP1 1990-05-01 dead\nP2 1988 alive\nP3 - dead\n";
const operations = "patient number date\nP1 1 1990-06-01\nP1 2 1992-06-01\nP3 1 -\n";

const run = (analysis: string, cohorts = "") =>
  runTiny(
    `cohorts:
  all: { rows: patients }
  operated: { rows: operations }
${cohorts}endpoints:
  ready: { time: days, event: { status: dead } }
  from_operation: { from: operations.date, to: seen, event: { status: dead } }
  from_zero: { from: zero, to: seen, event: { status: dead } }
analyses:
  - ${analysis}
`,
    { patients, operations },
  );

describe("flow", () => {
  it("counts the rows and patients of each cohort, and gives the first and last year of its own time zero", () => {
    const { results } = run("{ id: flow, method: flow }");
    expect(results.map(({ cohort, name, estimate, unit }) => [cohort, name, estimate, unit])).toEqual([
      ["all", "rows", { value: 3 }, "rows"],
      ["all", "patients", { value: 3 }, "patients"],
      ["all", "firstYear", { value: 1988 }, "calendar year"],
      ["all", "lastYear", { value: 1990 }, "calendar year"],
      ["operated", "rows", { value: 3 }, "rows"],
      ["operated", "patients", { value: 2 }, "patients"],
      ["operated", "firstYear", { value: 1990 }, "calendar year"],
      ["operated", "lastYear", { value: 1992 }, "calendar year"],
    ]);
  });

  it("says how many have no date of time zero", () => {
    expect(resultOf(run("{ id: flow, method: flow }"), { cohort: "operated", name: "lastYear" }).notes).toEqual([
      "1 without the date of time zero",
    ]);
  });

  it("takes the cohorts that are asked for, in that order", () => {
    const { results } = run("{ id: flow, method: flow, cohorts: [operated, all] }");
    expect(results.map(({ cohort }) => cohort).join(" ")).toBe("operated operated operated operated all all all all");
  });

  it("counts a cohort with nobody in it as 0, without years", () => {
    const { results } = run(
      "{ id: flow, method: flow, cohorts: none }",
      "  none: { from: all, where: { status: absent } }\n",
    );
    expect(results.map(({ name, estimate }) => [name, estimate])).toEqual([
      ["rows", { value: 0 }],
      ["patients", { value: 0 }],
    ]);
  });
});
