import { readFileSync } from "node:fs";
import { parseDictionary, readRecords } from "@seriatim/records";
import { parseStudy, runStudy, type Study, stringifyResults } from "@seriatim/study";
import { describe, expect, it } from "vitest";
import { type DraftOf, draftOf } from "./draft-of.js";
import { hannoverSource, hannoverText } from "./fixtures/hannover.js";
import { studyText } from "./study-text.js";

const hannover = hannoverText("study.yaml");
const colon = readFileSync(new URL("../../../../studies/colon/study.yaml", import.meta.url), "utf8");

function drafted(text: string): Extract<DraftOf, { draft: unknown }> {
  const made = draftOf(text);
  if ("readOnly" in made) throw new Error(made.why);
  return made;
}

function rewritten(text: string): string {
  const { draft, files } = drafted(text);
  return studyText(draft, files);
}

/** What a study says, wherever it stands in its file. */
function meaning({ file: _, ...study }: Study): unknown {
  return study;
}

describe("studyText and draftOf", () => {
  it.each([
    ["hannover", hannover],
    ["colon", colon],
  ])("write and read the study %s with the same meaning", (_, text) => {
    const again = rewritten(text);
    expect(meaning(parseStudy(again, "s"))).toEqual(meaning(parseStudy(text, "s")));
    expect(rewritten(again)).toBe(again);
    expect(drafted(again).draft).toEqual(drafted(text).draft);
  });

  it("give the same results, to the byte", () => {
    const { dictionaryText, files } = hannoverSource();
    const dictionary = parseDictionary(dictionaryText, "dictionary.yaml");
    const { records } = readRecords(dictionary, files);
    const results = runStudy(parseStudy(rewritten(hannover), "study.yaml"), dictionary, { records });
    expect(stringifyResults(results)).toBe(hannoverText("results.json"));
  });

  it("write a file as a person would", () => {
    expect(rewritten(hannover).split("\n\n").slice(1, 5).join("\n\n")).toMatchInlineSnapshot(`
      "dictionary: dictionary.yaml
      records: { patients: patients.csv, resections: resections.csv, followups: followups.csv }
      as_of: 1998-12-31
      partial_dates: middle
      confidence: { level: 0.95, type: log-log }

      cohorts:
        all: { label: All liver resections, rows: resections }
        first:
          label: First liver resections
          from: all
          where:
            - { patients.first_resection_elsewhere: absent, otherwise: First resection elsewhere }
            - { number: 1, otherwise: Repeat resection }
        second: { label: Second liver resections, from: all, where: { number: 2 } }
        third: { label: Third liver resections, from: all, where: { number: 3 } }
        extrahepatic: { label: First resections with extrahepatic tumour, from: first, where: { extrahepatic_tumour: yes } }

      endpoints:
        os: { label: Overall survival, from: resections.date, to: patients.date_last_seen, event: { status: dead }, unit: months }

      factors:
        radicality: { label: Resection, of: r_status, groups: { R0: [R0], R1/R2: [R1, R2] }, reference: R0 }
        extrahepatic_tumour: { label: Extrahepatic tumour, of: extrahepatic_tumour, reference: no }
        sex: { label: Sex, of: sex, reference: female }
        age: { label: Age, years_between: [patients.date_of_birth, resections.date], per: 10 }"
    `);
  });

  it("keep what could be taken for something else", () => {
    const odd = `title: "2"
records: { registry: ., on: 2020-01-31 }
cohorts:
  "1": { label: "yes: no, {x}", rows: t, where: { a: ["1", 1, true], b: { from: 1990, not: "x, y" }, c: present } }
  two: { rows: u, from: "1", where: [{ d: { over: 1.5 } }, { e: "#", otherwise: "left: out" }] }
endpoints:
  e: { time: months, entry: start, event: { s: 1 }, landmark: 0.5, unit: years }
factors:
  f: { of: g, groups: { "10": ["1"], "2": ["2", "3"] }, reference: "2" }
  h: { of: i, as: continuous, per: 0.5 }
  j: { of: k, cut: [-1.5, 1e21] }
analyses:
  - { id: s, method: survival, cohort: two, endpoint: e, by: [f, j], strata: h, trend: [1, 2], exact: false, rho: 1, tau: 3, at: 0, confidence: { level: 0.9 } }
  - { id: c, method: factors, cohort: two, endpoint: e, univariable: f, ties: exact }
  - { id: b, method: baseline, cohort: two, factors: f, by: j, tests: means }
  - { id: w, method: swimmer, cohort: two, endpoint: e, operations: o, ordinal: n, level: f }
published:
  - { says: x, analysis: s, name: median, value: 20.50 }
  - { says: y, analysis: s, name: median, value: 1.5e-3, is: at most }
  - { says: z, analysis: s, name: median, value: 20.55, decimals: 1, group: { f: 10 } }
`;
    expect(meaning(parseStudy(rewritten(odd), "s"))).toEqual(meaning(parseStudy(odd, "s")));
  });

  it("say which comments a draft does not keep", () => {
    expect(drafted(hannover).lost).toEqual([
      { line: 14, comment: "of the reconstruction: the year's end after the last patient was seen" },
    ]);
  });

  it("leave to the text what a draft cannot say, with the reason", () => {
    expect(draftOf(hannover.replace("title:", "titel:"))).toMatchObject({
      readOnly: true,
      why: expect.stringContaining("line 2"),
    });
    expect(draftOf(hannover.replace("[r_status]", "&r [r_status]"))).toEqual({
      readOnly: true,
      why: "The file has anchors (& and *), which only the text can change.",
    });
  });
});
