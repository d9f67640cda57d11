import { describe, expect, it } from "vitest";
import { methods } from "./methods.js";
import { caseFiles, runCaseFile } from "./run.js";

const outcomes = caseFiles("references").map((file) => runCaseFile("references", file));

describe("the recorded references", () => {
  for (const { method, id, state, worst, why } of outcomes)
    if (state !== "skipped")
      it(`${method} agrees with ${id}`, () => {
        expect(state, why ?? JSON.stringify(worst)).toBe("passed");
      });

  it("leave out only the methods that have no runner", () => {
    expect(outcomes.filter(({ state, method }) => state === "skipped" && method in methods)).toEqual([]);
  });

  it("hold at least one case that passes for each method that has one", () => {
    const passed = new Set(outcomes.filter(({ state }) => state === "passed").map(({ method }) => method));
    expect(Object.keys(methods).filter((name) => !passed.has(name))).toEqual([]);
  });
});
