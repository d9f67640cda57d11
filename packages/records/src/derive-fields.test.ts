import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkRecords } from "./check-records.js";
import { deriveFields } from "./derive-fields.js";
import { parseDictionary } from "./parse-dictionary.js";
import { readRecords } from "./read-records.js";
import type { Records, Value } from "./record.js";

const dictionary = parseDictionary(
  `title: Derived
tables:
  patients:
    key: patient
    fields:
      patient: { type: text }
      # Before the field that it is derived from.
      outcome:
        type: code
        codes: [well, ill, lost]
        derived:
          definitions:
            simple:
              - { value: ill, when: { status: [ill, dead] } }
              - { value: well, when: { status: { recorded: true } } }
              - { value: lost }
      status: { type: code, codes: [well, ill, dead], derived: { latest: { table: contacts, by: date, field: status } } }
      last_seen: { type: date, partial: true, required: true, derived: { latest: { table: contacts, by: date, field: date } } }
      last_score: { type: integer, derived: { latest: { table: contacts, by: date, field: score } } }
  operations:
    key: [patient, number]
    parent: patients
    fields:
      patient: { type: text }
      number: { type: integer }
      margin_mm: { type: decimal, unit: mm, min: 0 }
      residual_tumour: { type: code, codes: ["no", liver] }
      r_status:
        type: code
        codes: [R0, R1, R2, RX]
        derived:
          definitions:
            1 mm:
              - { value: R2, when: { residual_tumour: liver } }
              - { value: R1, when: { margin_mm: { below: 1 } } }
              - { value: R0, when: { margin_mm: { atLeast: 1 } } }
              - { value: RX }
            0 mm:
              - { value: R2, when: { residual_tumour: liver } }
              - { value: R1, when: { margin_mm: 0 } }
              - { value: R0, when: { margin_mm: { above: 0 } } }
              - { value: RX, when: { margin_mm: { recorded: false } } }
          default: 1 mm
      measured:
        type: code
        codes: ["yes", "no"]
        derived: { definitions: { only: [{ value: "no", when: { margin_mm: { recorded: false } } }, { value: "yes" }] } }
      result:
        type: code
        codes: [good, bad]
        derived:
          definitions:
            only:
              - { value: good, when: { r_status: R0, patients.outcome: well } }
              - { value: bad, when: { operations.r_status: [R1, R2] } }
  contacts:
    key: [patient, date]
    parent: patients
    fields:
      patient: { type: text }
      date: { type: date, partial: true }
      status: { type: code, codes: [well, ill, dead] }
      score: { type: integer }
`,
  "dictionary.yaml",
);

function records(tables: Readonly<Record<string, string>>): Records {
  const files = Object.entries(tables).map(([name, text]) => [
    name,
    { file: `${name}.csv`, bytes: new TextEncoder().encode(text) },
  ]);
  return readRecords(dictionary, Object.fromEntries(files)).records;
}

/** A field's values row by row. */
function valuesOf(of: Records, table: string, field: string): Value[] {
  return of[table].rows.map(({ values }) => values[field]);
}

/** R status and the result of operations with these margins and residual tumours, by the definition given. */
function rStatus(rows: readonly string[], definition?: string): Value[] {
  const read = records({
    operations: `patient,number,margin_mm,residual_tumour\n${rows.map((row, i) => `P1,${i + 1},${row}\n`).join("")}`,
  });
  const options = definition === undefined ? {} : { definitions: { "operations.r_status": definition } };
  return valuesOf(deriveFields(dictionary, read, options), "operations", "r_status");
}

/** What is derived of one patient's contacts. */
function latest(...contacts: string[]): Readonly<Record<string, Value>> {
  const read = records({
    patients: "patient\nP1\n",
    contacts: `patient,date,status,score\n${contacts.map((row) => `P1,${row}\n`).join("")}`,
  });
  return deriveFields(dictionary, read).patients.rows[0].values;
}

describe("deriveFields by cases", () => {
  it("takes the first case that counts, under the definition chosen or the default one", () => {
    const rows = ["0,no", "0.9,no", "1,no", "5,no", "5,liver"];
    expect(rStatus(rows)).toEqual(["R1", "R1", "R0", "R0", "R2"]);
    expect(rStatus(rows, "1 mm")).toEqual(["R1", "R1", "R0", "R0", "R2"]);
    expect(rStatus(rows, "0 mm")).toEqual(["R1", "R0", "R0", "R0", "R2"]);
  });

  it("does not take a margin that is not recorded for 0", () => {
    expect(rStatus([",no", ",", ",liver"])).toEqual(["RX", "RX", "R2"]);
    expect(rStatus([",no", ",", ",liver"], "0 mm")).toEqual(["RX", "RX", "R2"]);
  });

  it("is null where what cannot be read decides, and else is not", () => {
    expect(rStatus(["ca. 1,no", "5,?", "?,liver", "?,?"])).toEqual([null, null, "R2", null]);
    expect(rStatus(["ca. 1,no"], "0 mm")).toEqual([null]);
  });

  it("takes what cannot be read for recorded, as the rules do", () => {
    const read = records({ operations: "patient,number,margin_mm,residual_tumour\nP1,1,?,\nP1,2,,\nP1,3,2,\n" });
    expect(valuesOf(deriveFields(dictionary, read), "operations", "measured")).toEqual(["yes", "no", "yes"]);
  });

  it("is null where no case counts", () => {
    const read = records({
      patients: "patient\nP1\n",
      operations: "patient,number,margin_mm,residual_tumour\nP1,1,,no\nP1,2,0,no\nP2,1,3,no\n",
      contacts: "patient,date,status,score\nP1,1990,well,\n",
    });
    // The operation of P2, who is no patient, has no parent that is well.
    expect(valuesOf(deriveFields(dictionary, read), "operations", "result")).toEqual([null, "bad", null]);
  });

  it("builds one on another, whatever their order in the dictionary", () => {
    const read = records({
      patients: "patient\nP1\nP2\nP3\n",
      operations: "patient,number,margin_mm,residual_tumour\nP1,1,3,no\nP2,1,3,no\nP3,1,3,no\n",
      contacts: "patient,date,status,score\nP1,1990,well,\nP2,1990,dead,\nP3,1990,sick,\n",
    });
    const derived = deriveFields(dictionary, read);
    // The status of P3 cannot be read: neither the outcome nor the result is known, but the last case is not taken.
    expect(valuesOf(derived, "patients", "outcome")).toEqual(["well", "ill", null]);
    expect(valuesOf(derived, "operations", "result")).toEqual(["good", null, null]);
    expect(derived.patients.rows[2].unread).toEqual({});
  });
});

describe("deriveFields by the latest", () => {
  it("takes the row with the latest date, whatever the order in the file", () => {
    expect(latest("1991-05-01,ill,3", "1990-05-01,well,1")).toMatchObject({
      status: "ill",
      last_seen: { year: 1991, month: 5, day: 1 },
      last_score: 3,
      outcome: "ill",
    });
  });

  it("takes a partial date for its last possible day, and of equal days the later in the file", () => {
    expect(latest("1990-09,ill,", "1990-09-29,well,")).toMatchObject({
      status: "ill",
      last_seen: { year: 1990, month: 9 },
    });
    expect(latest("1990-09,ill,", "1990-09-30,well,").status).toBe("well");
    expect(latest("1990-09-30,well,", "1990-09,ill,").status).toBe("ill");
    expect(latest("1990,dead,", "1990-12-30,well,").status).toBe("dead");
  });

  it("is null where the latest row does not say, not what an earlier one said", () =>
    expect(latest("1990-01-01,well,4", "1991-01-01,well,")).toMatchObject({ last_score: null, status: "well" }));

  it("passes over rows without a date, and is null where one cannot be read", () => {
    expect(latest("1990-01-01,well,", ",dead,").status).toBe("well");
    expect(latest("1990-01-01,well,", "31.2.1991,dead,")).toMatchObject({
      status: null,
      last_seen: null,
      outcome: null,
    });
    expect(latest(",dead,").status).toBe(null);
  });

  it("is null without rows, without the table, and for a row without key", () => {
    expect(latest()).toMatchObject({ status: null, last_seen: null, outcome: "lost" });
    const alone = deriveFields(dictionary, records({ patients: "patient\nP1\n" }));
    expect(alone.patients.rows[0].values).toMatchObject({ status: null, outcome: "lost" });
    const keyless = records({
      patients: "patient,last_seen\n,1990\n",
      contacts: "patient,date,status,score\n,1990,dead,\n",
    });
    expect(deriveFields(dictionary, keyless).patients.rows[0].values.status).toBe(null);
  });

  it("gives each row its own, and a key that stands twice the same", () => {
    const read = records({
      patients: "patient\nP1\nP2\nP1\n",
      contacts: "patient,date,status,score\nP2,1990,dead,\nP1,1980,well,\nP1,1981,ill,\n",
    });
    expect(valuesOf(deriveFields(dictionary, read), "patients", "status")).toEqual(["ill", "dead", "ill"]);
  });

  it("agrees with sorting, for dates known to the day", () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 8 }), (days) => {
        const rows = days.map((day) => `1990-02-${String(day).padStart(2, "0")},well,${day}`);
        expect(latest(...rows).last_score).toBe(Math.max(...days));
      }),
      { numRuns: 30 },
    ));
});

describe("deriveFields", () => {
  it("changes no input, and answers the same when called on its own answer", () => {
    const read = records({
      patients: "patient\nP1\n",
      contacts: "patient,date,status,score\nP1,1990,?,\n",
    });
    const before = structuredClone(read);
    const derived = deriveFields(dictionary, read);
    expect(read).toEqual(before);
    expect(deriveFields(dictionary, derived)).toEqual(derived);
  });

  it("comes before the checks: a required field that nothing gives is missing", () => {
    const read = records({ patients: "patient\nP1\nP2\n", contacts: "patient,date,status,score\nP1,1990,well,\n" });
    const derived = deriveFields(dictionary, read);
    expect(checkRecords(dictionary, derived, { asOf: { year: 2000 } })).toEqual([
      {
        kind: "missing-required",
        patient: "P2",
        table: "patients",
        field: "last_seen",
        row: 3,
        why: "Last seen is missing",
      },
    ]);
  });

  it("does without columns of derived fields, and says that it does not read one", () => {
    const text = "patient,status,Last seen,statos\nP1,dead,1999,x\n";
    const read = records({ patients: text, contacts: "patient,date,status,score\nP1,1990,well,\n" });
    expect(read.patients.source).toMatchObject({
      unknownColumns: ["status", "Last seen", "statos"],
      sniffed: expect.arrayContaining([
        "column “status” not read: status is derived from other fields",
        "column “Last seen” not read: last_seen is derived from other fields",
      ]),
    });
    expect(read.patients.source.sniffed.join()).not.toContain("perhaps");
    expect(read.patients.rows[0].values).toMatchObject({ status: null, last_seen: null });
    expect(deriveFields(dictionary, read).patients.rows[0].values.status).toBe("well");
  });

  it("refuses a definition or a field that there is not", () => {
    const derive = (definitions: Record<string, string>) => () => deriveFields(dictionary, {}, { definitions });
    expect(derive({ "operations.r_status": "2 mm" })).toThrow(
      new RangeError("“2 mm” is no definition of operations.r_status; did you mean “1 mm”? Known: 1 mm, 0 mm"),
    );
    expect(derive({ r_status: "1 mm" })).toThrow("“r_status” is no field with definitions; known: ");
    expect(derive({ "patients.last_seen": "1 mm" })).toThrow("“patients.last_seen” is no field with definitions");
  });

  it("has nothing to do in a dictionary without derived fields", () => {
    const plain = parseDictionary(
      "title: Plain\ntables: { patients: { key: patient, fields: { patient: { type: text } } } }\n",
      "dictionary.yaml",
    );
    expect(deriveFields(plain, {})).toEqual({});
  });

  it("works as Derivation documents it", () => {
    const blocks = readFileSync(new URL("dictionary.ts", import.meta.url), "utf8").matchAll(/```yaml\n([\s\S]*?)```/g);
    const example = [...blocks].map(([, block]) => block).find((block) => block.includes("derived:"))!;
    const fields = example.replaceAll(/^ \* ?/gm, "      ");
    const documented = parseDictionary(
      `title: Documented
tables:
  operations:
    key: operation
    fields:
      operation: { type: text }
      margin_mm: { type: decimal }
      residual_tumour: { type: code, codes: ["no", liver, extrahepatic, both] }
${fields}
  contacts: { key: [operation, date], parent: operations, fields: { operation: { type: text }, date: { type: date } } }
`,
      "dictionary.yaml",
    );
    expect(documented.tables.operations.fields.r_status.derived).toMatchObject({ kind: "cases", default: "1 mm" });
    expect(documented.tables.operations.fields.last_seen.derived).toEqual({
      kind: "latest",
      table: "contacts",
      by: "date",
      field: "date",
    });
  });
});
