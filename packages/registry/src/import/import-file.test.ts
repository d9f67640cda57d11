import { readFileSync } from "node:fs";
import { readTable } from "@seriatim/records";
import { expect, it } from "vitest";
import { hannover, onBothEngines } from "../fixtures/registries.js";
import { asUser, type Registry } from "../registry.js";
import { recordFiles } from "../rows/record-files.js";
import { importFile, previewImport } from "./import-file.js";
import { parseMapping } from "./parse-mapping.js";
import { tidyMapping } from "./tidy-mapping.js";

const read = (name: string) => readFileSync(new URL(name, hannover));

/** Columns of the tidy tables that the clinic's sheet does not have. */
const lacking = {
  patients: ["metastases"],
  resections: [
    "metastases_count",
    "distribution",
    "extrahepatic_site",
    "margin_mm",
    "red_cell_units",
    "clavien_dindo",
    "hospital_days",
  ],
};

async function csvOf(registry: Registry, table: string): Promise<string> {
  const files = await asUser(registry, (trx) => recordFiles(trx, registry.dictionary));
  return new TextDecoder().decode(files[table].bytes);
}

/** By heading, from the top. */
function columnsOf(csv: string): Record<string, string[]> {
  const raw = readTable(new TextEncoder().encode(csv), { file: "tidy.csv" });
  return Object.fromEntries(raw.columns.map((heading, j) => [heading, raw.rows.map((cells) => cells[j])]));
}

const patientColumns =
  "patient: Nr\n      sex: Sex\n      date_of_birth: Born\n      status: Status\n      date_last_seen: Seen\n";
const patientHead = "Nr;Sex;Born;Status;Seen";

/** Imports patients, headed `patientHead` and `more`, by a mapping of these columns with lines before and after. */
function patients(rows: string[], { more = "", before = "", columns = patientColumns, after = "" } = {}) {
  const bytes = new TextEncoder().encode(`${[patientHead + more, ...rows].join("\n")}\n`);
  return {
    file: { name: "patients.csv", bytes },
    yaml: `${before}tables:\n  patients:\n    columns:\n      ${columns}${after}`,
  };
}

async function importRows(registry: Registry, rows: string[], options: Parameters<typeof patients>[1] = {}) {
  const { file, yaml } = patients(rows, options);
  return importFile(registry, file, parseMapping(yaml, "m.yaml", registry.dictionary), { centre: "Hannover" });
}

onBothEngines("importFile", (engine) => {
  for (const name of ["as-kept.csv", "as-kept.xlsx"])
    it(`makes exactly the tidy tables of ${name}, in all columns that it has`, async () => {
      const registry = await engine.registry();
      const text = read("as-kept.mapping.yaml").toString();
      const mapping = parseMapping(text, "as-kept.mapping.yaml", registry.dictionary);
      const plan = await importFile(registry, { name, bytes: read(name) }, mapping, { centre: "Hannover" });
      expect(plan.tables.map(({ definition, added, refused }) => [definition.name, added.length, refused])).toEqual([
        ["patients", 26, []],
        ["resections", 34, []],
      ]);
      for (const table of ["patients", "resections"] as const) {
        const kept = columnsOf(await csvOf(registry, table));
        const tidy = columnsOf(read(`${table}.csv`).toString());
        expect(Object.keys(kept)).toEqual(Object.keys(tidy));
        for (const [column, cells] of Object.entries(tidy))
          expect({ [column]: kept[column] }).toEqual({
            [column]: lacking[table].includes(column) ? cells.map(() => "") : cells,
          });
      }
      const again = await importFile(registry, { name, bytes: read(name) }, mapping, { centre: "Hannover" });
      expect(again.tables.map(({ added, changed, unchanged }) => [added.length, changed.length, unchanged])).toEqual([
        [0, 0, 26],
        [0, 0, 34],
      ]);
    });

  it("refuses rows without key, rows that contradict an earlier one, and rows of nobody", async () => {
    const registry = await engine.registry();
    const plan = await importRows(registry, [
      "P1;male;1950;alive;1990-01-02",
      ";female;1951;alive;1990-01-02",
      "P1;female;;alive;1990-01-02",
      "P1;;1950;;",
    ]);
    expect(plan.tables[0].added.map(({ key }) => key)).toEqual([["P1"]]);
    expect(plan.tables[0].refused).toEqual([
      { row: 3, why: "Patient is missing; a patient is known by it" },
      { row: 4, why: "says another Sex of this patient than row 2" },
    ]);
    const bytes = new TextEncoder().encode(
      "patient,number,date\nP1,1,1989-01-01\nP2,1,1989-01-01\nP1,one,1989-01-01\n",
    );
    const resections = await importFile(registry, { name: "resections.csv", bytes }, undefined, { centre: "Hannover" });
    expect(resections.tables[0].added.map(({ key, stored }) => [key, stored.centre])).toEqual([
      [["P1", "1"], "Hannover"],
    ]);
    expect(resections.tables[0].refused).toEqual([
      { row: 3, why: "there is no such patient, here or in the registry: P2" },
      { row: 4, why: "Number of the resection cannot be read (one); a resection is known by it" },
    ]);
  });

  it("keeps what is recorded where a cell is empty, or erases it where the mapping says so", async () => {
    const registry = await engine.registry();
    await importRows(registry, ["P1;male;1950;alive;1990-01-02"]);
    const kept = await importRows(registry, ["P1;;1950;dead;"]);
    expect(kept.tables[0].changed.map(({ row, key, changes }) => ({ row, key, changes }))).toEqual([
      { row: 2, key: ["P1"], changes: [{ field: "status", before: "alive", after: "dead" }] },
    ]);
    const erased = await importRows(registry, ["P1;;1950;dead;"], { before: "empty: erase\n" });
    expect(erased.tables[0].changed[0].changes).toEqual([
      { field: "sex", before: "male", after: "" },
      { field: "date_last_seen", before: "1990-01-02", after: "" },
    ]);
    expect(columnsOf(await csvOf(registry, "patients"))).toMatchObject({
      sex: [""],
      date_of_birth: ["1950"],
      status: ["dead"],
    });
  });

  it("keeps what it cannot read, and gives it back as it was", async () => {
    const registry = await engine.registry();
    const rows = ["P1;mole;1950;alive;31.02.1990"];
    const plan = await importRows(registry, rows);
    expect(plan.tables[0].added[0].stored.unread).toEqual({ sex: "mole", date_last_seen: "31.02.1990" });
    expect(columnsOf(await csvOf(registry, "patients"))).toMatchObject({
      sex: ["mole"],
      date_last_seen: ["31.02.1990"],
    });
    expect((await importRows(registry, rows)).tables[0]).toMatchObject({ added: [], changed: [], unchanged: 1 });
    const corrected = await importRows(registry, ["P1;male;1950;alive;28.02.1990"]);
    expect(corrected.tables[0].changed[0].changes).toEqual([
      { field: "sex", before: "mole", after: "male" },
      { field: "date_last_seen", before: "31.02.1990", after: "1990-02-28" },
    ]);
    expect(corrected.tables[0].changed[0].stored.unread).toEqual({});
  });

  it("does what the mapping says of prefix, zeros, codes, missing values and dates", async () => {
    const registry = await engine.registry();
    await importRows(registry, ["7;1;3/9/50;k. A.;25/10/1990", "12;2;3/9/29;x;1-2-30"], {
      before: "missing: [k.A.]\ndates: { slashes: day-first, two_digit_years_from: 1930 }\n",
      columns: patientColumns
        .replace("Nr\n", "{ from: Nr, prefix: P, digits: 3 }\n")
        .replace("Sex\n", '{ from: Sex, values: { "1": male, "2": female } }\n')
        .replace("Status\n", "{ from: Status, values: { X: dead } }\n"),
    });
    expect(columnsOf(await csvOf(registry, "patients"))).toMatchObject({
      patient: ["P007", "P012"],
      sex: ["male", "female"],
      date_of_birth: ["1950-09-03", "2029-09-03"],
      status: ["", "dead"],
      date_last_seen: ["1990-10-25", "1930-02-01"],
    });
  });

  it("multiplies by the factor, and leaves out what a later number has no column for", async () => {
    const registry = await engine.registry();
    const mapping = parseMapping(
      'tables:\n  patients: { columns: { patient: Nr } }\n  resections:\n    for_each: [1, 2]\n    columns: { patient: Nr, number: { value: "{n}" }, date: "D{n}", margin_mm: { from: "M{n} (cm)", factor: 10 } }\n',
      "m.yaml",
      registry.dictionary,
    );
    const bytes = new TextEncoder().encode("Nr;D1;M1 (cm);D2\nP1;1990-01-02;1,1;1991-01-02\nP2;1990-01-02;wide;\n");
    const file = { name: "wide.csv", bytes };
    const plan = await importFile(registry, file, mapping, { centre: "Hannover" });
    expect(plan.unusedColumns).toEqual([]);
    expect(columnsOf(await csvOf(registry, "resections"))).toMatchObject({
      patient: ["P1", "P1", "P2"],
      number: ["1", "2", "1"],
      margin_mm: ["11", "", "wide"],
    });
    const narrow = { ...file, bytes: new TextEncoder().encode("Nr;D1;D2\nP1;;\n") };
    await expect(previewImport(registry, narrow, mapping, { centre: "H" })).rejects.toThrow(
      "wide.csv: the mapping has resections.margin_mm from “M1 (cm)”: “M1 (cm)” is no heading of the file",
    );
  });

  it("needs a mapping for a file that does not show what it is", async () => {
    const registry = await engine.registry();
    const bytes = new TextEncoder().encode("Konto;Betrag\n1;2\n");
    expect(() => previewImport(registry, { name: "a.csv", bytes }, undefined, { centre: "H" })).toThrow(
      /^a\.csv: neither a table under the dictionary's headings, .* a mapping is needed/,
    );
    expect(tidyMapping(registry.dictionary, readTable(bytes, { file: "a.csv" }))).toBeUndefined();
  });
});
