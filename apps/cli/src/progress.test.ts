import { describe, expect, it } from "vitest";
import { progressLine } from "./progress.js";

function shown(says: string[], terminal: { isTerminal: boolean; columns?: number }, environment = {}): string {
  let text = "";
  const progress = progressLine({ stderr: { write: (more) => void (text += more), ...terminal }, environment });
  for (const what of says) progress.says(what);
  progress.done();
  progress.done();
  return text;
}

const start = "\r\u001b[K";

describe("progressLine", () => {
  it("overwrites one line, and takes it away once", () => {
    expect(shown(["one", "two"], { isTerminal: true })).toBe(`${start}one…${start}two…${start}`);
    expect(shown([], { isTerminal: true })).toBe("");
  });

  it("says nothing in a pipe or on a dumb terminal", () => {
    expect(shown(["one"], { isTerminal: false })).toBe("");
    expect(shown(["one"], { isTerminal: true }, { TERM: "dumb" })).toBe("");
  });

  it("keeps within the line, where alone it can be taken away", () => {
    expect(shown(["Reading patients.csv"], { isTerminal: true, columns: 12 })).toBe(`${start}Reading pa…${start}`);
    expect(shown(["x".repeat(99)], { isTerminal: true })).toBe(`${start}${"x".repeat(78)}…${start}`);
  });

  it("shows labels of a study without their control characters", () => {
    expect(shown(["a\n\u001b[2Jb"], { isTerminal: true })).toBe(`${start}a [2Jb…${start}`);
  });
});
