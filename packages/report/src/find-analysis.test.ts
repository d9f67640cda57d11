import { describe, expect, it } from "vitest";
import { groupsOf, lowerFirst, shareName } from "./find-analysis.js";
import { resultOf } from "./fixtures/results.js";

describe("lowerFirst", () => {
  it.each([
    ["First resections", "first resections"],
    ["A resection", "a resection"],
    ["R0", "R0"],
    ["R status", "R status"],
    ["KIT tested", "KIT tested"],
    ["Älteste", "älteste"],
    ["", ""],
  ])("leaves abbreviations alone: %s", (text, lower) => expect(lowerFirst(text)).toBe(lower));
});

describe("shareName", () => {
  it("calls a share survival only where the endpoint is one", () => {
    expect(["Overall survival", "Time to recurrence", undefined].map(shareName)).toEqual([
      "Overall survival",
      "Without the event",
      "Survival",
    ]);
  });
});

describe("groupsOf", () => {
  it("sets everyone first, then the groups in the order of the results", () => {
    const groups: Record<string, string>[] = [{ r: "R1" }, {}, { r: "R0" }, { r: "R1" }];
    const rows = groups.map((group) => resultOf({ analysis: "a", name: "median", group }));
    expect(groupsOf(rows)).toEqual([{}, { r: "R1" }, { r: "R0" }]);
  });
});
