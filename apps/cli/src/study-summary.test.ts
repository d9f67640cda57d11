import type { PublishedAgreement, Result, Results } from "@seriatim/study";
import { describe, expect, it } from "vitest";
import { studySummary } from "./study-summary.js";

const plain = { stdout: { write() {}, isTerminal: false }, environment: {} };

function resultsWith(parts: Partial<Results>): Results {
  const table = { file: "a.csv", sha256: "", sniffed: [], coercions: {}, unknownColumns: [] };
  return {
    format: "seriatim-results",
    version: 1,
    software: { name: "seriatim", version: "0.1.0" },
    study: { title: "A series" },
    records: {
      sha256: "",
      tables: [
        { ...table, name: "patients", label: "Patients", rows: 26 },
        { ...table, name: "visits", label: "Visits", rows: 90 },
        { ...table, name: "resections", label: "Liver resections", rows: 1034 },
      ],
      findings: [],
    },
    cohorts: [{ id: "all", label: "All", rowsOf: "resections", rows: 1034, patients: 26, steps: [], members: [] }],
    endpoints: [{ id: "os", label: "Overall survival", unit: "months", definition: "" }],
    factors: [
      {
        id: "r",
        label: "Resection",
        type: "categorical",
        levels: [
          { id: "0", label: "R0" },
          { id: "1", label: "R1" },
        ],
      },
    ],
    analyses: [],
    results: [],
    published: [],
    ...parts,
  };
}

const survival = (id: string, by: string[]): Results["analyses"][number] => {
  const empty = { at: [], conventions: [], groups: [], excluded: [], notes: [] };
  return { id, method: "survival", label: id, endpoint: "os", by, ...empty };
};

const median = (analysis: string, group: Record<string, string>, estimate: Result["estimate"]): Result => {
  const interval = { lower: 22.1, upper: null, level: 0.95, method: "log-log" };
  return {
    analysis,
    cohort: "all",
    group,
    name: "median",
    estimate,
    interval,
    n: 15,
    events: 6,
    unit: "months",
    notes: [],
  };
};

describe("studySummary", () => {
  it("tells the patients, the operations, the medians by group and the agreement", () => {
    const published = [{ agrees: true }, { agrees: false }, { agrees: true }] as PublishedAgreement[];
    const text = studySummary(
      resultsWith({
        analyses: [survival("all", []), survival("by-r", ["r"]), survival("later", ["r"])],
        results: [
          median("all", {}, { value: 1 }),
          median("by-r", {}, { value: 2 }),
          median("by-r", { r: "0" }, { value: 32 }),
          median("by-r", { r: "1" }, { notReached: true }),
          median("later", { r: "0" }, { value: 3 }),
        ],
        published,
      }),
      plain,
    );
    expect(text).toBe(
      [
        "A series",
        "Patients              26",
        "Liver resections      1,034",
        "Overall survival, R0  median 32.0 months (95% CI 22.1–not reached); n = 15, events = 6",
        "Overall survival, R1  median not reached (95% CI 22.1–not reached); n = 15, events = 6",
        "Published figures     2 of 3 agree",
        "",
      ].join("\n"),
    );
  });

  it("tells everyone's median where no analysis has groups, and none where there is no survival", () => {
    const text = studySummary(
      resultsWith({ analyses: [survival("all", [])], results: [median("all", {}, { value: 32 })] }),
      plain,
    );
    expect(text).toContain("Overall survival   median 32.0 months");
    expect(text).toContain("Published figures  none listed");
    expect(studySummary(resultsWith({}), plain)).not.toContain("median");
  });
});
