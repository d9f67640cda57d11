import { parseDictionary } from "@seriatim/records";
import { describe, expect, it } from "vitest";
import { completion } from "./completion.js";
import { faults } from "./faults.js";
import { hannoverText } from "./fixtures/hannover.js";

const dictionary = parseDictionary(hannoverText("dictionary.yaml"), "dictionary.yaml");
const hannover = hannoverText("study.yaml");

/** The labels offered where `|` stands. */
function offered(text: string, of = dictionary): string[] {
  const before = text.slice(0, text.indexOf("|")).split("\n");
  const position = { line: before.length, column: before.at(-1)!.length + 1 };
  return completion(text.replace("|", ""), position, of).items.map(({ label }) => label);
}
/** The example with one place replaced by a text with the cursor in it. */
function at(from: string, to: string): string[] {
  if (!hannover.includes(from)) throw new Error(`no ${from}`);
  return offered(hannover.replace(from, to));
}

describe("completion", () => {
  it("offers the keys of the file, of a cohort, of an analysis of its method, without those that are there", () => {
    expect(offered("title: A\n|")).toContain("cohorts");
    expect(offered("title: A\n|")).not.toContain("title");
    expect(at("extrahepatic: { label:", "fourth: { label: F, | }\n  extrahepatic: { label:")).toEqual([
      "rows",
      "from",
      "where",
    ]);
    expect(at("method: swimmer,", "method: swimmer, ord|, ")).toEqual(["ordinal"]);
    expect(at("at: [1, 12, 36, 60] }", "t| }")).toEqual(expect.arrayContaining(["tau", "trend"]));
    expect(offered("cohorts:\n  all:\n    ro|\n")).toEqual(["rows", "from"]);
    expect(offered("endpoints:\n  os:\n    from: resections.date\n    |\n")).toContain("landmark");
  });

  it("offers the names that the file has given", () => {
    expect(at("from: first, where", "from: |, where")).toEqual(["all", "first", "second", "third"]);
    expect(at("cohort: first, endpoint: os, by: radicality", "cohort: first, endpoint: |, by: radicality")).toEqual([
      "os",
    ]);
    expect(at("univariable: [radicality, extrahepatic_tumour, sex, age]", "univariable: [radicality, a|]")[0]).toBe(
      "age",
    );
    expect(at("  - { says: 26 patients, analysis: flow", "  - { says: 26 patients, analysis: cour|")).toEqual([
      "courses",
    ]);
  });

  it("offers tables, fields and codes of the dictionary", () => {
    expect(at("rows: resections }", "rows: | }")).toEqual(["patients", "resections", "followups"]);
    expect(at("to: patients.date_last_seen", "to: patients.date_l|")).toEqual(["patients.date_last_seen"]);
    expect(at("where: { number: 2 }", "where: { r_st|: R0 }")).toEqual(["r_status"]);
    expect(at("where: { extrahepatic_tumour: yes }", "where: { extrahepatic_tumour: | }")).toEqual([
      "yes",
      "no",
      "present",
      "absent",
    ]);
    expect(at("R1/R2: [R1, R2]", "R1/R2: [R1, |]")).toEqual(["R0", "R1", "R2", "RX"]);
    expect(at("reference: R0 }", "reference: | }")).toEqual(["R0", "R1/R2"]);
    expect(at("event: { status: dead }", "event: { status: de| }")).toEqual(["dead"]);
    expect(at("[patients.date_of_birth, resections.date]", "[patients.date_of_b|, resections.date]")).toEqual([
      "patients.date_of_birth",
    ]);
    expect(offered("records: { p| }")).toEqual(["patients", "followups"]);
  });

  it("offers what the schema allows, and what a published figure may be", () => {
    expect(at("method: follow-up", "method: f|")).toEqual(["flow", "factors", "follow-up"]);
    expect(at("type: log-log", "type: lo|")).toEqual(["log-log", "log", "logit"]);
    expect(at("partial_dates: middle", "partial_dates: |")).toEqual(["first", "middle", "last"]);
    expect(at("name: median, value: 32", "name: med|, value: 32")).toContain("median");
  });

  it("offers names in a list of lines, and nothing in a comment", () => {
    const text =
      "cohorts:\n  all: { rows: resections }\nanalyses:\n  - id: b\n    method: baseline\n    cohort: all\n    factors:\n      - r_s|\n";
    expect(offered(text)).toEqual(["r_status"]);
    expect(offered("# co|\ntitle: A\n")).toEqual([]);
  });

  it("replaces the word that is there, a key with its colon", () => {
    const { from, items } = completion("title: A\ncoh", { line: 2, column: 4 }, dictionary);
    expect(from).toEqual({ line: 2, column: 1 });
    expect(items[0]).toMatchObject({ label: "cohorts", insert: "cohorts: ", kind: "key" });
  });
});

describe("faults", () => {
  it("are none in the example, and all with their places where there are some", () => {
    expect(faults(hannover, dictionary)).toEqual([]);
    const text = hannover
      .replace("{ number: 2 }", "{ nummer: 2 }")
      .replace("endpoint: os, by: radicality", "endpoint: so, by: radicality");
    expect(faults(text, dictionary)).toMatchObject([
      { line: 26, path: "cohorts.second.where.nummer", sentence: expect.stringContaining("“nummer” is no field") },
      { line: 43, path: "analyses[3].endpoint", sentence: expect.stringContaining("“so” is no endpoint") },
    ]);
  });
});
