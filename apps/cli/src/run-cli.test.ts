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

  it("keeps its help within the terminal, and within 100 columns anywhere", async () => {
    const longest = async (columns?: number) => {
      let most = 0;
      for (const words of [[], ...commands.map((name) => [name])]) {
        const { out } = await run({ cwd: folder.path, isTerminal: columns !== undefined, columns }, ...words, "--help");
        // An example is a line to be copied, and stays whole.
        const lines = out.split("\n").filter((line) => !line.startsWith("  $ "));
        most = Math.max(most, ...lines.map((line) => line.length));
      }
      return most;
    };
    expect(await longest(80)).toBeLessThanOrEqual(80);
    expect(await longest(300)).toBeLessThanOrEqual(100);
    expect(await longest()).toBeGreaterThan(80);
    expect(await longest()).toBeLessThanOrEqual(100);
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

  it("shows how far a large file was read, on a terminal", async () => {
    const words = ["km", "-", "--time", "time", "--event", "event"];
    const stdin = `time,event\n${"10,1\n".repeat(300_000)}`;
    const { out, err } = await run({ cwd: folder.path, isTerminal: true, stdin }, ...words);
    expect(err).toContain("\r\u001b[KReading standard input (2 MB)…");
    expect(err).toContain("\r\u001b[KComputing on 300000 rows…");
    expect(err.endsWith("\r\u001b[K")).toBe(true);
    expect(out).toContain("300000");
    expect((await run({ cwd: folder.path, stdin }, ...words)).err).toBe("");
  });

  it("keeps tables within the terminal, and each row in one line elsewhere", async () => {
    writeSmallStudy(folder.path);
    const figures = async (terminal: object) =>
      stripVTControlCharacters((await run({ cwd: folder.path, ...terminal }, "figures", "study/study.yaml")).out);
    const [, row] = (await figures({})).split("\n");
    expect(row).toMatch(/^Three were alive a year after surgery +3 +3 +yes +3 is/);
    for (const columns of [40, 60]) {
      const lines = (await figures({ isTerminal: true, columns })).split("\n");
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
      expect(lines.join(" ").replace(/ +/g, " ")).toContain("1 of 1 published figures agree.");
    }
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

describe("a fault of the program", () => {
  it("ends it with code 70, and a request to report it; SERIATIM_DEBUG=1 adds the stack", async () => {
    const files = {
      stream: () => {
        throw new TypeError("undefined is not a function");
      },
    };
    const words = ["km", "a.csv", "--time", "t", "--event", "e"];
    const { code, err } = await run({ cwd: folder.path, files }, ...words);
    expect(code).toBe(70);
    expect(err).toMatch(
      /^seriatim \d+\.\d+\.\d+ failed .*TypeError: undefined is not a function.*please report it.*\n$/,
    );
    const debug = await run({ cwd: folder.path, files, environment: { SERIATIM_DEBUG: "1" } }, ...words);
    expect(debug.code).toBe(70);
    expect(debug.err).toMatch(/^TypeError: undefined is not a function\n +at /);
  });
});
