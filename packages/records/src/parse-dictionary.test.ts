import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DictionaryError } from "./dictionary-error.js";
import { dictionaryJsonSchema } from "./dictionary-schema.js";
import { parseDictionary } from "./parse-dictionary.js";

const sound = `title: Small
tables:
  patients:
    key: patient
    fields:
      patient: { type: text }
      status: { type: code, codes: { alive: Alive, dead: Dead } }
      cause: { type: text }
      born: { type: date, identifying: true }
      seen: { type: date }
      age: { type: integer, min: 1 }
  operations:
    parent: patients
    key: [patient, number]
    fields:
      patient: { type: text }
      number: { type: integer }
      date: { type: date }
  visits:
    parent: patients
    key: [patient, date]
    fields:
      patient: { type: text }
      date: { type: date }
rules:
  - { kind: date-order, earlier: operations.date, later: patients.seen }
`;
const rule = "{ kind: date-order, earlier: operations.date, later: patients.seen }";

/** The dictionary with one place changed. */
function changed(from: string, to: string): string {
  expect(sound).toContain(from);
  return sound.replace(from, to);
}

function errorOf(text: string): DictionaryError {
  try {
    parseDictionary(text, "dictionary.yaml");
  } catch (error) {
    if (error instanceof DictionaryError) return error;
    throw error;
  }
  throw new Error("no error");
}

describe("parseDictionary", () => {
  it("fills in labels, requirements and the rows that a rule judges", () => {
    const dictionary = parseDictionary(sound, "dictionary.yaml");
    expect(dictionary.tables.operations).toMatchObject({
      label: "Operations",
      one: "operations",
      key: ["patient", "number"],
      parent: "patients",
    });
    expect(dictionary.tables.operations.fields.number).toMatchObject({
      label: "Number",
      required: true,
      type: "integer",
    });
    expect(dictionary.tables.patients.fields.age).toMatchObject({ required: false, min: 1 });
    expect(dictionary.rules).toEqual([
      {
        kind: "date-order",
        rowsOf: "operations",
        earlier: { table: "operations", field: "date" },
        later: { table: "patients", field: "seen" },
        blame: { table: "patients", field: "seen" },
      },
    ]);
    expect(Object.isFrozen(dictionary.tables.patients.fields)).toBe(true);
  });

  it("keeps codes as they are written and in their order, numbers too", () => {
    const { tables } = parseDictionary(
      changed("{ alive: Alive, dead: Dead }", "{ 10: Ten, 2: Two, 01: One }"),
      "dictionary.yaml",
    );
    expect(tables.patients.fields.status.codes).toEqual([
      { value: "10", label: "Ten" },
      { value: "2", label: "Two" },
      { value: "01", label: "One" },
    ]);
    const list = parseDictionary(changed("{ alive: Alive, dead: Dead }", "[G2, 1]"), "dictionary.yaml");
    expect(list.tables.patients.fields.status.codes).toEqual([
      { value: "G2", label: "G2" },
      { value: "1", label: "1" },
    ]);
  });

  it.each([
    [changed("title: Small", "title: ["), "", 2, 1, "not readable as YAML"],
    [changed("title: Small", "title: Small\ntitle: Large"), "", 2, 1, "not readable as YAML: Map keys must be unique"],
    [
      changed("min: 1", "mim: 1"),
      "tables.patients.fields.age.mim",
      11,
      29,
      "“mim” is no key here; did you mean “min”?",
    ],
    [changed("min: 1", "min: x"), "tables.patients.fields.age.min", 11, 34, "found “x”, expected a number"],
    [
      changed("cause: { type: text", "cause: { typ: text"),
      "tables.patients.fields.cause.typ",
      8,
      16,
      "“typ” is no key here; did you mean “type”?",
    ],
    [
      changed("seen: { type: date }", "seen: { type: dat }"),
      "tables.patients.fields.seen.type",
      10,
      21,
      "“dat” is no type; did you mean “date”?",
    ],
    [changed("  operations:", "  Operations:"), "tables.Operations", 12, 3, "“Operations” is no name"],
    [
      changed("parent: patients\n    key: [patient, number]", "parent: patient\n    key: [patient, number]"),
      "tables.operations.parent",
      13,
      13,
      "“patient” is no table; did you mean “patients”?",
    ],
    [
      changed("key: patient\n", "key: patent\n"),
      "tables.patients.key[0]",
      4,
      10,
      "“patent” is no field of patients; did you mean “patient”? Known: patient,",
    ],
    [
      changed("[patient, number]", "[number, patient]"),
      "tables.operations.key",
      14,
      10,
      "the key of operations must begin with that of its parent patients: patient",
    ],
    [
      changed("dead: Dead", "ALIVE: x"),
      "tables.patients.fields.status.codes.ALIVE",
      7,
      52,
      "“ALIVE” and “alive” read alike",
    ],
    [changed("rules:", "rule:"), "rule", 25, 1, "“rule” is no key here; did you mean “rules”?"],
    [
      changed("kind: date-order", "kind: date-ordr"),
      "rules[0].kind",
      26,
      13,
      "“date-ordr” is no kind; did you mean “date-order”?",
    ],
    [
      changed("operations.date, later", "operation.date, later"),
      "rules[0].earlier",
      26,
      34,
      "“operation” is no table; did you mean “operations”?",
    ],
    [
      changed("operations.date, later", "operations.dat, later"),
      "rules[0].earlier",
      26,
      34,
      "“dat” is no field of operations; did you mean “date”?",
    ],
    [
      changed("operations.date, later", "seen, later"),
      "rules[0].earlier",
      26,
      34,
      "“seen” needs its table; write patients.seen",
    ],
    [
      changed("patients.seen }", "patients.age }"),
      "rules[0].later",
      26,
      58,
      "patients.age is of type integer; this rule needs a field of type date",
    ],
    [changed("patients.seen }", "visits.date }"), "rules[0]", 26, 5, "operations and visits stand side by side"],
    [
      changed("patients.seen }", "patients.seen, says: 'after {sen}' }"),
      "rules[0].says",
      26,
      79,
      "“sen” is no field of this rule's tables; did you mean “seen”?",
    ],
    [
      changed("patients.seen }", "patients.seen, says: 'after {born}' }"),
      "rules[0].says",
      26,
      79,
      "“born” is identifying",
    ],
    [
      changed(rule, "{ kind: required-when, field: patients.cause, when: { patients.status: ded } }"),
      "rules[0].when.patients.status",
      26,
      76,
      "“ded” is no code of patients.status; did you mean “dead”?",
    ],
    [
      changed(rule, "{ kind: required-when, field: patients.cause, wehn: { patients.status: dead } }"),
      "rules[0].wehn",
      26,
      51,
      "“wehn” is no key here; did you mean “when”?",
    ],
    [
      changed(rule, "{ kind: required-when, field: patients.cause }"),
      "rules[0].when",
      26,
      5,
      "missing; it must be given",
    ],
    [
      changed(rule, "{ kind: never, blame: patients.age, when: { patients.status: { atLeast: 1 } } }"),
      "rules[0].when.patients.status.atLeast",
      26,
      68,
      "atLeast needs a number; patients.status is of type code",
    ],
    [
      changed(rule, "{ kind: never, blame: patients.age, when: { patients.seen: 1990 } }"),
      "rules[0].when.patients.seen",
      26,
      64,
      "patients.seen is a date",
    ],
    [
      changed(rule, "{ kind: sequence, ordinal: operations.number, elsewhere: visits.date }"),
      "rules[0].elsewhere",
      26,
      62,
      "visits.date must be a field of a parent of operations",
    ],
    ["", "", 1, 1, "found nothing, expected a mapping (key: value)"],
    [
      changed("alive: Alive", "x: &a [*a]"),
      "tables.patients.fields.status.codes",
      7,
      36,
      "found a mapping, expected code: label lines, or a list of codes",
    ],
  ])("says where and what: case %#", (text, path, line, column, says) => {
    const error = errorOf(text);
    expect({ path: error.path, line: error.line, column: error.column }).toEqual({ path, line, column });
    expect(error.message).toContain(says);
    expect(error.message).toMatch(/^dictionary\.yaml, line \d+, column \d+: [^\n]+$/);
  });

  it("refuses tables that belong to each other", () => {
    const text = changed("  patients:\n    key: patient", "  patients:\n    parent: operations\n    key: patient");
    expect(errorOf(text)).toMatchObject({ path: "tables.patients.parent", line: 4 });
  });
});

describe("dictionaryJsonSchema", () => {
  it("is the file that editors use", () => {
    const file = readFileSync(new URL("../dictionary.schema.json", import.meta.url), "utf8");
    expect(file).toBe(`${JSON.stringify(dictionaryJsonSchema(), null, 2)}\n`);
  });

  it("closes its objects", () => {
    expect(dictionaryJsonSchema()).toMatchObject({ additionalProperties: false, required: ["title", "tables"] });
  });
});
