import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { DictionaryError } from "./dictionary-error.js";
import { dictionaryJsonSchema } from "./dictionary-schema.js";
import { parseDictionary } from "./parse-dictionary.js";

const schema = z.fromJSONSchema(dictionaryJsonSchema());
const hannover = readFileSync(new URL("../../../studies/hannover/dictionary.yaml", import.meta.url), "utf8");
const colon = readFileSync(new URL("../../../studies/colon/dictionary.yaml", import.meta.url), "utf8");
const liverSurgery = readFileSync(new URL("../dictionaries/liver-surgery.yaml", import.meta.url), "utf8");

/** What each of the two says of a dictionary: whether it may stand. */
function decisions(text: string): { parser: boolean; schema: boolean } {
  let parser = true;
  try {
    parseDictionary(text, "dictionary.yaml");
  } catch (error) {
    if (!(error instanceof DictionaryError)) throw error;
    parser = false;
  }
  return { parser, schema: schema.safeParse(parse(text)).success };
}

function hannoverWith(from: string, to: string): string {
  expect(hannover).toContain(from);
  return hannover.replace(from, to);
}

describe("dictionaryJsonSchema", () => {
  it("is the file that editors use", () => {
    const file = readFileSync(new URL("../dictionary.schema.json", import.meta.url), "utf8");
    expect(file).toBe(`${JSON.stringify(dictionaryJsonSchema(), null, 2)}\n`);
  });

  it.each([
    ["the Hannover series", hannover],
    ["the colon trial", colon],
    ["liver surgery", liverSurgery],
    ["tables without rules", hannover.slice(0, hannover.indexOf("rules:"))],
  ])("allows what the parser allows: %s", (_, text) => expect(decisions(text)).toEqual({ parser: true, schema: true }));

  it.each([
    ["an unknown key of the file", hannoverWith("rules:", "rule:")],
    ["an unknown key of a table", hannoverWith("one: patient\n", "ones: patient\n")],
    ["an unknown key of a field", hannoverWith("required: true", "requird: true")],
    ["a key of another type of field", hannoverWith("type: text, label", "type: text, partial: true, label")],
    ["an unknown type", hannoverWith("type: decimal", "type: number")],
    ["a code field without codes", hannoverWith(", codes: { unilobar: Unilobar, bilobar: Bilobar }", "")],
    ["a code without label", hannoverWith("alive: Alive", "alive: ")],
    ["a code with spaces around it", hannoverWith("codes: { alive: Alive", "codes: { ' alive': Alive")],
    ["a capital in a name", hannoverWith("  patients:\n", "  Patients:\n")],
    ["the name “constructor”", hannoverWith("      grade:", "      constructor:")],
    ["a text for a number", hannoverWith("min: 1,", "min: one,")],
    ["a range of one", hannoverWith("plausible: [1, 30]", "plausible: [1]")],
    ["no key", hannoverWith("key: [patient, number]\n", "key: []\n")],
    ["no title", hannover.replace(/^title: .*$/m, "")],
    ["an unknown kind of rule", hannoverWith("kind: sequence", "kind: sequel")],
    ["a rule without a part", hannoverWith(", ordinal: resections.number }", " }")],
    ["a rule with a part of another", hannoverWith("kind: age,", "kind: age, when: {},")],
    ["an unknown condition", hannoverWith("{ atLeast: 1 }", "{ atleast: 1 }")],
    ["none of no values", hannoverWith("{ atLeast: 1 }", "{ not: [] }")],
    ["headings that are no list", hannoverWith("label: Distribution,", "label: Distribution, also: m,")],
    ["writings of a text", hannoverWith("type: text, label", "type: text, spellings: { a: b }, label")],
    ["writings that are no mapping", hannoverWith("label: Distribution,", "label: Distribution, spellings: [m],")],
    ["an unknown way to derive", hannoverWith("label: Distribution,", "label: Distribution, derived: { first: {} },")],
    ["a number by definitions", hannoverWith("min: 1,", "min: 1, derived: { definitions: {} },")],
    ["a latest without its table", hannoverWith("min: 1,", "min: 1, derived: { latest: { by: a, field: b } },")],
    [
      "a case without value",
      hannoverWith("label: Distribution,", "label: Distribution, derived: { definitions: { a: [{}] } },"),
    ],
    ["a follow-up without its event", hannoverWith("event: { patients.status: dead }, ", "")],
    ["a list for a mapping", "- title: T\n"],
    ["nothing", ""],
  ])("refuses what the parser refuses: %s", (_, text) =>
    expect(decisions(text)).toEqual({ parser: false, schema: false }),
  );

  // What one part of a file must have in common with another, no JSON Schema can say.
  it.each([
    ["an unknown parent", hannoverWith("parent: patients", "parent: patient")],
    ["a rule on an unknown field", hannoverWith("later: resections.date }", "later: resections.dat }")],
    ["a range upside down", hannoverWith("plausible: [1, 30]", "plausible: [30, 1]")],
    [
      "a writing that is another code",
      hannoverWith("label: Distribution,", "label: Distribution, spellings: { unilobar: bilobar },"),
    ],
    ["neither definitions nor latest", hannoverWith("label: Distribution,", "label: Distribution, derived: {},")],
    ["codes that read alike", hannoverWith("dead: Dead } }\n      date", "Alive: Dead } }\n      date")],
  ])("leaves to the parser: %s", (_, text) => expect(decisions(text)).toEqual({ parser: false, schema: true }));
});
