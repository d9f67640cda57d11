import { describe, expect, it } from "vitest";
import { changed, errorOf, soundDictionary } from "./fixtures/small-dictionary.js";
import { parseDictionary } from "./parse-dictionary.js";

describe("parseDictionary", () => {
  it("fills in labels, requirements and the rows that a rule judges", () => {
    const dictionary = parseDictionary(soundDictionary, "dictionary.yaml");
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
    const values = (codes: string) =>
      parseDictionary(
        changed("{ alive: Alive, dead: Dead }", codes),
        "dictionary.yaml",
      ).tables.patients.fields.status.codes.map(({ value, label }) => [value, label]);
    expect(values("[G2, 1, 02, true]")).toEqual([
      ["G2", "G2"],
      ["1", "1"],
      ["02", "02"],
      ["true", "true"],
    ]);
    expect(values("{ TRUE: yes, null: 0, 1.0: no }")).toEqual([
      ["TRUE", "yes"],
      ["null", "0"],
      ["1.0", "no"],
    ]);
  });

  it.each<[string, string, string, number, number, string]>([
    ["a list that is not closed", changed("title: Small", "title: ["), "", 2, 1, "not readable as YAML"],
    [
      "a key that stands twice",
      changed("title: Small", "title: Small\ntitle: Large"),
      "",
      2,
      1,
      "not readable as YAML: Map keys must be unique",
    ],
    [
      "a second document",
      `${soundDictionary}---\ntitle: Large\n`,
      "",
      27,
      1,
      "not readable as YAML: a second document begins here (---)",
    ],
    [
      "a tag of a programming language",
      changed("title: Small", "title: !!js/function f"),
      "",
      1,
      8,
      "not readable as YAML: Unresolved tag",
    ],
    [
      "a key of a field that is misspelt",
      changed("min: 1", "mim: 1"),
      "tables.patients.fields.age.mim",
      11,
      29,
      "“mim” is no key here; did you mean “min”?",
    ],
    [
      "a text for a number",
      changed("min: 1", "min: x"),
      "tables.patients.fields.age.min",
      11,
      34,
      "found “x”, expected a number",
    ],
    [
      "a misspelt `type`",
      changed("cause: { type: text", "cause: { typ: text"),
      "tables.patients.fields.cause.typ",
      8,
      16,
      "“typ” is no key here; did you mean “type”?",
    ],
    [
      "an unknown type",
      changed("seen: { type: date }", "seen: { type: dat }"),
      "tables.patients.fields.seen.type",
      10,
      21,
      "“dat” is no type; did you mean “date”?",
    ],
    [
      "a range of three",
      changed("min: 1", "plausible: [1, 2, 3]"),
      "tables.patients.fields.age.plausible",
      11,
      40,
      "found a list of 3, expected at most 2 entries",
    ],
    [
      "a range upside down",
      changed("min: 1", "plausible: [2, 1]"),
      "tables.patients.fields.age.plausible",
      11,
      40,
      "2 is above 1; the lower comes first",
    ],
    [
      "limits upside down",
      changed("min: 1", "min: 2, max: 1"),
      "tables.patients.fields.age.min",
      11,
      34,
      "min 2 is above max 1",
    ],
    [
      "a capital in a name",
      changed("  operations:", "  Operations:"),
      "tables.Operations",
      12,
      3,
      "“Operations” is no name: names are small letters",
    ],
    [
      "a name of 61 letters",
      changed("      seen:", `      ${"a".repeat(61)}:`),
      `tables.patients.fields.${"a".repeat(61)}`,
      10,
      7,
      "names have 60 letters at most",
    ],
    [
      "the name that every object has",
      changed("      seen:", "      constructor:"),
      "tables.patients.fields.constructor",
      10,
      7,
      "“constructor” is no name",
    ],
    [
      "the name that schemas pass over",
      changed("      seen:", "      __proto__:"),
      "",
      10,
      7,
      "“__proto__” is no name",
    ],
    [
      "an unknown parent",
      changed("parent: patients\n    key: [patient, number]", "parent: patient\n    key: [patient, number]"),
      "tables.operations.parent",
      13,
      13,
      "“patient” is no table; did you mean “patients”?",
    ],
    [
      "an unknown key field",
      changed("key: patient\n", "key: patent\n"),
      "tables.patients.key[0]",
      4,
      10,
      "“patent” is no field of patients; did you mean “patient”? Known: patient,",
    ],
    [
      "a key field twice",
      changed("key: patient\n", "key: [patient, patient]\n"),
      "tables.patients.key[1]",
      4,
      20,
      "patient stands twice in the key",
    ],
    [
      "a key that would name the patient",
      changed("patient: { type: text }", "patient: { type: text, identifying: true }"),
      "tables.patients.fields.patient.identifying",
      6,
      30,
      "a finding names the patient by this key",
    ],
    [
      "a key that begins otherwise than the parent's",
      changed("[patient, number]", "[number, patient]"),
      "tables.operations.key",
      14,
      10,
      "the key of operations must begin with that of its parent patients: patient",
    ],
    [
      "a key of another type than the parent's",
      changed(
        "fields:\n      patient: { type: text }\n      number",
        "fields:\n      patient: { type: integer }\n      number",
      ),
      "tables.operations.fields.patient.type",
      16,
      24,
      "operations.patient is of type integer, patients.patient of type text; a key is of one type in both",
    ],
    [
      "codes that read alike",
      changed("dead: Dead", "ALIVE: x"),
      "tables.patients.fields.status.codes.ALIVE",
      7,
      52,
      "“ALIVE” and “alive” read alike",
    ],
    [
      "no code",
      changed("{ alive: Alive, dead: Dead }", "{}"),
      "tables.patients.fields.status.codes",
      7,
      36,
      "no code; give at least one",
    ],
    [
      "a code without label",
      changed("dead: Dead", "dead: "),
      "tables.patients.fields.status.codes.dead",
      7,
      52,
      "found nothing, expected a text",
    ],
    [
      "a code that no cell can hold, since its spaces are removed",
      changed("{ alive: Alive, dead: Dead }", "['alive ']"),
      "tables.patients.fields.status.codes[0]",
      7,
      37,
      "found “alive ”: expected a text without spaces around it",
    ],
    [
      "a list that holds itself",
      changed("alive: Alive", "x: &a [*a]"),
      "tables.patients.fields.status.codes.x",
      7,
      44,
      "found a list, expected a text",
    ],
    ["a misspelt `rules`", changed("rules:", "rule:"), "rule", 25, 1, "“rule” is no key here; did you mean “rules”?"],
    [
      "an unknown kind of rule",
      changed("kind: date-order", "kind: date-ordr"),
      "rules[0].kind",
      26,
      13,
      "“date-ordr” is no kind; did you mean “date-order”?",
    ],
    ["no table", "title: Empty\ntables: {}\n", "tables", 2, 1, "no table; a dictionary has at least one"],
    ["an empty file", "", "", 1, 1, "found nothing, expected a mapping (key: value)"],
  ])("says where and what: %s", (_, text, path, line, column, says) => {
    const error = errorOf(text);
    expect({ path: error.path, line: error.line, column: error.column }).toEqual({ path, line, column });
    expect(error.message).toContain(says);
    expect(error.message).toMatch(/^dictionary\.yaml, line \d+, column \d+: [^\n]+$/);
  });

  it("refuses tables that belong to each other", () => {
    const text = changed("  patients:\n    key: patient", "  patients:\n    parent: operations\n    key: patient");
    expect(errorOf(text)).toMatchObject({ path: "tables.patients.parent", line: 4 });
  });

  it("refuses a heading of two fields of a table, by name, label or other heading", () => {
    const also = (heading: string) => changed("cause: { type: text", `cause: { type: text, also: [c, ${heading}]`);
    for (const heading of ["Sta-tus", "a ge"])
      expect(errorOf(also(heading)).message).toMatch(
        /line 8, column \d+: tables\.patients\.fields\.cause\.also\[1\]: “.*” stands for (status|age) too; a heading stands for one field$/,
      );
    expect(errorOf(also("X").replace("age: { type: integer", "age: { type: integer, also: [x]")).message).toContain(
      "“X” stands for age too",
    );
    const own = also("Cause").replace("age: { type: integer", "age: { type: integer, also: [number]");
    expect(parseDictionary(own, "dictionary.yaml").tables.patients.fields.cause.also).toEqual(["c", "Cause"]);
  });

  it("keeps a former name, and refuses one that is still there or that two things claim", () => {
    const { tables } = parseDictionary(
      changed("cause: { type: text", "cause: { type: text, formerly: reason").replace(
        "  visits:\n",
        "  visits:\n    formerly: contacts\n",
      ),
      "dictionary.yaml",
    );
    expect([tables.patients.fields.cause.formerly, tables.visits.formerly]).toEqual(["reason", "contacts"]);
    expect(tables.patients.fields.born).not.toHaveProperty("formerly");
    expect(errorOf(changed("cause: { type: text", "cause: { type: text, formerly: age")).message).toContain(
      "tables.patients.fields.cause.formerly: there is a field of patients named age; only what is gone",
    );
    expect(errorOf(changed("  visits:\n", "  visits:\n    formerly: operations\n")).message).toContain(
      "tables.visits.formerly: there is a table named operations",
    );
    const twice = changed("cause: { type: text", "cause: { type: text, formerly: x");
    expect(errorOf(twice.replace("age: { type: integer", "age: { type: integer, formerly: x")).message).toContain(
      "tables.patients.fields.age.formerly: cause was formerly x too",
    );
  });
});
