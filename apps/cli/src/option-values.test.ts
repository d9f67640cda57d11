import { describe, expect, it } from "vitest";
import { columnName, list, numberOf, oneOf, references, timeList } from "./option-values.js";

describe("list", () => {
  const by = list("--by", "column names");

  it("splits at commas, not within double quotes", () => {
    expect(by("sex, ph.ecog")).toEqual(["sex", "ph.ecog"]);
    expect(by('"Age, years",sex')).toEqual(["Age, years", "sex"]);
    expect(by('a "b", "say ""c"""')).toEqual(['a "b"', 'say "c"']);
  });

  it("goes on where the option is given again", () => {
    expect(by("b", ["a"])).toEqual(["a", "b"]);
  });

  it("refuses an empty name and one that stands twice", () => {
    for (const text of ["", "a,,b", "a,", ",a"]) expect(() => by(text), text).toThrow("give column names with commas");
    expect(() => by("a", ["a"])).toThrow("--by: “a” stands twice; give it once");
  });
});

describe("timeList", () => {
  it("sorts, and keeps each time once", () => {
    expect(timeList("--at")("36,12, 1.2e1", [24])).toEqual([12, 24, 36]);
  });

  it("refuses what is no time", () => {
    for (const text of ["", "-1", "x", "Infinity", "1e400"])
      expect(() => timeList("--at")(text)).toThrow("--at: found");
  });
});

describe("options that are given once", () => {
  it("refuse to be given twice, and an empty name", () => {
    expect(() => columnName("--time")("b", "a")).toThrow("--time: given twice, the second time as “b”; give it once");
    expect(() => oneOf("--ties", "method", ["efron", "exact"])("exact", "exact")).toThrow("given twice");
    expect(() => columnName("--time")(" ")).toThrow("--time: found “ ”; give the name of a column");
    expect(columnName("--time")(" t ")).toBe("t");
  });
});

describe("references", () => {
  it("splits at the first sign, so that a level may hold one", () => {
    expect(references("size=>=5", { sex: "1" })).toEqual({ sex: "1", size: ">=5" });
  });

  it("refuses a column twice, and what names none", () => {
    expect(() => references("sex=2", { sex: "1" })).toThrow("sex is given twice");
    for (const text of ["sex", "=1"]) expect(() => references(text)).toThrow("write COLUMN=LEVEL");
  });
});

describe("numberOf", () => {
  it("reads numbers as people write them, with a comma only where it is told so", () => {
    expect(["1", " -2.5 ", ".5", "3.", "1e3", "+4"].map((text) => numberOf(text))).toEqual([1, -2.5, 0.5, 3, 1000, 4]);
    expect([numberOf("1,5"), numberOf("1,5", true), numberOf("1.5", true)]).toEqual([Number.NaN, 1.5, 1.5]);
    for (const text of ["", "x", "0x1F", "Infinity", "1e400", "1,2,3", "--1"]) expect(numberOf(text, true)).toBeNaN();
  });
});
