import { readFileSync } from "node:fs";
import { parseDictionary, readRecords } from "@seriatim/records";
import { parseStudy, resolveStudy, runStudy } from "@seriatim/study";
import { describe, expect, it } from "vitest";
import { hannoverSource } from "./fixtures/hannover.js";
import { defaultDraft, suggestedFactors } from "./study-defaults.js";
import { studyText } from "./study-text.js";

const { dictionaryText, files } = hannoverSource();
const hannover = parseDictionary(dictionaryText, "dictionary.yaml");
const { records } = readRecords(hannover, files);
const names = {
  dictionary: "dictionary.yaml",
  records: { patients: "p.csv", resections: "r.csv", followups: "f.csv" },
};
const liverSurgery = new URL("../../../../packages/records/dictionaries/liver-surgery.yaml", import.meta.url);

describe("defaultDraft", () => {
  it("makes of the dictionary a study that runs: cohorts by the ordinal, survival from the follow-up", () => {
    const text = studyText(defaultDraft(hannover, { asOf: "1998-12-31" }), names);
    const results = runStudy(parseStudy(text, "study.yaml"), hannover, { records });
    expect(results.cohorts.map(({ id, rows }) => [id, rows])).toEqual([
      ["all", 34],
      ["first", 23],
      ["second", 9],
    ]);
    expect(results.cohorts[1].steps.map(({ excluded }) => excluded.map(({ reason }) => reason))).toEqual([
      [],
      ["First resection elsewhere"],
      ["Repeat resection"],
    ]);
    expect(results.analyses.map(({ id }) => id)).toEqual(["flow", "baseline", "os", "follow-up", "courses"]);
    expect(results.results.find(({ analysis, name }) => analysis === "os" && name === "median")?.n).toBe(23);
  });

  it("makes a sound study of the dictionary of liver surgery", () => {
    const dictionary = parseDictionary(readFileSync(liverSurgery, "utf8"), "liver-surgery.yaml");
    const tables = Object.keys(dictionary.tables);
    const text = studyText(defaultDraft(dictionary), {
      dictionary: "d.yaml",
      records: Object.fromEntries(tables.map((table) => [table, `${table}.csv`])),
    });
    resolveStudy(parseStudy(text, "study.yaml"), dictionary);
  });

  it("counts who is there where nobody is followed", () => {
    const bare = parseDictionary("title: Bare\ntables: { t: { key: id, fields: { id: { type: integer } } } }", "d");
    const text = studyText(defaultDraft(bare), { registry: "." });
    expect(resolveStudy(parseStudy(text, "s"), bare).study.analyses.map(({ method }) => method)).toEqual(["flow"]);
  });
});

describe("suggestedFactors", () => {
  it("takes codes of two to six levels and numbers, neither keys nor the follow-up, and the age", () => {
    const suggested = suggestedFactors(hannover, "resections");
    expect(suggested.map(({ name, kind }) => [name, kind])).toEqual([
      ["age", "number"],
      ["procedure", "levels"],
      ["metastases_count", "number"],
      ["largest_cm", "number"],
      ["distribution", "levels"],
      ["extrahepatic_tumour", "levels"],
      ["extrahepatic_site", "levels"],
      ["r_status", "levels"],
      ["margin_mm", "number"],
      ["red_cell_units", "number"],
      ["hospital_days", "number"],
      ["sex", "levels"],
      ["primary_site", "levels"],
      ["grade", "levels"],
      ["metastases", "levels"],
    ]);
    expect(suggested[0].factor?.of).toEqual({ between: ["patients.date_of_birth", "resections.date"], unit: "years" });
  });
});
