import { describe, expect, it } from "vitest";
import { allHold } from "./all-hold.js";
import type { Condition } from "./dictionary.js";

describe("allHold", () => {
  const unread = { born: { text: "?", kind: "invalid-date" as const, why: "not a date" } };
  const family = new Map([
    ["patients", { row: 2, values: { status: "dead", age: 60, cause: null, born: null }, unread }],
  ]);
  const holds = (...when: Omit<Condition, "table">[]) =>
    allHold(
      when.map((condition) => ({ table: "patients", ...condition })),
      family,
    );

  it("holds where every condition does", () => {
    expect(holds()).toBe(true);
    expect(holds({ field: "status", oneOf: ["dead"] }, { field: "age", atLeast: 60, below: 61 })).toBe(true);
    expect(holds({ field: "status", oneOf: ["dead"] }, { field: "age", above: 60 })).toBe(false);
    expect(holds({ field: "status", noneOf: ["dead"] })).toBe(false);
  });

  it("does not hold on an empty or unreadable field, but for being recorded", () => {
    expect(holds({ field: "cause", noneOf: ["tumour"] })).toBe(false);
    expect(holds({ field: "cause", recorded: false })).toBe(true);
    expect(holds({ field: "born", recorded: true })).toBe(true);
    expect(holds({ field: "born", recorded: false })).toBe(false);
  });
});
