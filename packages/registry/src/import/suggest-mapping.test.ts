import { readFileSync } from "node:fs";
import { type Dictionary, parseDictionary, readTable } from "@seriatim/records";
import { liverSurgeryDictionary } from "@seriatim/records/liver-surgery";
import { describe, expect, it } from "vitest";
import { hannover, hannoverDictionary, onBothEngines } from "../fixtures/registries.js";
import { previewImport } from "./import-file.js";
import { parseMapping } from "./parse-mapping.js";
import { suggestMapping } from "./suggest-mapping.js";

const today = { year: 2026 };
const hannoverTables = parseDictionary(hannoverDictionary, "dictionary.yaml");
const liver = parseDictionary(liverSurgeryDictionary(), "liver-surgery.yaml");

function suggest(csv: string, dictionary: Dictionary = liver, knownKeys: string[] = []) {
  const raw = readTable(new TextEncoder().encode(csv), { file: "sheet.csv" });
  const suggestion = suggestMapping(dictionary, raw, { today, knownKeys });
  const places = suggestion.columns.map(({ table, field }) => (table === undefined ? "" : `${table}.${field}`));
  const parse = () => parseMapping(suggestion.yaml, "suggested.yaml", dictionary);
  return { ...suggestion, places, parse };
}

/** Rows of a file by its headings and cells of one row after the other. */
const csvOf = (...rows: string[][]) => `${rows.map((row) => row.join(";")).join("\n")}\n`;

onBothEngines("suggestMapping", (engine) => {
  for (const name of ["as-kept.csv", "as-kept.xlsx"])
    it(`suggests what imports ${name} as the mapping that was made by hand`, async () => {
      const registry = await engine.registry();
      const { dictionary } = registry;
      const bytes = readFileSync(new URL(name, hannover));
      const { yaml, unused, lacking } = suggestMapping(dictionary, readTable(bytes, { file: name }), {
        today,
        knownKeys: ["P01"],
      });
      const byHand = readFileSync(new URL("as-kept.mapping.yaml", hannover), "utf8");
      const plans = [];
      for (const text of [yaml, byHand])
        plans.push(
          await previewImport(registry, { name, bytes }, parseMapping(text, "m.yaml", dictionary), { centre: "H" }),
        );
      expect(plans[0]).toEqual(plans[1]);
      expect(plans[0].tables.map(({ added }) => added.length)).toEqual([26, 34]);
      expect({ unused, lacking }).toEqual({ unused: [], lacking: [] });
    });
});

describe("suggestMapping of the sheet as the clinic keeps it", () => {
  const sheet = readFileSync(new URL("as-kept.csv", hannover), "utf8");

  it("finds each column's field of the dictionary of liver surgery", () => {
    const { places, columns, parse } = suggest(sheet);
    const operation = [
      "operations.date",
      "operations.procedure",
      "operations.largest_cm",
      "operations.extrahepatic_tumour",
      "operations.r_status_reported",
    ];
    expect(places).toEqual([
      "patients.patient",
      "patients.sex",
      "patients.birth",
      "tumours.primary_site",
      "tumours.grade",
      "tumours.date_of_primary_resection",
      "patients.first_elsewhere",
      ...operation,
      ...operation,
      ...operation,
      "contacts.status",
      "contacts.date",
      "contacts.cause_of_death",
    ]);
    expect(columns.filter(({ sure }) => !sure)).toEqual([]);
    expect(parse().tables.map(({ definition, forEach }) => [definition.name, forEach])).toEqual([
      ["patients", []],
      ["tumours", []],
      ["operations", ["1", "2", "3"]],
      ["contacts", []],
    ]);
  });

  it("puts prefix and zeros only where the registry's numbers have them and the file's do not", () => {
    const keyOf = (knownKeys: string[]) => suggest(sheet, hannoverTables, knownKeys).parse().tables[1].columns[0];
    expect(keyOf([])).toEqual({ field: "patient", from: "Pat.-Nr.", values: {}, prefix: "" });
    expect(keyOf(["P01", "P02"])).toMatchObject({ prefix: "P", digits: 2 });
    expect(keyOf(["P7", "P12"])).toEqual({ field: "patient", from: "Pat.-Nr.", values: {}, prefix: "P" });
    expect(keyOf(["P01", "H01"])).toMatchObject({ prefix: "" });
    expect(keyOf(["Berne"])).toMatchObject({ prefix: "" });
    expect(suggest(sheet.replace(/^(\d+);/gm, "P$1;"), hannoverTables, ["P01"]).parse().tables[0].columns[0]).toEqual({
      field: "patient",
      from: "Pat.-Nr.",
      values: {},
      prefix: "",
    });
  });

  it("tells why each column is taken", () => {
    const { columns } = suggest(sheet);
    expect(columns[1]).toMatchObject({ why: "as “Geschl.”; 100 % of its values read", sure: true });
  });
});

describe("suggestMapping of columns that repeat", () => {
  it.each([
    ["OP1 Datum", "OP2 Datum", "OP{n} Datum"],
    ["Datum 1. OP", "Datum 2. OP", "Datum {n}. OP"],
    ["operation_1_date", "operation_2_date", "operation_{n}_date"],
    ["Date of surgery 1", "Date of surgery 2", "Date of surgery {n}"],
  ])("finds the number in %s", (first, second, from) => {
    const { parse } = suggest(
      csvOf(["Pat.-Nr.", first, second], ["1", "03.09.1990", "01.02.1992"], ["2", "04.10.1991", ""]),
    );
    expect(parse().tables.find(({ definition }) => definition.name === "operations")).toMatchObject({
      forEach: ["1", "2"],
      columns: [{ field: "patient" }, { field: "number", value: "{n}" }, { field: "date", from }],
    });
  });

  it.each([
    ["1st resection date", "2nd resection date", ["1st", "2nd"], "{n} resection date"],
    ["Erste OP Datum", "Zweite OP Datum", ["Erste", "Zweite"], "{n} OP Datum"],
    ["OP I Datum", "OP II Datum", ["I", "II"], "OP {n} Datum"],
  ])("counts %s", (first, second, forEach, from) => {
    const { parse } = suggest(csvOf(["Pat.-Nr.", first, second], ["1", "03.09.1990", "01.02.1992"]));
    const operations = parse().tables.find(({ definition }) => definition.name === "operations");
    expect(operations).toMatchObject({ forEach, columns: [{}, { value: "{n}" }, { from }] });
    expect(operations!.columns[1].values).toEqual({ [forEach[0]]: "1", [forEach[1]]: "2" });
  });

  it("makes recurrences of their dates, whose key needs no number", () => {
    const { parse } = suggest(
      csvOf(
        ["Pat.-Nr.", "recurrence_1_date", "recurrence_1_site", "recurrence_2_date", "recurrence_2_site"],
        ["1", "1990-09-03", "liver", "1991-02-01", "both"],
      ),
    );
    expect(parse().tables[0]).toMatchObject({
      definition: { name: "recurrences" },
      forEach: ["1", "2"],
      columns: [{ field: "patient" }, { from: "recurrence_{n}_date" }, { from: "recurrence_{n}_site" }],
    });
  });

  it("bears gaps, and columns that only some numbers have", () => {
    const { places, parse } = suggest(
      csvOf(["Pat.-Nr.", "OP1 Datum", "OP1 R", "OP3 Datum"], ["1", "03.09.1990", "R0", "01.02.1992"]),
    );
    expect(places.slice(1)).toEqual(["operations.date", "operations.r_status_reported", "operations.date"]);
    expect(parse().tables[0].forEach).toEqual(["1", "3"]);
  });

  it("leaves the segments of the liver what they are", () => {
    const { places } = suggest(
      csvOf(["Pat.-Nr.", "OP-Datum", "S1", "S2", "S3"], ["1", "03.09.1990", "ganz", "nein", "Teil"]),
    );
    expect(places).toEqual(
      [
        "patients.patient",
        "operations.date",
        "operations.segment_1",
        "operations.segment_2",
        "operations.segment_3",
      ].map((place, i) => (i === 0 ? "operations.patient" : place)),
    );
  });
});

describe("suggestMapping of a file with one row an operation", () => {
  const long = csvOf(
    ["Patienten-ID", "Geschlecht", "Geburtsdatum", "OP-Nr.", "OP-Datum", "Verfahren", "R-Status"],
    ["P1", "m", "1950-03", "1", "1990-09-03", "Keilresektion", "R0"],
    ["P1", "m", "1950-03", "2", "1992-02-01", "Hemihepatektomie re.", "R1"],
    ["P2", "w", "1941-11", "1", "1991-05-06", "Bisegmentektomie", "R0"],
  );

  it("gives both tables, and the one between them", () => {
    const { parse, yaml } = suggest(long);
    expect(
      parse().tables.map(({ definition, columns }) => [definition.name, columns.map(({ field }) => field)]),
    ).toEqual([
      ["patients", ["patient", "sex", "birth"]],
      ["tumours", ["patient"]],
      ["operations", ["patient", "number", "date", "procedure", "r_status_reported"]],
    ]);
    expect(yaml).toContain("# The file has nothing of it but the key");
  });

  it("says that the number of the operation is lacking, and leaves the rest readable", () => {
    const { lacking, parse, yaml, unused } = suggest(long.replace("OP-Nr.", "Station"));
    expect(lacking).toEqual([
      "operations.number: no column holds the number of the operation, and each operation is known by it; add one to the file",
    ]);
    expect(parse().tables.map(({ definition }) => definition.name)).toEqual(["patients", "tumours"]);
    expect(yaml).toContain("  # operations.number is lacking");
    expect(unused).toEqual(["Station", "OP-Datum", "Verfahren", "R-Status"]);
  });
});

describe("suggestMapping of a file with one row a patient", () => {
  it("counts what does not repeat as the first, and no number of the patient as that of anything else", () => {
    const { parse, yaml } = suggest(
      csvOf(
        [
          "Nr.",
          "OP-Datum",
          "Clavien-Dindo",
          "Chemo 1 Beginn",
          "Chemo 2 Beginn",
          "Status at last contact",
          "Last contact",
        ],
        ["1", "03.09.1990", "3a", "01.01.1991", "", "dead of disease", "05.05.1993"],
        ["2", "03.10.1990", "", "01.02.1991", "01.03.1992", "alive", "05.05.1993"],
      ),
    );
    const keys = parse().tables.map(({ definition, columns }) => [
      definition.name,
      definition.key
        .map((field) => columns.find((column) => column.field === field)!)
        .map(({ from, value }) => from ?? value),
    ]);
    expect(keys).toEqual([
      ["operations", ["Nr.", "1"]],
      ["complications", ["Nr.", "1", "1"]],
      ["treatments", ["Nr.", "{n}"]],
      ["contacts", ["Nr.", "Last contact"]],
    ]);
    expect(yaml).toContain("# unsure: no column holds the number of the operation; 1 for each");
    expect(yaml).toContain("values: { dead of disease: dead } } # guessed: “dead of disease” is dead");
  });
});

describe("suggestMapping of what stands in the cells", () => {
  it("multiplies centimetres by 10 where the field is in millimetres", () => {
    const { parse } = suggest(csvOf(["Pat.-Nr.", "OP-Datum", "Resektionsrand (cm)"], ["1", "03.09.1990", "0,5"]));
    expect(parse().tables[0].columns.at(-1)).toMatchObject({ field: "margin_mm", factor: 10 });
  });

  it("guesses codes, says so, and lists those that it does not know", () => {
    const { yaml, parse, columns } = suggest(
      csvOf(
        ["Pat.-Nr.", "Geschlecht", "extrahepatisch", "Verfahren", "OP-Datum"],
        ["1", "m", "x", "Keilresekton", "03.09.1990"],
        ["2", "w", "", "ALPPS", "03.10.1990"],
        ["3", "w", "x", "Wedge", "03.11.1990"],
        ["4", "w", "x", "Wedge", "03.12.1990"],
      ),
    );
    const operations = parse().tables.find(({ definition }) => definition.name === "operations")!;
    expect(operations.columns.map(({ values }) => values)).toEqual([
      {},
      {},
      {},
      { Keilresekton: "wedge resection" },
      { x: "yes" },
    ]);
    expect(yaml).toContain("# guessed: “Keilresekton” is wedge resection; no code is known for: “ALPPS”");
    expect(columns[3].sure).toBe(false);
  });

  it("takes k. A. and numbers that cannot be for not recorded, but not where they can be", () => {
    const { parse } = suggest(
      csvOf(
        ["Pat.-Nr.", "OP-Datum", "Blutverlust (ml)", "EK", "Todesursache", "letzter Kontakt", "Status"],
        ["1", "k. A.", "-5", "999", "unbekannt", "1991-01-02", "tot"],
        ["2", "03.09.1990", "999", "2", "Tumor", "1991-01-02", "?"],
      ),
    );
    const mapping = parse();
    expect(mapping.missing).toEqual(
      ["-5", "k. A.", "?"].sort((a, b) => mapping.missing.indexOf(a) - mapping.missing.indexOf(b)),
    );
    const fields = mapping.tables.flatMap(({ columns }) => columns);
    expect(fields.find(({ field }) => field === "red_cell_units")!.values).toEqual({ 999: "" });
    expect(fields.find(({ field }) => field === "cause_of_death")!.values).toEqual({});
  });

  it("reads years of two digits up to this year, and tells days from months", () => {
    const dated = (...dates: string[]) =>
      suggest(csvOf(["Pat.-Nr.", "OP-Datum"], ...dates.map((date, i) => [String(i), date])));
    expect(dated("03.09.90", "04.10.26").parse()).toMatchObject({ twoDigitYearsFrom: 1927 });
    expect(dated("3/9/1990", "25/9/1990").parse()).toMatchObject({ slashes: "day-first" });
    expect(dated("3/9/90", "9/25/90").parse()).toMatchObject({ slashes: "month-first", twoDigitYearsFrom: 1927 });
    expect(dated("3/9/1990").parse().slashes).toBeUndefined();
    expect(dated("3/9/1990").yaml).toContain("# dates: { slashes: day-first }");
    expect(dated("25/9/1990", "9/25/1990").yaml).toContain(
      "# Dates with slashes stand in it day first and month first",
    );
    expect(dated("03.09.1990").parse()).not.toHaveProperty("slashes");
  });

  it("shows no value of a field that could tell who the patient is", () => {
    const { yaml, columns } = suggest(
      csvOf(["Patient", "geb.", "Geschl."], ["1", "1950-01", "m"], ["2", "1951-02", "w"], ["3", "Maerz 52", "w"]),
      hannoverTables,
    );
    expect(yaml).toContain("date_of_birth: geb. # not understood: 1 of 3 values");
    expect(`${yaml}${JSON.stringify(columns)}`).not.toContain("Maerz");
  });
});

describe("suggestMapping of files as they come", () => {
  it("passes over empty columns, line breaks and mixed languages", () => {
    const { places, columns } = suggest(
      '"Pat.-\nNr.";"Geschlecht\n(m/w)";leer;"Date of\nbirth";"OP 1 date";"OP 1 Verfahren";"OP 2 date";"OP 2 Verfahren"\n1;m;;1950-01-02;1990-09-03;Wedge;;\n2;w;;1951-01-02;1991-09-03;Wedge;1992-01-02;Bisegmentektomie\n',
    );
    expect(places).toEqual([
      "patients.patient",
      "patients.sex",
      "",
      "patients.birth",
      "operations.date",
      "operations.procedure",
      "operations.date",
      "operations.procedure",
    ]);
    expect(columns[2]).toEqual({ heading: "leer", why: "empty", sure: false });
  });

  it("takes one of two headings for a field and tells of the other", () => {
    const { places, columns, unused } = suggest(
      csvOf(["Pat.-Nr.", "Geschlecht", "Gender", "geb."], ["1", "m", "m", "1950"]),
    );
    expect(places).toEqual(["patients.patient", "patients.sex", "", "patients.birth"]);
    expect(columns[2].why).toBe("could be patients.sex, which “Geschlecht” is already");
    expect(unused).toEqual(["Gender"]);
  });

  it.each([
    [
      ["Konto", "Betrag", "Buchungstext", "Währung"],
      ["4711", "12,50", "Miete", "EUR"],
    ],
    [
      ["timestamp", "sensor", "value"],
      ["1990-09-03 12:00", "a", "3.5"],
    ],
    [
      ["ID", "Produkt", "Preis"],
      ["1", "Stuhl", "12"],
    ],
  ])("says in a sentence that nothing of %s fits", (headings, row) => {
    const { yaml, lacking, unused, parse } = suggest(csvOf(headings, row));
    expect(lacking).toEqual([
      "nothing in sheet.csv seems to be of the dictionary “Liver surgery”; it may be a file of another kind",
    ]);
    expect(unused).toEqual(headings);
    expect(yaml).toContain("tables: {}");
    expect(parse).toThrow("no table; name at least one");
  });

  it("says that the study number is lacking", () => {
    const { lacking, parse } = suggest(csvOf(["Geschlecht", "Geburtsdatum"], ["m", "1950-01-02"], ["w", "1951-02-03"]));
    expect(lacking).toEqual([
      "patients.patient: no column holds the patient, and each patient is known by it; add one to the file",
    ]);
    expect(parse).toThrow("no table");
  });

  it("writes YAML that holds whatever stands in headings and cells", () => {
    const { parse } = suggest(
      csvOf(
        ["Pat.-Nr.", '"Status: ""#1"""', "Geschlecht"],
        ["1", "x", '"m: {a}, # b"'],
        ["2", "x", "w"],
        ["3", "x", "w"],
      ),
    );
    expect(parse().tables).toHaveLength(1);
  });

  it("is fast with 300 columns and 2000 rows", () => {
    const headings = [
      "Pat.-Nr.",
      ...Array.from({ length: 299 }, (_, j) => `${["Labor", "Datum", "Befund", "Grad"][j % 4]} ${Math.floor(j / 4)}`),
    ];
    const rows = Array.from({ length: 2000 }, (_, i) =>
      headings.map((_, j) => (j === 0 ? String(i) : `${(i * j) % 977}`)),
    );
    const start = performance.now();
    suggest(csvOf(headings, ...rows));
    expect(performance.now() - start).toBeLessThan(8_000);
  });
});
