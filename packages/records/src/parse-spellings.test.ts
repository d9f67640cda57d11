import { describe, expect, it } from "vitest";
import { changed, errorOf } from "./fixtures/small-dictionary.js";
import { parseDictionary } from "./parse-dictionary.js";

const spelt = (spellings: string) =>
  changed("codes: { alive: Alive, dead: Dead } }", `codes: { alive: Living, dead: Dead }, spellings: ${spellings} }`);

describe("parseSpellings", () => {
  it("keeps writings as they stand and in their order", () =>
    expect(
      parseDictionary(spelt("{ †: dead, 02: dead, 1: alive, verst.: dead, Alive: alive }"), "dictionary.yaml").tables
        .patients.fields.status.spellings,
    ).toEqual([
      { written: "†", code: "dead" },
      { written: "02", code: "dead" },
      { written: "1", code: "alive" },
      { written: "verst.", code: "dead" },
      { written: "Alive", code: "alive" },
    ]));

  it.each<[string, string, string, string]>([
    ["what is no code", "{ †: daed }", ".†", "“daed” is no code of status; did you mean “dead”? Known: dead, alive"],
    ["another code", "{ DEAD: alive }", ".DEAD", "“DEAD” already reads as dead; a writing stands for one code"],
    ["another code's label", "{ l iving: dead }", ".l iving", "“l iving” already reads as alive"],
    ["a writing of another code", "{ x: dead, X: alive }", ".X", "“X” already reads as dead"],
    ["spaces around it", "{ ' x': dead }", ". x", "expected a text without spaces around it"],
  ])("refuses %s", (_, spellings, path, says) => {
    const error = errorOf(spelt(spellings));
    expect([error.path, error.message]).toEqual([
      `tables.patients.fields.status.spellings${path}`,
      expect.stringContaining(says),
    ]);
  });

  it("is for codes only", () =>
    expect(errorOf(changed("cause: { type: text", "cause: { type: text, spellings: { a: b }")).message).toContain(
      "“spellings” is no key here; known: ",
    ));
});
