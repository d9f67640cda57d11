import { describe, expect, it } from "vitest";
import { parseStudy } from "./study-file.js";
import { changed, placeOf, soundStudy } from "./testing/sound-study.js";
import { studyErrorOf } from "./testing/tiny-study.js";

const parse = (text: string) => parseStudy(text, "study.yaml");

/** Checks what is said of a study file with one place changed, and that it points at the part `at` of the changed file. */
function expectFault(from: string, to: string, path: string, at: string, says: string): void {
  const text = changed(from, to);
  const error = studyErrorOf(() => parse(text));
  const { line, column } = placeOf(text, at);
  const where = path === "" ? "" : `${path}: `;
  expect(error.message).toBe(`study.yaml, line ${line}, column ${column}: ${where}${says}`);
  expect(error).toMatchObject({ path, line, column });
}

describe("parseStudy", () => {
  it("tells nothing of the patients in a table that is given for a study file", () => {
    const csv = `patient,born,seen\n${"P01,1944-05-06,1990-01-01\n".repeat(20)}`;
    expect(() => parseStudy(csv, "patients.csv")).toThrow(
      /^patients\.csv, line 1, column 1: found a long text, expected/,
    );
  });

  it("says every default: labels from ids, partial dates, confidence, decimals, is, per, ties", () => {
    const study = parse(soundStudy);
    expect(study).toMatchObject({
      partialDates: "middle",
      confidence: { level: 0.95, type: "log-log" },
      records: { kind: "files", dictionary: "dictionary.yaml", tables: { patients: { file: "patients.csv" } } },
    });
    expect(study.cohorts[1]).toMatchObject({ id: "men", label: "Men", from: "all" });
    expect(study.analyses[0]).toMatchObject({ label: "Flow", cohorts: ["all", "men"] });
    expect(study.analyses[1]).toMatchObject({ by: ["arms"], tests: "none" });
    expect(study.analyses[2]).toMatchObject({ at: [12, 36], rho: 0, strata: [] });
    expect(study.analyses[3]).toMatchObject({ multivariable: [], strata: [], ties: "efron" });
    expect(study.published[0]).toMatchObject({ decimals: 0, is: "equal", group: {} });
  });

  it("leaves absent what is not given", () => {
    const study = parse(soundStudy);
    for (const key of ["asOf", "provenance", "source", "authors"]) expect(study).not.toHaveProperty(key);
    for (const key of ["tau", "trend", "exact"]) expect(study.analyses[2]).not.toHaveProperty(key);
  });

  it("takes one name or time where a list may stand", () => {
    const text = changed("factors: [age, sex], by: arms", "factors: age, by: [arms]").replace("at: [12, 36]", "at: 12");
    expect(parse(text).analyses[1]).toMatchObject({ factors: ["age"], by: ["arms"] });
    expect(parse(text).analyses[2]).toMatchObject({ at: [12] });
  });

  it("sorts the times and takes each once", () => {
    expect(parse(changed("at: [12, 36]", "at: [36, 12, 36, 0.5]")).analyses[2]).toMatchObject({ at: [0.5, 12, 36] });
  });

  it("takes the confidence level and type of the study, unless the analysis says otherwise", () => {
    const text = changed("at: [12, 36]", "confidence: { level: 0.9 }").replace(
      "cohorts:",
      "confidence: { type: log }\ncohorts:",
    );
    expect(parse(text).analyses[2]).toMatchObject({ confidence: { level: 0.9, type: "log" } });
    expect(parse(text).analyses[3]).toMatchObject({ confidence: { level: 0.95, type: "log" } });
  });

  it("keeps names as they are written, even where YAML reads a number or a truth", () => {
    const text = changed("  men:", "  01:")
      .replace("{ A: [A], BC: [B, C] }, reference: A", '{ 007: [A], "1.50": [B], True: [C] }')
      .replace("  ready:", "  0x1F:")
      .replace("  ages:", "  1e3:");
    const study = parse(text);
    expect(study.cohorts.map(({ id }) => id)).toEqual(["all", "01"]);
    expect(study.endpoints.map(({ id }) => id)).toEqual(["os", "0x1F"]);
    expect(study.factors.map(({ id }) => id)).toEqual(["arms", "1e3"]);
    expect(study.factors[0].groups!.map(({ id }) => id)).toEqual(["007", "1.50", "True"]);
  });

  it("keeps the file's order of cohorts, factors and groups", () => {
    const text = changed("{ A: [A], BC: [B, C] }", "{ z: [A], 2: [B], 1: [C] }").replace(
      "reference: A",
      "reference: z",
    );
    expect(parse(text).factors[0].groups!.map(({ id }) => id)).toEqual(["z", "2", "1"]);
  });

  it("counts the decimals that a published value is written with", () => {
    const decimals = (value: string) => parse(changed("value: 5", `value: ${value}`)).published[0].decimals;
    expect(["5", "5.0", "20.50", "-0.25", ".5", "1e-3", "1.5e-3", "1.5E+1", "2.25e1"].map(decimals)).toEqual([
      0, 1, 2, 2, 1, 3, 4, 0, 1,
    ]);
    expect(decimals("5, decimals: 2")).toBe(2);
  });

  it("counts them through an alias", () => {
    const text = `${soundStudy}  - { says: a, analysis: os, name: median, value: &v 2.50 }\n  - { says: b, analysis: os, name: median, value: *v }\n`;
    expect(parse(text).published.map(({ decimals }) => decimals)).toEqual([0, 2, 2]);
  });

  it("freezes the study, so that nobody downstream changes it", () => {
    expect(Object.isFrozen(parse(soundStudy).cohorts[1].steps[0].conditions[0])).toBe(true);
  });
});

describe("parseStudy refuses, with path, line, column, value and the nearest known name,", () => {
  it("what is no YAML", () => {
    expectFault(
      "{ sex: m } }",
      "{ sex: m }",
      "",
      "endpoints:",
      "not readable as YAML: Flow map in block collection must be sufficiently indented and end with a }",
    );
    expect(studyErrorOf(() => parse("")).message).toBe(
      "study.yaml, line 1, column 1: found nothing, expected a mapping (key: value)",
    );
  });

  it("an id that stands twice", () => {
    const twice = changed("  men:", "  all:");
    expect(studyErrorOf(() => parse(twice)).message).toBe(
      "study.yaml, line 6, column 3: not readable as YAML: Map keys must be unique",
    );
    expectFault(
      "id: table",
      "id: flow, label: Again",
      "analyses[1].id",
      "flow, label: Again",
      "“flow” stands twice; each analysis has an id of its own",
    );
  });

  it("a name that stands twice in a list", () => {
    expectFault(
      "[age, sex], by",
      "[age, sex, age], by",
      "analyses[1].factors[2]",
      "age], by",
      "“age” stands twice in factors",
    );
    expectFault("by: arms, at", "by: [arms, arms], at", "analyses[2].by[1]", "arms], at", "“arms” stands twice in by");
    expectFault(
      "flow }",
      "flow, cohorts: [men, men] }",
      "analyses[0].cohorts[1]",
      "men] }",
      "“men” stands twice in cohorts",
    );
  });

  it("an unknown method, key or value", () => {
    expectFault(
      "method: flow",
      "method: flwo",
      "analyses[0].method",
      "flwo",
      "“flwo” is no method; did you mean “flow”? Known: flow, factors, follow-up, baseline, swimmer, survival",
    );
    expectFault(
      "rows: patients }",
      "row: patients }",
      "cohorts.all.row",
      "row: patients",
      "“row” is no key here; did you mean “rows”? Known: rows, from, label, where",
    );
    expectFault(
      "unit: months",
      "unit: month",
      "endpoints.os.unit",
      "month }",
      "“month” is no value allowed here; did you mean “months”? Known: months, days, years",
    );
    expectFault(
      "at: [12, 36]",
      "confidence: { type: loglog }",
      "analyses[2].confidence.type",
      "loglog",
      "“loglog” is no value allowed here; did you mean “log-log”? Known: log-log, log, logit, plain, arcsin",
    );
  });

  it("a missing key, and a misspelt one before that", () => {
    expectFault("title: Tiny\n", "", "title", "dictionary:", "missing; it must be given");
    expectFault("- { id: flow, method", "- { method", "analyses[0].id", "{ method: flow", "missing; it must be given");
    const text = changed("title: Tiny", "titel: Tiny");
    expect(studyErrorOf(() => parse(text)).message).toContain(
      "line 1, column 1: titel: “titel” is no key here; did you mean “title”?",
    );
  });

  it("a wrong type", () => {
    expectFault("title: Tiny", "title: 5", "title", "5", "found 5, expected a text");
    expectFault("value: 5", "value: five", "published[0].value", "five", "found “five”, expected a number");
    expectFault(
      "at: [12, 36]",
      "trend: ys",
      "analyses[2].trend",
      "ys }",
      "found “ys”, expected true, false, or a list of scores",
    );
    expectFault(
      "records: { patients: patients.csv }",
      "records: { patients: 5 }",
      "records.patients",
      "5 }",
      "found 5, expected a file, or a mapping of file and sheet",
    );
  });

  it("a number out of range, an empty list", () => {
    const level = "found 95: it must be between 0 and 1; 95 % is 0.95";
    expectFault("at: [12, 36]", "confidence: { level: 95 }", "analyses[2].confidence.level", "95 }", level);
    expectFault("at: [12, 36]", "at: [12, -1]", "analyses[2].at[1]", "-1", "found -1: it must be 0 or more");
    expectFault("at: [12, 36]", "tau: 0", "analyses[2].tau", "0 }", "found 0: it must be above 0");
    expectFault("[age, arms]", "[]", "analyses[3].univariable", "[] }", "found an empty list: at least one is needed");
    expectFault(
      "[12, 36]",
      "12, trend: [1]",
      "analyses[2].trend",
      "[1] }",
      "found a list: at least two scores are needed",
    );
  });

  it("a cohort of nothing, a condition without a value, a reason that is no text", () => {
    const needs = "a cohort has `rows` (a table), `from` (another cohort), or both";
    expectFault("{ rows: patients }", "{ label: All }", "cohorts.all", "all: {", needs);
    const bound = "no bound; give at least one of from, to, over, under, not";
    expectFault("{ sex: m }", "{ age: {} }", "cohorts.men.where.age", "{} }", bound);
    expectFault(
      "{ sex: m }",
      "[{ sex: m, otherwise: 5 }]",
      "cohorts.men.where[0].otherwise",
      "5 }",
      "the reason must be a text",
    );
    expectFault(
      "{ sex: m }",
      "[{ otherwise: no man }]",
      "cohorts.men.where[0]",
      "{ otherwise",
      "no condition; give at least one, as field: value",
    );
  });

  it("an endpoint with half a clock or two", () => {
    const allowed = "allowed are `from` and `to` (dates), or `time` (a ready duration)";
    expectFault("to: seen, ", "", "endpoints.os", "os: {", `has no to; ${allowed}`);
    expectFault(
      "time: days",
      "time: days, to: seen",
      "endpoints.ready.time",
      "time: days",
      `stands beside to; ${allowed}`,
    );
  });

  it("a factor of nothing or of two things, a code in two groups, cuts that do not ascend", () => {
    const one = "a factor has one of of, years_between, months_between, days_between";
    expectFault("of: age, cut", "cut", "factors.ages", "ages: {", `nothing to be made of; ${one}`);
    expectFault(
      "of: age,",
      "of: age, days_between: [zero, seen],",
      "factors.ages",
      "ages: {",
      `made of two things; ${one}`,
    );
    expectFault(
      "[B, C]",
      "[B, A]",
      "factors.arms.groups.BC[1]",
      "A] }, reference",
      "A stands in the group A already; a code has one group",
    );
    expectFault("cut: [50, 65]", "cut: [65, 50]", "factors.ages.cut[1]", "50] }", "50 does not ascend from 65");
    expectFault("cut: [50, 65]", "cut: [50, 50.0]", "factors.ages.cut[1]", "50.0] }", "50 does not ascend from 50");
    expectFault(
      "reference: A",
      "cut: [1]",
      "factors.arms.cut",
      "cut: [1]",
      "stands beside groups; a factor has one of them",
    );
  });

  it("a closing date without its day, or that is none", () => {
    const dated = (date: string) => changed("cohorts:", `as_of: ${date}\ncohorts:`);
    expect(parse(dated("31.12.1998")).asOf).toEqual({ year: 1998, month: 12, day: 31 });
    expect(studyErrorOf(() => parse(dated("1998-12"))).message).toBe(
      "study.yaml, line 4, column 8: as_of: 1998-12 has no day; a full date is needed",
    );
    expect(studyErrorOf(() => parse(dated("1998"))).message).toContain("1998 has no day");
    expect(studyErrorOf(() => parse(dated("1998-02-30"))).message).toContain("30 February does not exist");
  });

  it("no records, no cohort, no analysis", () => {
    expectFault(
      "{ patients: patients.csv }",
      "{}",
      "records",
      "records:",
      "no table; give each its file, as table: file",
    );
    const cohorts = soundStudy.replace(/cohorts:\n.*\n.*\n/, "cohorts: {}\n");
    expect(studyErrorOf(() => parse(cohorts)).message).toBe(
      "study.yaml, line 4, column 1: cohorts: no cohort; a study has at least one",
    );
    const analyses = soundStudy.replace(/analyses:\n( {2}- .*\n)+/, "analyses: []\n");
    expect(studyErrorOf(() => parse(analyses)).message).toContain(
      "analyses: found an empty list: at least one is needed",
    );
  });

  it("a result that nothing is called, with the nearest", () => {
    const error = studyErrorOf(() => parse(changed("name: median", "name: meidan")));
    expect(error).toMatchObject({
      path: "published[0].name",
      ...placeOf(changed("name: median", "name: meidan"), "meidan"),
    });
    expect(error.message).toContain("“meidan” is no result; did you mean “median”?");
  });
});
