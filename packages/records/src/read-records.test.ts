import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseDictionary } from "./parse-dictionary.js";
import { readRecords } from "./read-records.js";
import { RecordsError } from "./records-error.js";

const dictionary = parseDictionary(
  `title: Small
tables:
  patients:
    key: patient
    fields:
      patient: { type: text, label: Pat.-Nr. }
      sex: { type: code, codes: { m: Male, f: Female } }
      r_status: { type: code, label: Resection, codes: [R0, R1] }
      born: { type: date, identifying: true }
      seen: { type: date, required: true }
      elsewhere: { type: date, partial: true }
      size_cm: { type: decimal, unit: cm, min: 0, max: 50 }
      units: { type: integer }
      smoker: { type: boolean }
`,
  "dictionary.yaml",
);

function read(text: string) {
  const bytes = new TextEncoder().encode(text);
  const { records, findings } = readRecords(dictionary, { patients: { file: "patients.csv", bytes } });
  return { table: records.patients, findings };
}

/** The value and the coercions of one cell. */
function cell(field: string, text: string, separator = ";") {
  const { table, findings } = read(
    `patient${separator}seen${separator}${field}\nP1${separator}1990-01-01${separator}${text}\n`,
  );
  const [row] = table.rows;
  return {
    value: row.values[field],
    unread: row.unread[field]?.text,
    why: findings[0]?.why,
    kind: findings[0]?.kind,
    coercions: table.source.coercions,
  };
}

describe("readRecords", () => {
  it("types values by the dictionary and says where they came from", () => {
    const text =
      "patient,sex,seen,elsewhere,size_cm,units,smoker,notes\nP1,m,1990-09-03,1990-09,2.5,3,yes,x\nP2,,1991-01-01,,,,,\n";
    const { table, findings } = read(text);
    expect(findings).toEqual([]);
    expect(table.rows[0]).toEqual({
      row: 2,
      unread: {},
      values: {
        patient: "P1",
        sex: "m",
        r_status: null,
        born: null,
        seen: { year: 1990, month: 9, day: 3 },
        elsewhere: { year: 1990, month: 9 },
        size_cm: 2.5,
        units: 3,
        smoker: true,
      },
    });
    expect(table.rows[1].values).toMatchObject({
      sex: null,
      elsewhere: null,
      size_cm: null,
      units: null,
      smoker: null,
    });
    expect(table.fields).toEqual(["patient", "sex", "seen", "elsewhere", "size_cm", "units", "smoker"]);
    expect(table.source).toEqual({
      file: "patients.csv",
      sha256: createHash("sha256").update(text).digest("hex"),
      format: "csv",
      sniffed: ['separator: ","', 'encoding: "utf-8"'],
      coercions: {},
      unknownColumns: ["notes"],
    });
  });

  it.each([
    ["sex", "M", "m", "sex: “M” read as m"],
    ["sex", "female", "f", "sex: “female” read as f"],
    ["r_status", "R 0", "R0", "r_status: “R 0” read as R0"],
    ["sex", "NA", null, "sex: NA read as not recorded"],
    ["size_cm", "12,0", 12, "size_cm: decimal comma read as point"],
    ["size_cm", " 3", 3, "size_cm: spaces around the value removed"],
    ["units", "3.0", 3, "units: number with decimals .0 read as whole number"],
    ["seen", "3.9.1990", { year: 1990, month: 9, day: 3 }, "seen: dd.mm.yyyy read as date"],
    ["smoker", "0", false, "smoker: 0 read as no"],
  ])("counts the coercion of %s %j", (field, text, value, coercion) => {
    const { records } = readRecords(dictionary, {
      patients: {
        file: "p.csv",
        bytes: new TextEncoder().encode(
          field === "seen" ? `patient;seen\nP1;${text}\n` : `patient;seen;${field}\nP1;1990-01-01;${text}\n`,
        ),
      },
    });
    expect(records.patients.rows[0].values[field]).toEqual(value);
    expect(records.patients.source.coercions).toEqual({ [coercion]: 1 });
  });

  it("keeps NA where the field is a text", () =>
    expect(read("patient,seen\nNA,1990-01-01\n").table.rows[0].values.patient).toBe("NA"));

  it.each([
    ["sex", "x", "unknown-code", "x is not one of m, f"],
    ["sex", "x ", "unknown-code", "x is not one of m, f"],
    ["r_status", "R4", "unknown-code", "R4 is not one of R0, R1"],
    ["size_cm", "big", "invalid-number", "big is not a number"],
    ["size_cm", "-3", "invalid-number", "-3 cm is below 0"],
    ["size_cm", "480", "invalid-number", "480 cm is above 50"],
    ["size_cm", "1e999", "invalid-number", "1e999 is too large for a number"],
    ["size_cm", "1,234", "invalid-number", "1,234 may be 1.234 or 1234; write it without a thousands mark"],
    ["size_cm", "1.234,5", "invalid-number", "1.234,5 is not a number"],
    ["units", "2.5", "invalid-number", "2.5 is not a whole number"],
    ["units", "99999999999999999", "invalid-number", "99999999999999999 is not a whole number"],
    ["elsewhere", "1990-02-30", "invalid-date", "30 February does not exist"],
    ["smoker", "maybe", "unknown-code", "maybe is not one of yes, no, true, false, 1, 0"],
  ])("finds fault with %s %j, and keeps what stood there", (field, text, kind, why) => {
    expect(cell(field, text)).toMatchObject({ value: null, unread: text.trim(), kind, why });
  });

  it("takes 1.234 for 1.234 where numbers have points, and leaves it open where they have commas", () => {
    const value = (other: string) =>
      read(`patient;seen;size_cm\nP1;1990-01-01;1.234\nP2;1990-01-01;${other}\n`).table.rows[0].values.size_cm;
    expect([value("2.5"), value("2,5")]).toEqual([1.234, null]);
    const withComma = read("patient;seen;size_cm\nP1;1990-01-01;1,234\nP2;1990-01-01;2,5\n");
    expect(withComma.table.rows[0].values.size_cm).toBe(1.234);
  });

  it("needs a day where the field is not partial", () => {
    const { findings } = read("patient,seen\nP1,1990-09\n");
    expect(findings).toEqual([
      {
        kind: "invalid-date",
        patient: "P1",
        table: "patients",
        field: "seen",
        row: 2,
        why: "1990-09 has no day; a full date is needed",
      },
    ]);
  });

  it("never prints an identifying value", () => {
    const { findings } = read("patient,seen,born\nP1,1990-01-01,30.02.1950\n");
    expect(findings[0]).toMatchObject({ kind: "invalid-date", field: "born" });
    expect(findings[0].why).not.toMatch(/30|February|1950/);
  });

  it("knows a column by its label or another spelling, and says so", () => {
    const { table } = read("Pat.-Nr.;SEEN;R-Status;constructor\nP1;1990-01-01;R1;x\n");
    expect(table.rows[0].values).toMatchObject({ patient: "P1", r_status: "R1" });
    expect(table.source.sniffed.slice(2)).toEqual([
      "heading “Pat.-Nr.” read as patient",
      "heading “SEEN” read as seen",
      "heading “R-Status” read as r_status",
    ]);
    expect(table.source.unknownColumns).toEqual(["constructor"]);
  });

  it("leaves a heading that could be two fields unknown", () => {
    const twice = parseDictionary(
      "title: T\ntables: { t: { key: id, fields: { id: { type: text }, a: { type: text, label: Grade }, b: { type: text, label: Grade } } } }",
      "d.yaml",
    );
    const bytes = new TextEncoder().encode("id,Grade\n1,G2\n");
    const { records } = readRecords(twice, { t: { file: "t.csv", bytes } });
    expect(records.t.source.unknownColumns).toEqual(["Grade"]);
    expect(records.t.rows[0].values).toEqual({ id: "1", a: null, b: null });
  });

  it("counts the empty rows that it leaves out", () => {
    const { table } = read("patient,seen\nP1,1990-01-01\n,\nP2,1990-01-01\n");
    expect(table.rows.map(({ row }) => row)).toEqual([2, 4]);
    expect(table.source.coercions).toEqual({ "empty row left out": 1 });
  });

  it.each([
    [
      "patient,last_sen\nP1,x\n",
      "patients.csv: the required column “seen” of patients is missing; nearest of the unknown columns is “last_sen”; found patient, last_sen",
    ],
    ["patient,sex\nP1,m\n", "patients.csv: the required column “seen” of patients is missing; found patient, sex"],
    [
      "patient,seen,Seen\nP1,1990-01-01,\n",
      "patients.csv: the headings “seen” and “Seen” both stand for seen; rename or remove one",
    ],
  ])("refuses %j in one sentence", (text, message) => {
    expect(() => read(text)).toThrow(new RecordsError("patients.csv", message.slice("patients.csv: ".length)));
  });

  it("refuses a table that the dictionary does not have", () => {
    expect(() => readRecords(dictionary, { patient: { file: "p.csv", bytes: new Uint8Array() } })).toThrow(
      "p.csv: “patient” is no table of the dictionary; did you mean “patients”? Known: patients",
    );
  });
});

describe("readRecords on as-kept records", () => {
  const asKept = parseDictionary(
    `title: As kept
tables:
  patients:
    key: patient
    fields:
      patient: { type: text, label: Pat.-Nr. }
      born: { type: date, label: geb. }
      elsewhere: { type: date, label: auswärtige Leber-OP, partial: true }
      largest: { type: decimal, label: OP1 größter Herd (cm) }
      r_status: { type: code, label: OP1 R, codes: { R0: R0, R1: R1 (mikr.), R2: R2 (makr.) } }
`,
    "as-kept.yaml",
  );
  const read = (file: string) =>
    readRecords(asKept, {
      patients: { file, bytes: readFileSync(new URL(`../../../studies/hannover/${file}`, import.meta.url)) },
    });

  it("gives the same values from CSV and XLSX, and counts what it took to read them", () => {
    const [csv, xlsx] = [read("as-kept.csv"), read("as-kept.xlsx")];
    expect(csv.findings).toEqual([]);
    expect(xlsx.findings).toEqual([]);
    expect(csv.records.patients.rows).toEqual(xlsx.records.patients.rows);
    expect(csv.records.patients.rows[0].values).toEqual({
      patient: "1",
      born: { year: 1933, month: 12, day: 24 },
      elsewhere: null,
      largest: 12,
      r_status: "R0",
    });
    expect(csv.records.patients.rows[23].values.elsewhere).toEqual({ year: 1990, month: 9 });
    expect(csv.records.patients.source.coercions).toMatchObject({
      "born: dd.mm.yyyy read as date": 26,
      "largest: decimal comma read as point": 23,
    });
    expect(xlsx.records.patients.source.coercions).not.toHaveProperty("born: dd.mm.yyyy read as date");
  });
});
