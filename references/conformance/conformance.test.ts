import { describe, expect, it } from "vitest";
import { methods } from "./methods.js";
import { caseFiles, runCaseFile } from "./run.js";

describe("the recorded references", () => {
  for (const outcome of caseFiles("references").map((file) => runCaseFile("references", file)))
    (outcome.method in methods || outcome.state !== "skipped" ? it : it.skip)(
      `${outcome.method} agrees with ${outcome.id}`,
      () => {
        expect(outcome.why).toBeUndefined();
        expect(outcome.worst?.ratio ?? 0, JSON.stringify(outcome.worst)).toBeLessThanOrEqual(1);
      },
    );
});
