import { describe, expect, it } from "vitest";
import { keyText, kinship, patientOf } from "./kinship.js";
import { parseDictionary } from "./parse-dictionary.js";
import { readRecords } from "./read-records.js";

const dictionary = parseDictionary(
  `title: Two centres
tables:
  patients: { key: [centre, number], fields: { centre: { type: text }, number: { type: integer } } }
  operations:
    key: [centre, number, date]
    parent: patients
    fields: { centre: { type: text }, number: { type: integer }, date: { type: date, partial: true } }
`,
  "dictionary.yaml",
);

function records(patients: string, operations: string) {
  const file = (name: string, text: string) => ({ file: name, bytes: new TextEncoder().encode(text) });
  return readRecords(dictionary, {
    patients: file("patients.csv", `centre,number\n${patients}`),
    operations: file("operations.csv", `centre,number,date\n${operations}`),
  }).records;
}

describe("kinship", () => {
  it("finds a row's parent by all parts of the key, which do not run into each other", () => {
    const both = records("A1,23\nA12,3\n", "A12,3,1990\nA1,23,1991\nA,123,1992\n");
    const kin = kinship(dictionary, both);
    const parents = both.operations.rows.map((row) => kin.ancestor("operations", row, "patients")?.row);
    expect(parents).toEqual([3, 2, undefined]);
  });

  it("takes a row for its own ancestor, and of a key that stands twice the first row", () => {
    const twice = records("A,1\nA,1\n", "A,1,1990\n,1,1990\n");
    const kin = kinship(dictionary, twice);
    const [operation, nobodys] = twice.operations.rows;
    expect(kin.ancestor("operations", operation, "operations")).toBe(operation);
    expect(kin.ancestor("operations", operation, "patients")).toBe(twice.patients.rows[0]);
    expect(kin.ancestor("operations", nobodys, "patients")).toBeUndefined();
  });
});

describe("patientOf", () => {
  it("is the key of the outermost parent, and empty where a part is missing", () => {
    const [operation, nobodys] = records("", "A,1,1990-09\n,1,1990\n").operations.rows;
    expect(patientOf(dictionary, "operations", operation)).toBe("A/1");
    expect(patientOf(dictionary, "operations", nobodys)).toBe("");
    expect(keyText(operation, ["centre", "date"])).toBe("A\u00001990-09");
  });
});
