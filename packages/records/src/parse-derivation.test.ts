import { describe, expect, it } from "vitest";
import { changed, errorOf, soundDictionary } from "./fixtures/small-dictionary.js";
import { parseDictionary } from "./parse-dictionary.js";

/** The small dictionary with other fields of patients. */
function withFields(...fields: string[]): string {
  return changed("      age:", `${fields.map((field) => `      ${field}\n`).join("")}      age:`);
}

const latest = (table: string, by: string, field: string) =>
  `{ latest: { table: ${table}, by: ${by}, field: ${field} } }`;
const cases = (definitions: string, more = "") => `{ definitions: ${definitions}${more} }`;
const group = (derived: string) => withFields(`group: { type: code, codes: [old, young], derived: ${derived} }`);

describe("parseDerivation", () => {
  it("looks up the names of cases, those of the row's own table without it", () => {
    const { fields } = parseDictionary(
      group(
        cases('{ "10": [{ value: old, when: { age: { atLeast: 10 } } }], "9": [{ value: young }] }', ', default: "9"'),
      ),
      "dictionary.yaml",
    ).tables.patients;
    // In the file's order, which JavaScript's of numbers is not.
    expect(fields.group.derived).toEqual({
      kind: "cases",
      definitions: [
        { name: "10", cases: [{ value: "old", when: [{ table: "patients", field: "age", atLeast: 10 }] }] },
        { name: "9", cases: [{ value: "young", when: [] }] },
      ],
      default: "9",
    });
    expect(fields.age.derived).toBeUndefined();
  });

  it("takes the only definition for the default", () =>
    expect(
      parseDictionary(group(cases("{ only: [{ value: old }] }")), "dictionary.yaml").tables.patients.fields.group
        .derived,
    ).toMatchObject({ default: "only" }));

  it("takes the latest of rows at whatever depth", () => {
    const text = `${soundDictionary.replace("rules:", "  notes:\n    parent: visits\n    key: [patient, date, on]\n    fields:\n      patient: { type: text }\n      date: { type: date }\n      on: { type: date }\nrules:")}`;
    const { tables } = parseDictionary(
      text.replace("seen: { type: date }", `seen: { type: date, derived: ${latest("notes", "on", "on")} }`),
      "dictionary.yaml",
    );
    expect(tables.patients.fields.seen.derived).toEqual({ kind: "latest", table: "notes", by: "on", field: "on" });
  });

  const at = "tables.patients.fields.group.derived";
  it.each<[string, string, string, string]>([
    [
      "a key",
      changed(
        "number: { type: integer }",
        "number: { type: integer, derived: { latest: { table: a, by: b, field: c } } }",
      ),
      "tables.operations.fields.number.derived",
      "number is a key of operations; a key is recorded, not derived",
    ],
    [
      "another heading",
      withFields(`group: { type: date, also: [g], derived: ${latest("visits", "date", "date")} }`),
      "tables.patients.fields.group.also",
      "a derived field stands in no file; remove also, or derived",
    ],
    ["neither form", group("{}"), at, "derived needs either definitions or latest"],
    [
      "both forms",
      group(cases("{ a: [{ value: old }] }", ", latest: { table: visits, by: date, field: date }")),
      at,
      "derived needs either definitions or latest",
    ],
    [
      "a misspelt form",
      group("{ definitoins: {} }"),
      `${at}.definitoins`,
      "“definitoins” is no key here; did you mean “definitions”? Known: definitions, default, latest",
    ],
    [
      "definitions of a number",
      withFields("group: { type: integer, derived: { definitions: { a: [{ value: 1 }] } } }"),
      `${at}.definitions`,
      "“definitions” is no key here; known: latest",
    ],
    ["no definition", group(cases("{}")), `${at}.definitions`, "no definition; give at least one, as name: cases"],
    ["no case", group(cases("{ a: [] }")), `${at}.definitions.a`, "found a list of 0, expected at least 1 entry"],
    [
      "no default of two",
      group(cases("{ a: [{ value: old }], b: [{ value: young }] }")),
      at,
      "default is missing; it names one of a, b",
    ],
    [
      "a default that is none",
      group(cases("{ one: [{ value: old }] }", ", default: onr")),
      `${at}.default`,
      "“onr” is no definition of group; did you mean “one”? Known: one",
    ],
    [
      "a default without definitions",
      group("{ default: a, latest: { table: visits, by: date, field: date } }"),
      `${at}.default`,
      "default names one of definitions, and there are none",
    ],
    [
      "an unknown code",
      group(cases("{ a: [{ value: odl }] }")),
      `${at}.definitions.a[0].value`,
      "“odl” is no code of patients.group; did you mean “old”? Known: old, young",
    ],
    [
      "a case that never counts",
      group(cases("{ a: [{ value: old }, { value: young }] }")),
      `${at}.definitions.a[1]`,
      "this case never counts, the one before it being without conditions; put that last",
    ],
    [
      "no conditions",
      group(cases("{ a: [{ value: old, when: {} }] }")),
      `${at}.definitions.a[0].when`,
      "no condition; name a field, or remove when",
    ],
    [
      "an unknown field",
      group(cases("{ a: [{ value: old, when: { aeg: 3 } }] }")),
      `${at}.definitions.a[0].when.aeg`,
      "“aeg” is no field of patients; did you mean “age”? Known: age, ",
    ],
    [
      "a condition that a code cannot have",
      group(cases("{ a: [{ value: old, when: { status: { below: 1 } } }] }")),
      `${at}.definitions.a[0].when.status.below`,
      "below needs a number; patients.status is of type code",
    ],
    [
      "a field of a child",
      group(cases("{ a: [{ value: old, when: { operations.date: { recorded: true } } }] }")),
      `${at}.definitions.a[0].when.operations.date`,
      "a field of patients is derived from fields of patients, not of operations",
    ],
    [
      "the latest of a table that is no child",
      withFields(`group: { type: date, derived: ${latest("patients", "seen", "seen")} }`),
      `${at}.latest.table`,
      "“patients” is no child table of patients; known: operations, visits",
    ],
    [
      "the latest by an unknown field",
      withFields(`group: { type: date, derived: ${latest("visits", "dat", "date")} }`),
      `${at}.latest.by`,
      "“dat” is no field of visits; did you mean “date”? Known: date, patient",
    ],
    [
      "the latest by a number",
      withFields(`group: { type: date, derived: ${latest("operations", "number", "date")} }`),
      `${at}.latest.by`,
      "operations.number is of type integer; latest needs a date",
    ],
    [
      "the latest of another type",
      withFields(`group: { type: text, derived: ${latest("operations", "date", "number")} }`),
      `${at}.latest.field`,
      "operations.number is of type integer, patients.group of type text",
    ],
  ])("refuses %s", (_, text, path, says) => {
    const { path: found, message, line } = errorOf(text);
    expect({ path: found, message }).toEqual({ path, message: expect.stringContaining(says) });
    expect(line).toBeGreaterThan(10);
  });

  /** The small dictionary with a field x of visits and y of patients, derived from it. */
  const taking = (x: string, y: string) =>
    withFields(`y: { ${y}, derived: ${latest("visits", "date", "x")} }`).replace("\nrules", `\n      x: ${x}\nrules`);
  it.each<[string, string, string, string]>([
    [
      "codes that it has not",
      "{ type: code, codes: [a, b] }",
      "type: code, codes: [a]",
      "visits.x may be “b”, which is no code of patients.y",
    ],
    [
      "dates of a month",
      "{ type: date, partial: true }",
      "type: date",
      "visits.x may be partial; patients.y must be too (partial: true)",
    ],
    [
      "what could tell who the patient is",
      "{ type: text, identifying: true }",
      "type: text",
      "visits.x is identifying; patients.y must be too (identifying: true)",
    ],
    [
      "another unit",
      "{ type: decimal, unit: cm }",
      "type: decimal",
      "visits.x is in cm, patients.y in no unit; a value is taken as it is",
    ],
  ])("refuses a latest field that cannot hold %s", (_, of, type, says) => {
    expect(errorOf(taking(of, type)).message).toContain(`tables.patients.fields.y.derived.latest.field: ${says}`);
  });

  it("refuses fields derived from each other, also by way of another table", () => {
    const by = (field: string) => cases(`{ a: [{ value: old, when: { ${field}: old } }] }`);
    const code = (name: string, of: string) => `${name}: { type: code, codes: [old], derived: ${by(of)} }`;
    expect(errorOf(withFields(code("one", "two"), code("two", "three"), code("three", "two"))).message).toBe(
      "dictionary.yaml, line 12, column 40: tables.patients.fields.two.derived: patients.two is derived from patients.three is derived from patients.two; a field cannot be derived from itself",
    );
    expect(errorOf(withFields(code("one", "one"))).message).toContain("patients.one is derived from patients.one; ");
    const visited = withFields(`one: { type: code, codes: [old], derived: ${latest("visits", "date", "one")} }`);
    expect(
      errorOf(
        visited.replace(
          "date: { type: date }\nrules",
          `date: { type: date }\n      ${code("one", "patients.one")}\nrules`,
        ),
      ).message,
    ).toContain("patients.one is derived from visits.one is derived from patients.one; ");
  });
});
