import { parseDictionary } from "@seriatim/records";
import { describe, expect, it } from "vitest";
import { hannoverDictionary } from "../fixtures/registries.js";
import { parseMapping } from "./parse-mapping.js";

const dictionary = parseDictionary(hannoverDictionary, "dictionary.yaml");
const parse = (yaml: string) => parseMapping(yaml, "m.yaml", dictionary);

describe("parseMapping", () => {
  it("gives the tables in the dictionary's order, with what is not said", () => {
    const { tables, ...rest } = parse(
      "missing: [-5]\ntables:\n  resections: { columns: { patient: A, number: B } }\n  patients: { columns: { patient: A } }\n",
    );
    expect(rest).toEqual({ missing: ["-5"], empty: "keep" });
    expect(tables.map(({ definition, forEach }) => [definition.name, forEach])).toEqual([
      ["patients", []],
      ["resections", []],
    ]);
    expect(tables[0].columns).toEqual([{ field: "patient", from: "A", values: {}, prefix: "" }]);
  });

  it.each([
    ["tables: {}", "line 1, column 1: tables: no table; name at least one"],
    [
      "tables:\n  patient: { columns: { patient: A } }",
      "line 2, column 3: tables.patient: “patient” is no table of the dictionary; did you mean “patients”?",
    ],
    [
      "tables:\n  patients:\n    columns:\n      patient: A\n      sexx: B",
      "line 5, column 7: tables.patients.columns.sexx: “sexx” is no field of patients; did you mean “sex”?",
    ],
    [
      "tables:\n  patients:\n    columns:\n      sex: B",
      "line 3, column 5: tables.patients.columns: no column for patient; each row of patients needs its key patient",
    ],
    [
      "tables:\n  patients:\n    columns:\n      patient: { prefix: P }",
      "line 4, column 7: tables.patients.columns.patient: has neither from nor value, or both; give one",
    ],
    [
      "tables:\n  patients:\n    columns:\n      patient: { from: A, value: B }",
      "line 4, column 7: tables.patients.columns.patient: has neither from nor value, or both; give one",
    ],
    [
      'tables:\n  patients:\n    columns:\n      patient: "A{n}"',
      "line 4, column 7: tables.patients.columns.patient: {n} stands in it, but the table has no for_each",
    ],
    [
      "tables:\n  patients:\n    columns:\n      patient: A\n      sex: { from: B, factor: 10 }",
      "line 5, column 23: tables.patients.columns.sex.factor: sex is no number",
    ],
    ["tabels: {}", "line 1, column 1: "],
    ["empty: drop\ntables: {}", "line 1, column 8: empty: "],
    ["dates: { slashes: us }\ntables: {}", "line 1, column 19: dates.slashes: "],
    ["tables: [", "line 1, column "],
  ])("names line and column: %j", (yaml, says) => {
    expect(() => parse(yaml)).toThrow(`m.yaml, ${says}`);
  });
});
