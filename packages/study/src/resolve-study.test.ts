import { parseDictionary } from "@seriatim/records";
import { describe, expect, it } from "vitest";
import { resolveStudy } from "./resolve-study.js";
import { parseStudy } from "./study-file.js";
import { changed, placeOf, soundStudy } from "./testing/sound-study.js";
import { studyErrorOf, tinyDictionary } from "./testing/tiny-study.js";

const dictionary = parseDictionary(tinyDictionary, "dictionary.yaml");
const resolve = (text: string) => resolveStudy(parseStudy(text, "study.yaml"), dictionary);

function expectFault(from: string, to: string, path: string, at: string, says: string): void {
  const text = changed(from, to);
  const error = studyErrorOf(() => resolve(text));
  const { line, column } = placeOf(text, at);
  expect(error.message).toBe(`study.yaml, line ${line}, column ${column}: ${path}: ${says}`);
}

describe("resolveStudy", () => {
  it("lists factors and endpoints that are used: the study's in its order, then fields as they are", () => {
    const { factors, endpoints, cohorts } = resolve(soundStudy);
    expect(factors.map(({ id }) => id)).toEqual(["arms", "age", "sex"]);
    expect(endpoints.map(({ id }) => id)).toEqual(["os", "ready"]);
    expect(cohorts.map(({ table }) => table.name)).toEqual(["patients", "patients"]);
  });

  it("refuses a table, cohort, endpoint, factor, field, code or analysis that is none, with the nearest", () => {
    expectFault(
      "records: { patients",
      "records: { patient",
      "records.patient",
      "patient: patients.csv",
      "“patient” is no table of the dictionary; did you mean “patients”? Known: patients, operations, visits",
    );
    expectFault(
      "rows: patients }",
      "rows: patient }",
      "cohorts.all.rows",
      "patient }",
      "“patient” is no table of the dictionary; did you mean “patients”? Known: patients, operations, visits",
    );
    expectFault(
      "from: all",
      "from: al",
      "cohorts.men.from",
      "al, where",
      "“al” is no cohort; did you mean “all”? Known: all",
    );
    expectFault(
      "from: all",
      "from: patients",
      "cohorts.men.from",
      "patients, where",
      "“patients” is no cohort; known: all; for all rows of that table write `rows` instead of `from`",
    );
    expectFault(
      "cohort: all, factors",
      "cohort: al, factors",
      "analyses[1].cohort",
      "al, factors",
      "“al” is no cohort; did you mean “all”? Known: all, men",
    );
    expectFault(
      "endpoint: ready",
      "endpoint: reddy",
      "analyses[3].endpoint",
      "reddy",
      "“reddy” is no endpoint; did you mean “ready”? Known: ready, os",
    );
    const unknown = studyErrorOf(() => resolve(changed("factors: [age, sex]", "factors: [age, sexx]")));
    expect(unknown.message).toContain(
      "analyses[1].factors[1]: “sexx” is no factor or field of patients; did you mean “sex”?",
    );
    expectFault(
      "{ status: dead }, unit",
      "{ status: died }, unit",
      "endpoints.os.event.status",
      "died",
      "“died” is no value of Status; known: dead, alive, absent, present",
    );
    expectFault(
      "analysis: os, name",
      "analysis: oss, name",
      "published[0].analysis",
      "oss, name",
      "“oss” is no analysis; did you mean “os”? Known: os, cox, flow, table",
    );
  });

  it("refuses a cohort that is taken from itself, however far around", () => {
    expectFault(
      "from: all",
      "from: men",
      "cohorts.men.from",
      "men, where",
      "men is taken from men; a cohort cannot be taken from itself",
    );
    const round = changed("all: { rows: patients }", "all: { from: men }");
    expect(studyErrorOf(() => resolve(round)).message).toContain("all is taken from men is taken from all");
  });

  it("refuses a field of the wrong type", () => {
    expectFault("to: seen", "to: sex", "endpoints.os.to", "sex, event", "Sex is a code, not a date");
    expectFault("time: days", "time: arm", "endpoints.ready.time", "arm, event", "Arm is a code, not a number");
    expectFault(
      "time: days",
      "time: weight",
      "endpoints.ready.time",
      "weight",
      "Weight has no unit; allowed are days, months and years, said in the dictionary or as unit",
    );
    expectFault(
      "{ of: arm, groups",
      "{ of: age, groups",
      "factors.arms.groups",
      "{ A: [A]",
      "Age has no codes to group; for numbers there is cut",
    );
  });

  it("refuses a field of another table, and says which it may be", () => {
    expectFault(
      "[age, arms]",
      "[operations.margin]",
      "analyses[3].univariable[0]",
      "operations.margin",
      "“operations.margin” is a field of operations, but the rows are those of patients; allowed are fields of patients",
    );
  });

  it("refuses a number where groups are made, and strata that are compared", () => {
    expectFault(
      "by: arms, at",
      "by: age, at",
      "analyses[2].by[0]",
      "age, at",
      "Age is a number and makes no groups; give a factor with levels, or one with cut",
    );
    expectFault(
      "at: [12, 36]",
      "strata: [sex, arms]",
      "analyses[2].strata[1]",
      "arms] }",
      "“arms” is compared here; the strata are other factors",
    );
    expectFault(
      "univariable: [age, arms]",
      "univariable: [age], strata: age",
      "analyses[3].strata[0]",
      "age }",
      "Age is a number and makes no groups; give a factor with levels, or one with cut",
    );
  });

  it("refuses options of a comparison that compares nothing, and scores that are too few", () => {
    for (const [option, key] of [
      ["strata: [sex]", "strata"],
      ["rho: 1", "rho"],
      ["trend: true", "trend"],
      ["exact: true", "exact"],
    ])
      expectFault(
        "by: arms, at: [12, 36]",
        option,
        `analyses[2].${key}`,
        option,
        "there is nothing to compare; say by which factor (by)",
      );
    expectFault(
      "by: arms, at: [12, 36]",
      "by: [arms, sex], trend: [0, 1, 2]",
      "analyses[2].trend",
      "[0, 1, 2]",
      "found 3 scores, but there are 4 groups; give one a group",
    );
  });

  it("refuses one name for two things: a field that stands in two tables", () => {
    const text = changed("men: {", "operated: { from: all, rows: operations }\n  men: {").replace(
      "published:",
      "  - { id: a, method: baseline, cohort: all, factors: weight }\n  - { id: b, method: baseline, cohort: operated, factors: weight }\npublished:",
    );
    expect(studyErrorOf(() => resolve(text)).message).toContain(
      "analyses[5].factors[0]: “weight” is operations.weight here, but patients.weight in another analysis; write it with its table",
    );
  });

  it("looks at endpoints and factors that no analysis uses", () => {
    expectFault(
      "{ of: age, cut: [50, 65] }",
      "{ of: place }",
      "factors.ages",
      "{ of: place }",
      "Place is a text; a factor is made of codes, numbers, or yes and no",
    );
    const unused = changed("  ready: {", "  spare: { from: zero, to: sean, event: { status: dead } }\n  ready: {");
    expect(studyErrorOf(() => resolve(unused)).message).toContain(
      "endpoints.spare.to: “sean” is no field of patients; did you mean “seen”?",
    );
    // Right for the rows of some table, though not of the first cohort's.
    resolve(changed("{ of: age, cut: [50, 65] }", "{ of: margin }"));
  });

  it("refuses the operations of a swimmer plot that do not belong to the cohort, or are not dated", () => {
    const swimmer = (options: string, operations = "operations") =>
      changed(
        "published:",
        `  - { id: s, method: swimmer, cohort: all, ${options}, operations: ${operations} }\npublished:`,
      ).replace("  ready: {", "  operated: { from: operations.date, to: seen, event: { status: dead } }\n  ready: {");
    const says = (options: string, operations?: string) =>
      studyErrorOf(() => resolve(swimmer(options, operations))).message;
    resolve(swimmer("endpoint: operated, level: margin"));
    expect(says("endpoint: operated, level: margin", "operation")).toContain(
      "operations: “operation” is no table of the dictionary; did you mean “operations”?",
    );
    expect(says("endpoint: os, level: margin")).toContain(
      "endpoint: “os” does not count from a date of operations; the courses begin with the operation",
    );
    expect(says("endpoint: ready, level: margin")).toContain(
      "endpoint: “ready” does not count from a date of operations",
    );
    const landmark = swimmer("endpoint: operated, level: margin").replace(
      "operations.date, to: seen,",
      "operations.date, to: seen, landmark: 3,",
    );
    expect(studyErrorOf(() => resolve(landmark)).message).toContain("“operated” counts from a landmark");
    expect(says("endpoint: operated, level: age")).toContain("level: Age is a number and has no levels");
    expect(says("endpoint: operated, level: margin, ordinal: margin")).toContain(
      "ordinal: Margin is a code, not a whole number",
    );
    const visits = swimmer("endpoint: operated, level: margin", "visits").replace(
      "cohort: all, endpoint: operated",
      "cohort: ops, endpoint: operated",
    );
    expect(
      studyErrorOf(() => resolve(visits.replace("  men:", "  ops: { rows: operations }\n  men:"))).message,
    ).toContain("operations: rows of visits do not belong to the cohort “ops”, which has rows of operations");
  });
});
