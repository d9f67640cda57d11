import { describe, expect, it } from "vitest";
import type { Course, Results } from "../results.js";
import { resultOf, runTiny } from "../testing/tiny-study.js";

const patients = `
  patient seen       status sex
  P1      1990-12-31 dead   f
  P2      1990-03-01 alive  m
  P3      1990-05-01 alive  m
  P4      1990-05-01 alive  m`;
const operations = `
  patient number date       margin
  P1      2      1990-07-01 involved
  P1      1      1990-01-01 clear
  P2      2      1990-02-01 -
  P3      1      1990-06-01 clear`;

function run(
  rows = "operations",
  tables: Record<string, string> = { patients, operations },
  level = "margin",
  dictionary?: string,
): Results {
  return runTiny(
    `cohorts: { all: { rows: ${rows} } }
endpoints: { os: { from: operations.date, to: seen, event: { status: dead }, unit: days } }
analyses: [{ id: s, method: swimmer, cohort: all, endpoint: os, operations: operations, level: ${level} }]
`,
    tables,
    dictionary,
  );
}

const coursesOf = (results: Results): Course[] => resultOf(results, { name: "courses" }).courses!;

describe("swimmer", () => {
  it("begins each course with the first operation recorded here, and ends it where observation does", () => {
    expect(coursesOf(run())).toEqual([
      {
        patient: "P1",
        end: 364,
        event: true,
        operations: [
          { at: 0, ordinal: 1, level: "clear" },
          { at: 181, ordinal: 2, level: "involved" },
        ],
      },
      { patient: "P2", end: 28, event: false, operations: [{ at: 0, ordinal: 2, level: "" }] },
    ]);
  });

  it("puts operations in the order of their dates, whatever their numbers", () => {
    const swapped = operations.replace("1990-07-01", "1989-07-01");
    expect(coursesOf(run("operations", { patients, operations: swapped }))[0].operations).toEqual([
      { at: 0, ordinal: 2, level: "involved" },
      { at: 184, ordinal: 1, level: "clear" },
    ]);
  });

  it("counts courses and events, notes who begins later, and leaves out, by reason, what has no course", () => {
    const results = run();
    expect(resultOf(results, { name: "courses" })).toMatchObject({
      estimate: { value: 2 },
      n: 2,
      events: 1,
      unit: "patients",
    });
    expect(results.analyses[0]).toMatchObject({
      notes: ["1 course begins with a later operation than the first"],
      excluded: [{ reason: "Last seen before Date of operation", rows: 1, patients: 1 }],
      conventions: [
        "Time zero is each patient's first row in Operations recorded here, by Date of operation.",
        "Times in days.",
      ],
    });
  });

  it("takes of a cohort of patients all their operations, and counts who has none", () => {
    const results = run("patients");
    expect(coursesOf(results).map(({ patient }) => patient)).toEqual(["P1", "P2"]);
    expect(results.analyses[0].excluded).toEqual([
      { reason: "Last seen before Date of operation", rows: 1, patients: 1 },
      { reason: "nothing recorded in Operations", rows: 1, patients: 1 },
    ]);
  });

  it("takes a level of the patient", () => {
    expect(coursesOf(run("operations", undefined, "sex"))[1].operations[0].level).toBe("m");
  });

  it("leaves out an operation of which it is not known whose it is", () => {
    const { excluded } = run("operations", { patients, operations: `${operations}\n  -       1      1990-01-01 clear` })
      .analyses[0];
    expect(excluded).toContainEqual({ reason: "study number not recorded", rows: 1, patients: 0 });
  });

  it("numbers operations by date where the records do not, those outside the cohort among them", () => {
    const dictionary = `title: Without numbers
tables:
  patients: { key: patient, fields: { patient: { type: text }, seen: { type: date }, status: { type: code, codes: [alive, dead] } } }
  operations:
    one: operation
    key: [patient, date]
    parent: patients
    fields: { patient: { type: text }, date: { type: date, label: Date }, margin: { type: code, codes: [clear, involved] } }
`;
    const dated = "patient date margin\nP1 1990-07-01 involved\nP1 1990-01-01 clear\nP2 1990-02-01 involved\n";
    const results = runTiny(
      `cohorts: { all: { rows: operations, where: { margin: involved } } }
endpoints: { os: { from: operations.date, to: seen, event: { status: dead }, unit: days } }
analyses: [{ id: s, method: swimmer, cohort: all, endpoint: os, operations: operations, level: margin }]
`,
      { patients: patients.replaceAll(/ [fm]$/gm, "").replace(" sex", ""), operations: dated },
      dictionary,
    );
    expect(coursesOf(results).map((course) => course.operations.map(({ at, ordinal }) => [at, ordinal]))).toEqual([
      [[0, 2]],
      [[0, 1]],
    ]);
    expect(results.analyses[0].conventions[1]).toBe(
      "Each operation is numbered by its date among those recorded of the patient.",
    );
  });
});
