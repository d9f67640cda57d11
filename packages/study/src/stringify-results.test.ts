import { describe, expect, it } from "vitest";
import type { Results } from "./results.js";
import { stringifyResults } from "./stringify-results.js";
import { runTiny } from "./testing/tiny-study.js";

const results = runTiny("cohorts: { all: { rows: patients } }\nanalyses: [{ id: flow, method: flow }]\n", {
  patients: "patient\nP1\nP2\n",
});

describe("stringifyResults", () => {
  it("writes JSON that reads back to the same, each entry of a list on a line of its own", () => {
    const text = stringifyResults(results);
    expect(JSON.parse(text)).toEqual(results);
    expect(text.endsWith("\n]\n}\n") || text.endsWith("[]\n}\n")).toBe(true);
    const line = text.split("\n").find((one) => one.includes('"name":"patients"') && one.includes("estimate"))!;
    expect(JSON.parse(line.replace(/,$/, ""))).toEqual(results.results[1]);
  });

  it("refuses a number that JSON would turn into null, naming its place", () => {
    const broken: Results = { ...results, results: [{ ...results.results[0], estimate: { value: Number.NaN } }] };
    expect(() => stringifyResults(broken)).toThrow(
      new TypeError("results[0]: value is NaN; results hold finite numbers or null"),
    );
  });
});
