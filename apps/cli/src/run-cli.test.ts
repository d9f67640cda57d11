import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "./fixtures/run.js";
import { smallStudy, writeSmallStudy } from "./fixtures/small-study.js";
import { temporaryFolder } from "./fixtures/test-io.js";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const commands = ["report", "check", "figures", "km", "logrank", "cox"];

describe("runCli", () => {
  it("shows help with examples for the program and for each command, on stdout", async () => {
    for (const words of [
      [],
      ["--help"],
      ["help"],
      ...commands.flatMap((name) => [
        [name, "--help"],
        ["help", name],
      ]),
    ]) {
      const { code, out, err } = await run({ cwd: folder.path }, ...words);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).toContain(
        `Usage: seriatim ${commands.find((name) => words.includes(name)) ?? "COMMAND FILE [options]"}`,
      );
      expect(out).toMatch(/Examples:\n {2}\$ seriatim /);
    }
  });

  it("tells its version", async () => {
    expect(await run({ cwd: folder.path }, "--version")).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it("shows progress on a terminal as one line that is taken away, and none in a pipe", async () => {
    writeSmallStudy(folder.path);
    const terminal = await run({ cwd: folder.path, isTerminal: true }, "figures", "study/study.yaml");
    expect(terminal.err).toContain("Reading patients.csv…");
    expect(terminal.err).toMatch(/\(\d+ of \d+\)…/);
    expect(terminal.err).not.toContain("\n");
    expect(terminal.err.endsWith("\r\u001b[K")).toBe(true);
    expect((await run({ cwd: folder.path }, "figures", "study/study.yaml")).err).toBe("");
  });

  it("takes the line of progress away before it says what is wrong", async () => {
    writeSmallStudy(folder.path, { "patients.csv": "" });
    const { err } = await run({ cwd: folder.path, isTerminal: true }, "check", "study/study.yaml");
    expect(err).toContain("\r\u001b[Kpatients.csv: the file is empty");
  });

  it("colours on a terminal alone, and not with NO_COLOR or a dumb terminal", async () => {
    writeSmallStudy(folder.path, { "study.yaml": smallStudy["study.yaml"].replace("value: 3 }", "value: 4 }") });
    const out = async (isTerminal: boolean, environment = {}) =>
      (await run({ cwd: folder.path, isTerminal, environment }, "figures", "study/study.yaml")).out;
    const plain = await out(false);
    expect(plain).not.toContain("\u001b");
    expect(await out(true)).toContain("\u001b[31mno");
    expect(stripVTControlCharacters(await out(true))).toBe(plain);
    expect(await out(true, { NO_COLOR: "1" })).toBe(plain);
    expect(await out(true, { TERM: "dumb" })).toBe(plain);
  });
});
