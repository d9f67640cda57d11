import { readFileSync } from "node:fs";
import { checkRecords, parseDictionary, readRecords } from "@seriatim/records";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Results, resultKey } from "./results.js";
import { resultsSchema } from "./results-schema.js";
import { runStudy, version } from "./run-study.js";
import { stringifyResults } from "./stringify-results.js";
import { parseStudy } from "./study-file.js";
import { exampleText } from "./testing/run-example.js";
import { runTiny, studyErrorOf, tiny } from "./testing/tiny-study.js";

const patients = `
  patient sex arm age zero       seen       status
  P1      f   A   40  1990-01-01 1990-02-01 dead
  P2      m   B   50  1990-01-01 1989-02-01 dead
  P3      m   C   60  1990-01-01 1990-04-01 alive`;
const os = "endpoints: { os: { from: zero, to: seen, event: { status: dead } } }\n";
const body = `cohorts: { all: { rows: patients } }
${os}analyses:
  - { id: flow, label: Who, method: flow }
  - { id: os, method: survival, cohort: all, endpoint: os }
`;

describe("runStudy", () => {
  it("tells each step before it begins, and when all are done", () => {
    const { study, dictionary, records } = tiny(body, { patients });
    const told: string[] = [];
    runStudy(
      study,
      dictionary,
      { records },
      { onProgress: (step, done, total) => told.push(`${done}/${total} ${step}`) },
    );
    expect(told).toEqual([
      "0/4 Selecting the cohorts",
      "1/4 Who",
      "2/4 Os",
      "3/4 Comparing with the published figures",
      "4/4 Done",
    ]);
  });

  it("carries the software's version, the study's head and the hashes of the records", () => {
    const results = runTiny(`authors: [A. Author]\nprovenance: made up\n${body}`, { patients });
    expect(results.software).toEqual({ name: "seriatim", version });
    expect(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version).toBe(version);
    expect(results.study).toEqual({ title: "Tiny", authors: ["A. Author"], provenance: "made up" });
    expect(results.records.tables).toMatchObject([{ name: "patients", file: "patients.csv", rows: 3 }]);
    const other = runTiny(body, { patients: patients.replace("40", "41") });
    expect(other.records.sha256).not.toBe(results.records.sha256);
  });

  it("checks the records, or takes the findings of a check", () => {
    const { study, dictionary, records } = tiny(`as_of: 1990-03-01\n${body}`, { patients });
    const { findings } = runStudy(study, dictionary, { records }).records;
    expect(findings.map(({ kind, patient, field }) => [kind, patient, field])).toEqual([["date-future", "P3", "seen"]]);
    const found = checkRecords(dictionary, records, { asOf: { year: 1990, month: 1, day: 31 } });
    expect(runStudy(study, dictionary, { records, findings: found }).records.findings).toHaveLength(2);
  });

  it("leaves a negative follow-up out, counts it and notes it, and goes on", () => {
    const { analyses, results } = runTiny(body, { patients });
    expect(analyses[1].excluded).toEqual([{ reason: "Last seen before Time zero", rows: 1, patients: 1 }]);
    expect(analyses[1].notes).toEqual(["1 row left out because it ends before time zero: Last seen before Time zero"]);
    expect(results.find(({ name }) => name === "median")!.n).toBe(2);
  });

  it("refuses names by which two results would have one address", () => {
    const groups = `factors:
  g: { of: arm, groups: { x: [A], "x/h=y": [B, C] } }
  h: { of: sex, groups: { "y/h=z": [f], z: [m] } }
`;
    const run = () =>
      runTiny(
        `cohorts: { all: { rows: patients } }\n${groups}analyses: [{ id: b, method: baseline, cohort: all, factors: age, by: [g, h] }]\n`,
        { patients },
      );
    expect(studyErrorOf(run).message).toContain(
      "analyses[0]: two results have the address b/all/g=x/h=y/h=z/age/median; name levels, cohorts and analyses without “/” or “=”",
    );
  });

  it("takes names of any letters, spaces and slashes, a factor of twelve levels, a dictionary of patients alone", () => {
    const codes = Array.from({ length: 12 }, (_, k) => `"Größe ${k}/${k + 1} ≥"`);
    const dictionary = `title: Eins\ntables:\n  kranke: { key: nr, fields: { nr: { type: integer }, gruppe: { type: code, codes: [${codes.join(", ")}] }, tage: { type: integer, unit: days }, tot: { type: boolean } } }\n`;
    const rows = [
      "nr,gruppe,tage,tot",
      ...Array.from(
        { length: 48 },
        (_, i) => `${i + 1},Größe ${i % 12}/${(i % 12) + 1} ≥,${(i * 37) % 101},${i % 3 ? "yes" : "no"}`,
      ),
    ];
    const study = parseStudy(
      `title: Eins
dictionary: d
records: { kranke: kranke.csv }
cohorts: { "Alle Kranken": { rows: kranke } }
endpoints: { Überleben: { time: tage, event: { tot: yes }, unit: months } }
analyses:
  - { id: Verlauf / Gruppe, method: survival, cohort: Alle Kranken, endpoint: Überleben, by: gruppe, at: [1, 99], trend: true }
  - { id: cox, method: factors, cohort: Alle Kranken, endpoint: Überleben, univariable: gruppe }
  - { id: tafel, method: baseline, cohort: Alle Kranken, factors: tage, by: gruppe, tests: true }
`,
      "s.yaml",
    );
    const parsed = parseDictionary(dictionary, "d");
    const { records } = readRecords(parsed, {
      kranke: { file: "kranke.csv", bytes: new TextEncoder().encode(rows.join("\n")) },
    });
    const results = runStudy(study, parsed, { records });
    resultsSchema.parse(JSON.parse(stringifyResults(results)));
    expect(results.results.map(resultKey)).toContain("Verlauf / Gruppe/Alle Kranken/gruppe=Größe 11/12 ≥/median");
    expect(results.results.filter(({ name, analysis }) => analysis === "cox" && name === "hazardRatio")).toHaveLength(
      12,
    );
  });
});

describe("runStudy whatever the order of the rows", () => {
  /** The example with the lines below the heading of each CSV in another order. */
  function shuffled(example: string, order: (n: number) => number[]): Results {
    const study = parseStudy(exampleText(example, "study.yaml"), "study.yaml");
    const dictionary = parseDictionary(exampleText(example, "dictionary.yaml"), "dictionary.yaml");
    const files = Object.entries(study.records.kind === "files" ? study.records.tables : {}).map(
      ([table, { file }]) => {
        const [heading, ...lines] = exampleText(example, file).trimEnd().split("\n");
        const text = [heading, ...order(lines.length).map((i) => lines[i])].join("\n");
        return [table, { file, bytes: new TextEncoder().encode(text) }] as const;
      },
    );
    const { records } = readRecords(dictionary, Object.fromEntries(files));
    return runStudy(study, dictionary, { records });
  }
  const numbersOf = ({ records: _, ...results }: Results) => results;
  const orders = fc.infiniteStream(fc.double({ noNaN: true, min: 0, max: 1 })).map((stream) => {
    const places = [...stream.take(1000)];
    return (n: number) => Array.from({ length: n }, (_, i) => i).sort((a, b) => places[a] - places[b] || a - b);
  });

  it.each([
    ["hannover", 20],
    ["colon", 3],
  ])("changes no digit of the study %s", (example, numRuns) => {
    const recorded = JSON.parse(exampleText(example, "results.json")) as Results;
    fc.assert(
      fc.property(orders, (order) => {
        expect(numbersOf(shuffled(example, order))).toEqual(numbersOf(recorded));
      }),
      { numRuns },
    );
  });
});
