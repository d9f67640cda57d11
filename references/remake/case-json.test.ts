import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { caseFiles } from "../conformance/run.js";
import { caseJson } from "./case-json.js";

describe("caseJson", () => {
  it("puts a list of figures on one line, a matrix on a line a row, a long object on a line an entry", () => {
    const expected = {
      curves: [{ group: { sex: "1" }, time: [1, 2.5, null] }],
      vcov: [[1], [2]],
      note: "x".repeat(100),
    };
    expect(caseJson({ id: "one", expected })).toBe(
      [
        "{",
        '  "id": "one",',
        '  "expected": {',
        '    "curves": [{ "group": { "sex": "1" }, "time": [1, 2.5, null] }],',
        '    "vcov": [',
        "      [1],",
        "      [2]",
        "    ],",
        `    "note": "${"x".repeat(100)}"`,
        "  }",
        "}",
        "",
      ].join("\n"),
    );
  });

  it("loses no figure of any recorded case", () => {
    for (const file of caseFiles("references")) {
      const recorded = JSON.parse(readFileSync(file, "utf8"));
      expect(JSON.parse(caseJson(recorded))).toEqual(recorded);
    }
  });
});
