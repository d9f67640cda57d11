import { readFileSync } from "node:fs";
import { parseDictionary, readRecords } from "@seriatim/records";
import { describe, expect, it } from "vitest";
import { resultKey } from "./results.js";
import { runStudy } from "./run-study.js";
import { parseStudy } from "./study-file.js";
import { expectClose, type RAnswer } from "./testing/r-answer.js";

const dictionary = `title: Options
tables:
  veterans:
    key: id
    fields:
      id: { type: integer }
      trt: { type: code, codes: [1, 2] }
      celltype: { type: code, codes: [squamous, smallcell, adeno, large] }
      time: { type: integer, unit: days }
      event: { type: code, codes: [0, 1] }
      karno: { type: integer }
      age: { type: integer }
      prior: { type: code, codes: [0, 10] }
  patients: { key: id, fields: { id: { type: integer } } }
  tumours:
    key: [id, enum]
    parent: patients
    fields:
      id: { type: integer }
      enum: { type: integer }
      rx: { type: code, codes: [1, 2] }
      size: { type: integer }
      number: { type: integer }
      start: { type: integer, unit: months }
      stop: { type: integer, unit: months }
      event: { type: code, codes: [0, 1] }
`;

const intervalTypes = ["plain", "log", "log-log", "logit", "arcsin"];
const cox = "method: factors, cohort: all, endpoint: os, univariable: karno, multivariable: [karno, trt, age]";
const logRank = "method: survival, cohort: all, endpoint: os";

const study = `title: Options
dictionary: dictionary.yaml
records: { veterans: veterans.csv, tumours: tumours.csv }
cohorts:
  all: { rows: veterans }
  recurrences: { rows: tumours }
endpoints:
  os: { time: time, event: { event: 1 } }
  later: { time: time, event: { event: 1 }, landmark: 30 }
  recurrence: { time: stop, entry: start, event: { event: 1 } }
factors:
  old: { of: age, cut: [75] }
analyses:
${intervalTypes
  .map(
    (type) =>
      `  - { id: km-${type}, ${logRank}, by: trt, at: [30, 90, 180, 365], tau: 180, confidence: { level: 0.9, type: ${type} } }`,
  )
  .join("\n")}
  - { id: peto, ${logRank}, by: celltype, rho: 1, trend: true }
  - { id: half, ${logRank}, by: celltype, rho: 0.5, trend: [1, 2, 5, 9] }
  - { id: two, ${logRank}, by: [trt, prior] }
  - { id: stratified, ${logRank}, by: trt, strata: celltype }
  - { id: efron, ${cox}, confidence: { level: 0.9 } }
  - { id: breslow, ${cox}, ties: breslow, confidence: { level: 0.9 } }
  - { id: exact, ${cox}, ties: exact }
  - { id: efron-strata, ${cox}, strata: celltype, confidence: { level: 0.99 } }
  - { id: breslow-strata, ${cox}, strata: celltype, ties: breslow, confidence: { level: 0.99 } }
  - { id: tumours, method: factors, cohort: recurrences, endpoint: recurrence, univariable: rx, multivariable: [rx, size, number] }
  - { id: late, method: survival, cohort: recurrences, endpoint: recurrence, at: [10, 20, 40] }
  - { id: landmark, method: survival, cohort: all, endpoint: later, by: trt, at: [30, 150] }
  - { id: landmark-cox, method: factors, cohort: all, endpoint: later, univariable: karno, multivariable: [karno, trt, age] }
  - { id: followed, method: follow-up, cohort: all, endpoint: os, confidence: { level: 0.9, type: plain } }
  - { id: ranks, method: baseline, cohort: all, factors: [karno, prior], by: trt, tests: true }
  - { id: means, method: baseline, cohort: all, factors: karno, by: trt, tests: means }
  - { id: ranks-cells, method: baseline, cohort: all, factors: [karno, old], by: celltype, tests: ranks }
  - { id: means-cells, method: baseline, cohort: all, factors: karno, by: celltype, tests: means }
`;

const table = (file: string) => readFileSync(new URL(`../../../references/data/${file}`, import.meta.url), "utf8");

const within = 1e-8;

describe("a study with every option", () => {
  const parsed = parseDictionary(dictionary, "dictionary.yaml");
  const [heading, ...rows] = table("veteran.csv").trimEnd().split("\n");
  const veterans = [`id,${heading}`, ...rows.map((row, i) => `${i + 1},${row}`)].join("\n");
  const bytes = (text: string) => new TextEncoder().encode(text);
  const { records } = readRecords(parsed, {
    veterans: { file: "veterans.csv", bytes: bytes(veterans) },
    tumours: { file: "tumours.csv", bytes: bytes(table("bladder2.csv")) },
  });
  const { results, analyses } = runStudy(parseStudy(study, "study.yaml"), parsed, { records });
  const answers = Object.entries(
    JSON.parse(readFileSync(new URL("testing/options-r.json", import.meta.url), "utf8")) as Record<string, RAnswer>,
  );

  it.each([...new Set(answers.map(([key]) => key.split("/")[0]))])("agrees with R in %s, within 1e-8", (analysis) => {
    const ours = new Map(results.map((result) => [resultKey(result), result]));
    for (const [key, { value, lower, upper, n, events }] of answers.filter(([one]) => one.startsWith(`${analysis}/`))) {
      const result = ours.get(key);
      expect(result, key).toMatchObject({ n, events });
      const { estimate, interval } = result!;
      expectClose(key, "value" in estimate ? estimate.value : null, value, within);
      if (lower !== undefined) expectClose(`${key} lower`, interval!.lower, lower, within);
      if (upper !== undefined) expectClose(`${key} upper`, interval!.upper, upper, within);
    }
  });

  it("has robust errors where a patient has several rows, though the patients have no file", () => {
    expect(analyses.find(({ id }) => id === "tumours")!.notes).toEqual([
      "93 rows observed only from after time zero (left truncation)",
      "46 patients contribute more than one row; standard errors are robust, clustered by patient",
      "No likelihood-ratio tests: they would treat the rows of a patient as independent",
    ]);
  });
});
