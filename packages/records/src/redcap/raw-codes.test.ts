import { describe, expect, it } from "vitest";
import { parseDictionary } from "../parse-dictionary.js";
import { rawCodes } from "./raw-codes.js";

describe("rawCodes", () => {
  it("keeps what REDCap takes, and spells the others apart from them", () => {
    const codes = ["R0", "-5", "a_b", "a b", "a-b", "Größe", "≥ 3", "<"];
    const yaml = `title: T\ntables: { t: { key: k, fields: { k: { type: text }, c: { type: code, codes: ${JSON.stringify(codes)} } } } }`;
    const raw = rawCodes(parseDictionary(yaml, "d").tables.t.fields.c);
    expect([...raw].map(([spelt, { value }]) => [spelt, value])).toEqual([
      ["R0", "R0"],
      ["-5", "-5"],
      ["a_b", "a_b"],
      ["a_b_2", "a b"],
      ["a_b_3", "a-b"],
      ["Gro_e", "Größe"],
      ["3", "≥ 3"],
      ["code", "<"],
    ]);
  });
});
