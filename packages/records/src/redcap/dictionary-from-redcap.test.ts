import { describe, expect, it } from "vitest";
import { dictionary as hannover } from "../fixtures/hannover.js";
import { messageOf } from "../fixtures/message-of.js";
import { projectDictionary } from "../fixtures/redcap-project.js";
import { parseDictionary } from "../parse-dictionary.js";
import { dictionaryFromRedcap } from "./dictionary-from-redcap.js";
import { redcapDataDictionary } from "./redcap-data-dictionary.js";

const { yaml, leftOut } = dictionaryFromRedcap(projectDictionary, { repeating: ["operation"], title: "Project" });
const dictionary = parseDictionary(yaml, "dictionary.yaml");

describe("dictionaryFromRedcap", () => {
  it("makes a table of each form, keyed by record id and, where it repeats, instance", () => {
    const shape = Object.values(dictionary.tables).map(({ name, key, parent, fields }) => ({
      name,
      key,
      parent,
      fields: Object.values(fields).map((field) => `${field.name} ${field.type}${field.required ? " required" : ""}`),
    }));
    expect(dictionary.title).toBe("Project");
    expect(shape).toEqual([
      {
        name: "baseline",
        key: ["record_id"],
        parent: undefined,
        fields: [
          "record_id text required",
          "dob date required",
          "sex code required",
          "height decimal",
          "smoker boolean",
          "packs integer",
          "symptoms___1 boolean",
          "symptoms___2 boolean",
          "symptoms____8 boolean",
          "pain_score integer",
        ],
      },
      {
        name: "operation",
        key: ["record_id", "instance"],
        parent: "baseline",
        fields: [
          "record_id text required",
          "instance integer required",
          "op_date date required",
          "asa code",
          "margin decimal",
          "remarks text",
        ],
      },
      {
        name: "quality_of_life",
        key: ["record_id"],
        parent: "baseline",
        fields: ["record_id text required", "qol_total integer"],
      },
    ]);
  });

  it("keeps labels without HTML, codes with commas in their labels, units, limits and identifiers", () => {
    const { dob, sex, height, pain_score, symptoms___2 } = dictionary.tables.baseline.fields;
    expect(dob).toMatchObject({ label: "Date of birth", identifying: true, partial: false });
    expect(sex.label).toBe("Sex at birth");
    expect(sex.codes).toEqual([
      { value: "1", label: "Female" },
      { value: "2", label: "Male" },
      { value: "9", label: "Unknown, not asked" },
    ]);
    expect(height).toMatchObject({ unit: "cm", min: 50, max: 230 });
    expect(pain_score).toMatchObject({ label: "Pain, 0 to 100", min: 0, max: 100 });
    expect(symptoms___2.label).toBe("Symptoms: Weight loss");
    expect(dictionary.tables.operation.fields.remarks.label).toBe("Remarks");
  });

  it("makes rules of simple branching logic", () => {
    const [smoker, sex, pain] = [
      { table: "baseline", field: "smoker" },
      { table: "baseline", field: "sex" },
      { table: "baseline", field: "symptoms___1" },
    ];
    const [packs, painScore, remarks] = [
      { table: "baseline", field: "packs" },
      { table: "baseline", field: "pain_score" },
      { table: "operation", field: "remarks" },
    ];
    expect(dictionary.rules).toEqual([
      { kind: "empty-when", rowsOf: "baseline", when: [{ ...smoker, noneOf: [true] }], field: packs, blame: packs },
      { kind: "required-when", rowsOf: "baseline", when: [{ ...smoker, oneOf: [true] }], field: packs },
      {
        kind: "empty-when",
        rowsOf: "baseline",
        when: [{ ...pain, noneOf: [true] }],
        field: painScore,
        blame: painScore,
      },
      {
        kind: "empty-when",
        rowsOf: "operation",
        when: [{ ...sex, noneOf: ["1", "2"] }],
        field: remarks,
        blame: remarks,
      },
    ]);
  });

  it("says what was left out", () => {
    expect(leftOut).toEqual([
      "dob: limits of a field that is no number; left out",
      "bmi: a calculation; left out",
      "consent: a file or signature; left out",
      "intro: a descriptive text, no field; left out",
      "margin: a note too long for a unit; left out",
      "margin: the branching logic [asa] > 1 or datediff([op_date], 'today', 'd') > 3, and so that it is required; left out",
    ]);
  });

  it("marks labels that read like another's code, and reads codes that are alike as text", () => {
    const { yaml, leftOut } = dictionaryFromRedcap(
      small(['a,f,radio,A,"1, 0 | 2, 1 | 3, 2 or more"', 'b,f,radio,B,"x, Left | X, Right"']),
    );
    const { fields } = parseDictionary(yaml, "d").tables.f;
    expect(fields.a.codes.map(({ label }) => label)).toEqual(["0 (1)", "1 (2)", "2 or more (3)"]);
    expect(fields.b.type).toBe("text");
    expect(leftOut).toEqual([
      "a: labels that read alike; each is followed by its code",
      "b: codes that read alike; a text",
    ]);
  });

  it("gives the dictionary of redcapDataDictionary back, nothing left out", () => {
    const back = dictionaryFromRedcap(redcapDataDictionary(hannover));
    expect(back.leftOut).toEqual([]);
    const again = parseDictionary(back.yaml, "dictionary.yaml");
    expect(again).toEqual(hannover);
    expect(JSON.stringify(again)).toBe(JSON.stringify(hannover));
  });

  it("gives its own dictionary of a foreign project back", () => {
    const back = dictionaryFromRedcap(redcapDataDictionary(dictionary));
    expect(back.leftOut).toEqual([]);
    expect(parseDictionary(back.yaml, "dictionary.yaml")).toEqual(dictionary);
  });

  it("takes what was changed in REDCap afterwards, and says which rules that ends", () => {
    const csv = redcapDataDictionary(hannover)
      .replace("male, Male | female, Female", "male, Male | female, Female | other, Other")
      .replace(/^margin_mm,.*\n/m, "")
      .replace(
        'integer,0,,,,,,,,,"@SERIATIM=\'{""fields"":{""hospital_days',
        'integer,1,,,,,,,,,"@SERIATIM=\'{""fields"":{""hospital_days',
      );
    const { yaml, leftOut } = dictionaryFromRedcap(csv);
    const { tables, rules } = parseDictionary(yaml, "dictionary.yaml");
    expect(tables.patients.fields.sex.codes.map(({ value }) => value)).toEqual(["male", "female", "other"]);
    expect(tables.resections.fields.hospital_days).toMatchObject({ min: 1, plausible: [1, 180] });
    expect(rules).toHaveLength(hannover.rules.length - 2);
    expect(leftOut).toHaveLength(2);
    expect(leftOut[0]).toMatch(/^a rule: “margin_mm” is no field of resections; .*; left out$/);
  });

  it("reads the columns alone where the annotation was changed", () => {
    const csv = redcapDataDictionary(hannover).replace('{""fields"":{""margin_mm""', '{""fields"":{""margin_mm');
    expect(dictionaryFromRedcap(csv).leftOut).toEqual([
      "margin_mm: the annotation @SERIATIM has been changed and is not readable; the columns alone are read",
    ]);
  });

  it("reads the names that REDCap's API has for the columns", () => {
    const csv = "field_name,form_name,field_type,field_label\nid,f,text,Id\nage,f,text,Age\n";
    expect(Object.keys(parseDictionary(dictionaryFromRedcap(csv).yaml, "d").tables.f.fields)).toEqual(["id", "age"]);
  });

  it("keeps the name of a variable that is called instance", () => {
    const { yaml } = dictionaryFromRedcap(`${small([])}instance,g,text,I,\n`, { repeating: ["g"] });
    expect(parseDictionary(yaml, "d").tables.g.key).toEqual(["id", "repeat_instance"]);
  });

  it("refuses what is no data dictionary, and forms that cannot repeat", () => {
    const of = (csv: string, repeating: string[] = []) =>
      messageOf(() => dictionaryFromRedcap(csv, { repeating, file: "d.csv" }));
    expect(of("a,b\n1,2\n")).toBe(
      "d.csv: the column “Variable / Field Name” of a REDCap data dictionary is missing; found a, b",
    );
    expect(of(small([]).split("\n")[0])).toBe("d.csv: no variable; the first is the record id");
    expect(of(projectDictionary, ["operations"])).toBe(
      "d.csv: “operations” is no form to repeat; did you mean “operation”? Known: operation, baseline, quality_of_life",
    );
    expect(of(projectDictionary, ["baseline"])).toBe(
      "d.csv: “baseline” holds the record id and cannot repeat; give the other forms that do",
    );
    expect(of(small(["x,2nd,text,X,"]))).toBe(
      "d.csv, row 3: “2nd” is no name of a form; 60 small letters, digits and _ are allowed",
    );
    expect(of(small(["id,f,text,Twice,"]))).toMatch(/^d\.csv, row 3: the variable “id” stands twice/);
  });
});

function small(rows: readonly string[]): string {
  return [
    "Variable / Field Name,Form Name,Field Type,Field Label,Choices OR Calculations",
    "id,f,text,Id,",
    ...rows.map((row) => row),
    "",
  ].join("\n");
}
