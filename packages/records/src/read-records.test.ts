import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvBytes, csvDialects } from "./fixtures/csv-dialect.js";
import { hannover } from "./fixtures/hannover.js";
import { cellOf, workbookOf } from "./fixtures/record-table.js";
import { parseDictionary } from "./parse-dictionary.js";
import { readRecords } from "./read-records.js";
import type { Value } from "./record.js";
import { RecordsError } from "./records-error.js";

const small = `title: Small
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
`;
const dictionary = parseDictionary(small, "dictionary.yaml");

function read(text: string) {
  const bytes = new TextEncoder().encode(text);
  const { records, findings } = readRecords(dictionary, { patients: { file: "patients.csv", bytes } });
  return { table: records.patients, findings };
}

describe("readRecords of other headings and writings", () => {
  const german = parseDictionary(
    `title: German
tables:
  patients:
    key: patient
    fields:
      patient: { type: text, also: [Pat.-Nr., ID] }
      born: { type: date, also: [geb., Geburtsdatum] }
      status: { type: code, codes: [alive, dead], also: [Verbleib], spellings: { lebt: alive, tot: dead, †: dead, n/a: alive } }
`,
    "dictionary.yaml",
  );
  const readGerman = (text: string) =>
    readRecords(german, { patients: { file: "patients.csv", bytes: new TextEncoder().encode(text) } });

  it("knows a field by each of its headings, and says so", () => {
    const { source, rows } = readGerman("pat.-nr.;GEB.;Verbleib\n1;1950-01-02;tot\n").records.patients;
    expect(rows[0].values).toEqual({ patient: "1", born: { year: 1950, month: 1, day: 2 }, status: "dead" });
    expect(source.unknownColumns).toEqual([]);
    expect(source.sniffed).toEqual(
      expect.arrayContaining(["heading “pat.-nr.” read as patient", "heading “Verbleib” read as status"]),
    );
  });

  it("refuses two headings of one field", () =>
    expect(() => readGerman("ID,geb.,Geburtsdatum\n1,,\n")).toThrow(
      "patients.csv: the headings “geb.” and “Geburtsdatum” both stand for born; rename or remove one",
    ));

  it("reads a code's other writings without case and spaces, and counts each", () => {
    const { records, findings } = readGerman(
      "ID,status\n1,†\n2,L ebt\n3,TOT\n4,dead\n5,tot\n6,n/a\n7,NA\n8,verstorben\n",
    );
    expect(records.patients.rows.map(({ values }) => values.status)).toEqual([
      ...["dead", "alive", "dead", "dead", "dead", "alive", null, null],
    ]);
    expect(records.patients.source.coercions).toEqual({
      "status: NA read as not recorded": 1,
      "status: “L ebt” read as alive": 1,
      "status: “TOT” read as dead": 1,
      "status: “n/a” read as alive": 1,
      "status: “tot” read as dead": 1,
      "status: “†” read as dead": 1,
    });
    expect(findings.map(({ why }) => why)).toEqual(["verstorben is not one of alive, dead"]);
  });
});

describe("readRecords of the series as a clinic keeps it", () => {
  const by = parseDictionary(readFileSync(new URL("dictionary.yaml", hannover), "utf8"), "dictionary.yaml");
  const asKept = readFileSync(new URL("as-kept.csv", hannover), "utf8")
    .replace(/^\uFEFF/, "")
    .split("\r\n")
    .join("\n");
  const tidy = (table: string) => ({
    file: `${table}.csv`,
    bytes: readFileSync(new URL(`${table}.csv`, hannover)),
  });

  it("knows its headings and writings: the patients are those of the tidy table", () => {
    const kept = readRecords(by, { patients: { file: "as-kept.csv", bytes: new TextEncoder().encode(asKept) } });
    expect(kept.findings).toEqual([]);
    const { source, rows } = kept.records.patients;
    expect(source.unknownColumns.every((heading) => heading.startsWith("OP"))).toBe(true);
    const { patients } = readRecords(by, { patients: tidy("patients") }).records;
    const told = ["sex", "date_of_birth", "primary_site", "grade", "date_of_primary_resection"];
    told.push("first_resection_elsewhere", "status", "date_last_seen", "cause_of_death");
    const valuesOf = (of: typeof rows) => of.map(({ values }) => told.map((field) => values[field]));
    expect(valuesOf(rows)).toEqual(valuesOf(patients.rows));
  });

  it("knows those of the operations, once they stand below each other", () => {
    const lines = asKept
      .trim()
      .split("\n")
      .map((line) => line.split(";"));
    const operations = [1, 2, 3].flatMap((number) => {
      const at = lines[0].indexOf(`OP${number} Datum`);
      const done = lines.slice(1).filter((cells) => cells[at] !== "");
      return done.map((cells) => [cells[0], number, ...cells.slice(at, at + 5)].join(";"));
    });
    const headings = ["Pat.-Nr.", "number", ...lines[0].slice(7, 12).map((heading) => heading.replace("OP1 ", ""))];
    const bytes = new TextEncoder().encode([headings.join(";"), ...operations].join("\n"));
    const kept = readRecords(by, { resections: { file: "as-kept.csv", bytes } });
    expect(kept.findings).toEqual([]);
    expect(kept.records.resections.source.unknownColumns).toEqual([]);
    const { resections } = readRecords(by, { resections: tidy("resections") }).records;
    const counted = (rows: typeof resections.rows) =>
      rows
        .map(({ values: { number, date, procedure, largest_cm, extrahepatic_tumour, r_status } }) =>
          JSON.stringify([number, date, procedure, largest_cm, extrahepatic_tumour, r_status]),
        )
        .sort();
    expect(counted(kept.records.resections.rows)).toEqual(counted(resections.rows));
  });
});

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

  it("counts each coercion by field and kind", () => {
    const { table } = read("patient;seen;sex;size_cm\nP1;3.9.1990;M;2,5\nP2;1990-01-01;M;3,5\nP3;4.9.1990;f;\n");
    expect(table.source.coercions).toEqual({
      "seen: dd.mm.yyyy read as date": 2,
      "sex: “M” read as m": 2,
      "size_cm: decimal comma read as point": 2,
    });
  });

  it("keeps a value that cannot be read beside the finding that it is", () => {
    const { table, findings } = read("patient,seen,sex,size_cm\nP1,1990-01-01, x ,big\n");
    expect(table.rows[0].values).toMatchObject({ sex: null, size_cm: null });
    expect(table.rows[0].unread).toEqual({
      sex: { text: "x", kind: "unknown-code", why: "x is not one of m, f" },
      size_cm: { text: "big", kind: "invalid-number", why: "big is not a number" },
    });
    const place = { patient: "P1", table: "patients", row: 2 };
    expect(findings).toEqual([
      { kind: "unknown-code", field: "sex", why: "x is not one of m, f", ...place },
      { kind: "invalid-number", field: "size_cm", why: "big is not a number", ...place },
    ]);
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

  it("offers the field that a column may be meant for, where the file lacks it", () => {
    const { table } = read("patient,seen,sise_cm,sexs,units,unit\nP1,1990-01-01,2,m,3,4\n");
    expect(table.source.sniffed.slice(2)).toEqual([
      "unknown column “sise_cm”, perhaps size_cm",
      "unknown column “sexs”, perhaps sex",
    ]);
    expect(table.source.unknownColumns).toEqual(["sise_cm", "sexs", "unit"]);
  });

  it("reads headings of several lines and with spaces that do not break", () => {
    const { table } = read('"Pat.-\nNr.",\u00A0Seen ,R\u00A0Status\nP1,1990-01-01,\n');
    expect(table.fields).toEqual(["patient", "seen", "r_status"]);
    expect(table.source.sniffed).toContain("heading “R Status” read as r_status");
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
      "P1,m,Meier,1933-12-24\nP2,f,Schmidt,1937-10-10\n",
      "patients.csv: the required column “patient” of patients is missing; the first row has none of its columns, but must hold the headings",
    ],
    [
      "patent,sean\nP1,1990-01-01\n",
      "patients.csv: the required column “patient” of patients is missing; nearest of the unknown columns is “patent”; the first row has none of its columns, but must hold the headings",
    ],
    [
      "patient,seen,Seen\nP1,1990-01-01,\n",
      "patients.csv: the headings “seen” and “Seen” both stand for seen; rename or remove one",
    ],
  ])("refuses %j in one sentence", (text, message) => {
    expect(() => read(text)).toThrow(new RecordsError("patients.csv", message.slice("patients.csv: ".length)));
  });

  it("gives the same values from a CSV of any dialect and from a workbook", () => {
    const date = fc
      .record({ year: fc.integer({ min: 1950, max: 2020 }), month: fc.integer({ min: 1, max: 12 }) })
      .chain(({ year, month }) => fc.integer({ min: 1, max: 28 }).map((day) => ({ year, month, day })));
    const partial = fc.oneof(
      date.map(({ year }) => ({ year })),
      date.map(({ year, month }) => ({ year, month })),
    );
    const orNothing = (value: fc.Arbitrary<Value>) => fc.option(value, { freq: 4, nil: null });
    const text = fc
      .string({ unit: fc.constantFrom("a", "ä", " ", "1", ";", ",", '"', "<", "&", "\n", "."), maxLength: 8 })
      .map((letters): Value => letters.trim() || null);
    const row = fc.tuple(
      date,
      text,
      orNothing(fc.constantFrom("m", "f")),
      orNothing(fc.oneof(date, partial)),
      orNothing(fc.integer({ min: 0, max: 500 }).map((tenths) => tenths / 10)),
      orNothing(fc.integer()),
      orNothing(fc.boolean()),
    );
    const headings = ["patient", "seen", "r_status", "sex", "elsewhere", "size_cm", "units", "smoker"];
    const withText = parseDictionary(
      small.replace("type: code, label: Resection, codes: [R0, R1]", "type: text"),
      "d.yaml",
    );
    const valuesOf = (file: string, bytes: Uint8Array) => {
      const { records, findings } = readRecords(withText, { patients: { file, bytes } });
      expect(findings).toEqual([]);
      return records.patients.rows.map(({ values }) => values);
    };
    const writing = fc.record({ decimalComma: fc.boolean(), dotted: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 6 }),
        csvDialects,
        writing,
        fc.boolean(),
        (rows, dialect, style, date1904) => {
          const values = rows.map((cells, i): Value[] => [`P${i + 1}`, ...cells]);
          const cells = values.map((line) => line.map((value) => cellOf(value, style)));
          const expected = values.map((line) => ({
            ...Object.fromEntries(headings.map((name, j) => [name, line[j]])),
            born: null,
          }));
          expect(valuesOf("a.csv", csvBytes([headings, ...cells], dialect))).toEqual(expected);
          expect(valuesOf("a.xlsx", workbookOf(headings, values, date1904))).toEqual(expected);
        },
      ),
    );
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
