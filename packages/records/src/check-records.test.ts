import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkRecords } from "./check-records.js";
import type { Finding } from "./finding.js";
import { csvBytes } from "./fixtures/csv-dialect.js";
import { asOf, brief, check, dictionary, type Edit, hannover, set } from "./fixtures/hannover.js";
import {
  cleanPatients,
  type Patient,
  type Plant,
  type Planted,
  plants,
  type TableName,
} from "./fixtures/planted-faults.js";
import { parseDictionary } from "./parse-dictionary.js";
import { readRecords } from "./read-records.js";
import type { Records } from "./record.js";
import { RecordsError } from "./records-error.js";

const withErrors = { tables: ["patients", "resections"], folder: new URL("with-errors/", hannover) };
const anyCsv = {
  separator: ",",
  lineEnd: "\n",
  encoding: "utf-8",
  byteOrderMark: false,
  isAnnounced: false,
  quotesAll: true,
  endsWithLineEnd: true,
} as const;
const place = ({ kind, patient, table, field }: Finding) => `${kind} ${patient} ${table}.${field}`;

describe("checkRecords on the Hannover series", () => {
  it("finds nothing in the clean records", () => expect(check()).toEqual([]));

  it("finds the planted faults, all of them and no other", () => {
    const expected = JSON.parse(
      readFileSync(new URL("expected-findings.json", withErrors.folder), "utf8"),
    ) as Finding[];
    const found = check({}, withErrors);
    expect(expected).toHaveLength(15);
    expect(found.map(place).sort()).toEqual(expected.map(place).sort());
    const why = new Map(found.map((finding) => [place(finding), finding.why]));
    const different = expected
      .filter((finding) => why.get(place(finding)) !== finding.why)
      .map((finding) => [finding.why, why.get(place(finding))]);
    expect(different).toEqual([
      ["patient stands twice", "patient stands twice, first in row 19"],
      ["480 cm", "480 cm is outside the plausible 0.1 to 40 cm"],
      ["in the future", "2093-07-06 is in the future (after 2026-01-01)"],
    ]);
  });

  it("makes one finding of one fault that two rules see, worded by the first", () => {
    // With the visits there, P07 is also last seen before a visit, and P21 dead at one.
    const visits = readFileSync(new URL("followups.csv", hannover));
    const files = Object.fromEntries(
      withErrors.tables.map((table) => {
        const file = `${table}.csv`;
        return [table, { file, bytes: readFileSync(new URL(file, withErrors.folder)) }];
      }),
    );
    const { records } = readRecords(dictionary, { ...files, followups: { file: "followups.csv", bytes: visits } });
    expect(checkRecords(dictionary, records, { asOf })).toEqual(check({}, withErrors));
  });
});

describe("checkRecords on faults planted in any patient", () => {
  /** Plants one fault in each patient, or none, and holds what is found against what was planted. */
  function expectAllFound(choose: (i: number) => Plant | undefined): number {
    const patients = cleanPatients();
    const planted = patients.flatMap((patient, i) => choose(i)?.plant(patient) ?? []);
    const rows = tablesOf(patients);
    const files = Object.fromEntries(
      (["patients", "resections"] as const).map((table) => [table, () => csvOf(rows[table])]),
    );
    const found = check(files, { tables: ["patients", "resections"] });
    const placed = planted.map((one) => ({ ...finding(one, rows), why: one.why }));
    expect(found.map(({ why: _, ...where }) => where)).toEqual(
      placed.map(({ why: _, ...where }) => where).sort((a, b) => byPlace(a) - byPlace(b)),
    );
    for (const { why, ...where } of placed)
      expect(found.find((one) => place(one) === place({ ...where, why }) && one.row === where.row)?.why).toContain(why);
    return planted.length;
  }

  it.each(plants.map((plant) => [plant.fault, plant] as const))("finds each once: %s", (_, plant) => {
    expect(expectAllFound(() => plant)).toBeGreaterThan(0);
  });

  it("finds each once where each patient has another", () => {
    const choice = fc.array(fc.option(fc.constantFrom(...plants)), { minLength: 26, maxLength: 26 });
    fc.assert(fc.property(choice, (chosen) => void expectAllFound((i) => chosen[i] ?? undefined)));
  });
});

describe("checkRecords", () => {
  it("is in the order of tables, rows and fields whatever the order of the rules", () => {
    const found = check({}, withErrors);
    const order = (finding: Finding) => withErrors.tables.indexOf(finding.table) * 1000 + finding.row;
    expect(found).toEqual(found.toSorted((a, b) => order(a) - order(b)));
    const by = { ...dictionary, rules: dictionary.rules.toReversed() };
    expect(check({}, { ...withErrors, by })).toEqual(found);
  });

  it("finds the same whatever the order of the rows, but for their numbers", () => {
    const withoutRows = (findings: Finding[]) =>
      findings.map((finding) => `${place(finding)} ${finding.why.replace(/row \d+/, "row")}`).sort();
    const expected = withoutRows(check({}, withErrors));
    const key = fc.array(fc.integer(), { minLength: 40, maxLength: 40 });
    const shuffled =
      (keys: number[]): Edit =>
      (text) => {
        const [header, ...lines] = text.trim().split("\n");
        const places = lines.map((line, i) => ({ line, at: keys[i] }));
        return `${[header, ...places.sort((a, b) => a.at - b.at).map(({ line }) => line)].join("\n")}\n`;
      };
    fc.assert(
      fc.property(key, key, (patients, resections) => {
        const found = check({ patients: shuffled(patients), resections: shuffled(resections) }, withErrors);
        expect(withoutRows(found)).toEqual(expected);
      }),
    );
  });

  it("loses no row and no cell, whatever stands in them, and never fails", () => {
    const fields = Object.keys(dictionary.tables.resections.fields);
    const hostile = fc.oneof(
      fc.constantFrom("P01", "1", "2", "-1", "1990-01-01", "1990", "yes", "no", "R0", "R1", "lung", "NA", "#N/A", "7%"),
      fc.string({ unit: "binary", maxLength: 4 }),
    );
    // Control characters are refused with the file, and tested there.
    const cell = hostile.map((text) => text.replace(/\p{Cc}|\p{Cs}/gu, ""));
    const row = fc.array(cell, { minLength: fields.length, maxLength: fields.length });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
        const patients = { file: "patients.csv", bytes: readFileSync(new URL("patients.csv", hannover)) };
        const resections = { file: "resections.csv", bytes: csvBytes([fields, ...rows], anyCsv) };
        const { records } = readRecords(dictionary, { patients, resections });
        const found = checkRecords(dictionary, records, { asOf });
        const { rows: read, source } = records.resections;
        expect(read.length + (source.coercions["empty row left out"] ?? 0)).toBe(rows.length);
        const unsaid = read.flatMap(({ row: number, values }) =>
          fields.filter(
            (field, j) =>
              rows[number - 2][j].trim() !== "" &&
              values[field] === null &&
              !found.some((one) => one.table === "resections" && one.row === number && one.field === field),
          ),
        );
        const counted = Object.entries(source.coercions).filter(([what]) => what.endsWith("read as not recorded"));
        const isCounted = counted.reduce((sum, [, n]) => sum + n, 0);
        expect(unsaid.length).toBeLessThanOrEqual(isCounted);
        for (const field of unsaid) expect(counted.map(([what]) => what.split(":")[0])).toContain(field);
      }),
      { numRuns: 200 },
    );
  });

  it("returns again what reading found, once", () => {
    const bytes = new TextEncoder().encode(
      set("P16,1", "r_status", "R4")(readFileSync(new URL("resections.csv", hannover), "utf8")),
    );
    const { records, findings } = readRecords(dictionary, { resections: { file: "resections.csv", bytes } });
    expect(findings).toHaveLength(1);
    expect(checkRecords(dictionary, records, { asOf })).toEqual(findings);
  });

  it("does not ask for what stands in a table that is not there", () => {
    expect(check({}, { tables: ["resections"] })).toEqual([]);
    expect(check({}, { tables: ["followups"] })).toEqual([]);
  });

  it("finds nothing in tables without rows, and refuses one without header", () => {
    const header: Edit = (text) => `${text.split("\n")[0]}\n`;
    expect(check({ patients: header, resections: header, followups: header })).toEqual([]);
    expect(() => check({ patients: () => "" })).toThrow(RecordsError);
  });

  it("keeps patients apart whose keys are names that every object has", () => {
    const keys = ["__proto__", "constructor", "toString"];
    const edit: Edit = (text) => keys.reduce((edited, key, i) => edited.replaceAll(`P0${i + 1}`, key), text);
    expect(check({ patients: edit, resections: edit, followups: edit })).toEqual([]);
    const orphan: Edit = (text) => edit(text).replace("constructor,1", "valueOf,1");
    expect(brief(check({ patients: edit, resections: orphan }, { tables: ["patients", "resections"] }))).toEqual([
      "orphan valueOf resections.patient: no such patient",
    ]);
  });

  it("judges 100,000 rows of one patient, of which row against row would outlast any test", () => {
    const small = parseDictionary(
      `title: Small
tables:
  patients: { key: patient, fields: { patient: { type: text } } }
  operations:
    key: [patient, number]
    parent: patients
    fields: { patient: { type: text }, number: { type: integer }, date: { type: date } }
rules:
  - { kind: sequence, ordinal: operations.number }
  - { kind: consecutive-dates, date: operations.date, ordinal: operations.number }
`,
      "dictionary.yaml",
    );
    const source = { file: "", sha256: "", format: "csv" as const, sniffed: [], coercions: {}, unknownColumns: [] };
    const rows = Array.from({ length: 100_000 }, (_, i) => ({
      row: i + 2,
      values: { patient: "P1", number: i + 1, date: { year: 1990, month: 1, day: 1 } },
      unread: {},
    }));
    const records: Records = {
      operations: { name: "operations", fields: ["patient", "number", "date"], rows, source },
    };
    expect(checkRecords(small, records, { asOf })).toEqual([]);
  });
});

type Rows = Record<TableName, Record<string, string>[]>;

function tablesOf(patients: readonly Patient[]): Rows {
  const added = (table: TableName) =>
    patients.flatMap((patient) => patient.added.filter((one) => one.table === table).map(({ row }) => row));
  return {
    patients: [...patients.map(({ patient }) => patient), ...added("patients")],
    resections: [...patients.flatMap(({ resections }) => resections), ...added("resections")],
  };
}

function csvOf(rows: readonly Record<string, string>[]): string {
  return `${[Object.keys(rows[0]), ...rows.map((row) => Object.values(row))].map((cells) => cells.join(",")).join("\n")}\n`;
}

function finding({ kind, table, row, field }: Planted, rows: Rows): Omit<Finding, "why"> {
  return { kind, patient: row.patient, table, field, row: rows[table].indexOf(row) + 2 };
}

function byPlace({ table, row }: Omit<Finding, "why">): number {
  return (table === "patients" ? 0 : 1000) + row;
}
