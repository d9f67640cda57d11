import { readFileSync } from "node:fs";
import { utils, write } from "@e965/xlsx";
import { parseDictionary, readRecords, readTable, redcapRecords, sha256 } from "@seriatim/records";
import { describe, expect, it } from "vitest";
import { hannover, hannoverDictionary, onBothEngines } from "../fixtures/registries.js";
import { importFile, previewImport } from "./import-file.js";
import { parseMapping } from "./parse-mapping.js";
import { readSource } from "./read-source.js";

const dictionary = parseDictionary(hannoverDictionary, "dictionary.yaml");
const tables = ["patients", "resections", "followups"];
const bytesOf = (name: string): Uint8Array => readFileSync(new URL(name, hannover));
const bytes = (text: string) => new TextEncoder().encode(text);

const redcapExport = bytes(
  redcapRecords(
    dictionary,
    readRecords(
      dictionary,
      Object.fromEntries(tables.map((name) => [name, { file: `${name}.csv`, bytes: bytesOf(`${name}.csv`) }])),
    ).records,
  ),
);

/** One sheet for each of the names, with a table's rows. */
function workbook(sheets: Record<string, string>): Uint8Array {
  const book = utils.book_new();
  for (const [sheet, table] of Object.entries(sheets)) {
    const raw = readTable(bytesOf(`${table}.csv`), { file: table });
    utils.book_append_sheet(book, utils.aoa_to_sheet([raw.columns, ...raw.rows]), sheet);
  }
  return new Uint8Array(write(book, { type: "array", bookType: "xlsx" }) as ArrayBuffer);
}

describe("readSource", () => {
  const namesOf = (source: ReturnType<typeof readSource>) =>
    source?.sources.flatMap(({ mapping }) => mapping.tables.map(({ definition }) => definition.name));

  it("reads a file by the mapping that is given", () => {
    const mapping = parseMapping("tables: { patients: { columns: { patient: Pat.-Nr. } } }", "m", dictionary);
    const source = readSource({ name: "as-kept.csv", bytes: bytesOf("as-kept.csv") }, dictionary, { mapping });
    expect(source).toMatchObject({
      file: "as-kept.csv",
      sha256: sha256(bytesOf("as-kept.csv")),
      sources: [{ mapping }],
    });
  });

  it("knows a table under the dictionary's headings, and no clinic's sheet", () => {
    expect(namesOf(readSource({ name: "a.csv", bytes: bytesOf("resections.csv") }, dictionary))).toEqual([
      "resections",
    ]);
    expect(readSource({ name: "as-kept.csv", bytes: bytesOf("as-kept.csv") }, dictionary)).toBeUndefined();
    expect(readSource({ name: "as-kept.xlsx", bytes: bytesOf("as-kept.xlsx") }, dictionary)).toBeUndefined();
  });

  it("knows a workbook whose sheets are named like the tables, and says which sheets it leaves", () => {
    const book = workbook({ Notes: "followups", resections: "resections", Patients: "patients" });
    const source = readSource({ name: "series.xlsx", bytes: book }, dictionary);
    expect(namesOf(source)).toEqual(["patients", "resections"]);
    expect(source!.sources.map(({ mapping }) => mapping.sheet)).toEqual(["Patients", "resections"]);
    expect(source!.sniffed).toEqual(['sheets: "Patients", "resections"', 'sheets not read: "Notes"']);
  });

  it("knows an export of REDCap's, with the file's rows and sum", () => {
    const source = readSource({ name: "export.csv", bytes: redcapExport }, dictionary);
    expect(namesOf(source)).toEqual(tables);
    expect(source).toMatchObject({ file: "export.csv", sha256: sha256(redcapExport), unknownColumns: [] });
    expect(source!.sources.map(({ raw }) => raw.rowNumbers[0])).toEqual([2, 28, 62]);
  });

  it("knows one of forms that do not repeat by its variables, and none by a name alone", () => {
    const once = "patient,sex,grade,patients_complete\nP1,Male,G2 moderately differentiated,Complete\n";
    const source = readSource({ name: "export.csv", bytes: bytes(once) }, dictionary);
    expect(source?.sources[0].raw.rows).toEqual([["P1", "male", "G2"]]);
    expect(readSource({ name: "b.csv", bytes: bytes("patient,sex,remark\nP1,1,x\n") }, dictionary)).toBeUndefined();
  });

  it("leaves out REDCap's missing codes, and names the row of a fault", () => {
    const csv = "patient,redcap_repeat_instrument,redcap_repeat_instance,sex,extra\nP1,,,-5,1\n";
    const source = readSource({ name: "export.csv", bytes: bytes(csv) }, dictionary, { redcap: { missing: ["-5"] } });
    expect(source).toMatchObject({ sources: [{ raw: { rows: [["P1", ""]] } }], unknownColumns: ["extra"] });
    const faulty = bytes(csv.replace("P1,,,", "P1,surgery,1,"));
    expect(() => readSource({ name: "export.csv", bytes: faulty }, dictionary)).toThrow(
      "export.csv, row 2: record P1: “surgery” is no repeating form",
    );
  });
});

onBothEngines("importFile without mapping", (engine) => {
  it("imports the same from tidy tables, a workbook and an export of REDCap's", async () => {
    const registry = await engine.registry();
    const options = { centre: "Hannover" };
    const book = workbook(Object.fromEntries(tables.map((name) => [name, name])));
    const plan = await importFile(registry, { name: "series.xlsx", bytes: book }, undefined, options);
    const counts = tables.map((name) => readTable(bytesOf(`${name}.csv`), { file: name }).rows.length);
    expect(plan.tables.map(({ definition, added, refused }) => [definition.name, added.length, refused])).toEqual(
      tables.map((name, i) => [name, counts[i], []]),
    );
    const files = [
      { name: "export.csv", bytes: redcapExport },
      ...tables.map((name) => ({ name: `${name}.csv`, bytes: bytesOf(`${name}.csv`) })),
    ];
    for (const file of files)
      for (const table of (await previewImport(registry, file, undefined, options)).tables)
        expect(table).toMatchObject({
          added: [],
          changed: [],
          refused: [],
          unchanged: counts[tables.indexOf(table.definition.name)],
        });
  });
});
