import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CliFiles } from "./cli-io.js";
import { realFiles } from "./cli-io.js";
import { everythingIn, systemError, temporaryFolder, testIo } from "./fixtures/test-io.js";
import { InputError, Interrupted } from "./input-error.js";
import { checkOutputFolder, writeOutputFolder } from "./output-folder.js";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const io = (files: Partial<CliFiles> = {}) => testIo({ cwd: folder.path, files });
const results = JSON.stringify({ format: "seriatim-results" });
const contents = { "report.html": "<p>", "results.json": results, "figures/os.svg": "<svg/>" };
const whole = ["report", "report/figures", "report/figures/os.svg", "report/report.html", "report/results.json"];

function formerReport(extra: Record<string, string> = {}): void {
  mkdirSync(join(folder.path, "report/tables"), { recursive: true });
  const files = { "results.json": results, "report.html": "former", "tables/os.csv": "a", ...extra };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, "report", name), text);
}

describe("checkOutputFolder", () => {
  const refusal = async (options = { replace: true }) => {
    const error = await checkOutputFolder(io(), "report", options).catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  };

  it("takes a folder that is not there", async () => {
    expect(await checkOutputFolder(io(), "report", { replace: false })).toEqual({
      shown: "report",
      path: join(folder.path, "report"),
      replacesFormer: false,
    });
  });

  it("refuses a folder whose parent is missing", async () => {
    const error = await checkOutputFolder(io(), "a/b", { replace: false }).catch((fault: unknown) => fault);
    expect((error as Error).message).toBe("a/b: the folder a does not exist; create it first");
    writeFileSync(join(folder.path, "a"), "");
    await expect(checkOutputFolder(io(), "a/b", { replace: false })).rejects.toThrow("a/b: a is a file, not a folder");
  });

  it("refuses to replace the folder that the program runs in, or one around it", async () => {
    formerReport();
    for (const [cwd, shown] of [
      ["report", "."],
      ["report/tables", ".."],
    ]) {
      const within = { ...io(), cwd: join(folder.path, cwd) };
      await expect(checkOutputFolder(within, shown, { replace: true })).rejects.toThrow(
        `${shown}: you are in the folder that would be replaced; run from another`,
      );
    }
    mkdirSync(join(folder.path, "report-2"));
    const beside = { ...io(), cwd: join(folder.path, "report-2") };
    expect((await checkOutputFolder(beside, "../report", { replace: true })).replacesFormer).toBe(true);
  });

  it("refuses a former report without --replace, and takes it with it", async () => {
    formerReport({ ".DS_Store": "" });
    expect(await refusal({ replace: false })).toContain("add --replace");
    expect((await checkOutputFolder(io(), "report", { replace: true })).replacesFormer).toBe(true);
  });

  it("refuses any other folder even with --replace: empty, or of somebody's files", async () => {
    mkdirSync(join(folder.path, "report"));
    expect(await refusal()).toContain("is no former report");
    writeFileSync(join(folder.path, "report/results.json"), "{}");
    expect(await refusal()).toContain("is no former report");
    writeFileSync(join(folder.path, "report/results.json"), "{");
    expect(await refusal()).toContain("is no former report");
  });

  it("refuses a former report that somebody has put a file into", async () => {
    formerReport({ "my notes.docx": "" });
    expect(await refusal()).toContain("holds my notes.docx, which is no part of a report");
  });

  it("refuses a file, and a link that leads nowhere", async () => {
    writeFileSync(join(folder.path, "report"), "");
    expect(await refusal()).toContain("a file of that name");
    symlinkSync("nowhere", join(folder.path, "link"));
    await expect(checkOutputFolder(io(), "link", { replace: true })).rejects.toThrow("a file of that name");
  });

  it("follows a link to a former report, so that the link stays", async () => {
    formerReport();
    symlinkSync("report", join(folder.path, "latest"));
    expect((await checkOutputFolder(io(), "latest", { replace: true })).path).toBe(join(folder.path, "report"));
  });
});

describe("writeOutputFolder", () => {
  const write = async (files: Partial<CliFiles> = {}, replace = false) => {
    const outside = io(files);
    await writeOutputFolder(outside, await checkOutputFolder(io(), "report", { replace }), contents);
  };

  it("writes all files, and nothing beside them", async () => {
    await write();
    expect(everythingIn(folder.path)).toEqual(whole);
    expect(readFileSync(join(folder.path, "report/results.json"), "utf8")).toBe(results);
  });

  it("gives the folder the rights of any new folder", async () => {
    mkdirSync(join(folder.path, "any"));
    await write();
    expect(statSync(join(folder.path, "report")).mode).toBe(statSync(join(folder.path, "any")).mode);
  });

  it("replaces a former report whole, so that none of its files remain", async () => {
    formerReport();
    await write({}, true);
    expect(everythingIn(folder.path)).toEqual(whole);
    expect(readFileSync(join(folder.path, "report/report.html"), "utf8")).toBe("<p>");
  });

  it("leaves nothing when the disk is full", async () => {
    let written = 0;
    const writeFile: CliFiles["writeFile"] = (...args) =>
      ++written === 2 ? Promise.reject(systemError("ENOSPC")) : realFiles.writeFile(...args);
    await expect(write({ writeFile })).rejects.toThrow(/^report: the disk is full; /);
    expect(everythingIn(folder.path)).toEqual([]);
  });

  it("puts the former report back when the new one cannot take its name", async () => {
    formerReport();
    const before = everythingIn(folder.path);
    let renamed = 0;
    const rename: CliFiles["rename"] = (...args) =>
      ++renamed === 2 ? Promise.reject(systemError("EACCES")) : realFiles.rename(...args);
    await expect(write({ rename }, true)).rejects.toThrow(/^report: writing is not permitted there; /);
    expect(everythingIn(folder.path)).toEqual(before);
    expect(readFileSync(join(folder.path, "report/report.html"), "utf8")).toBe("former");
  });

  it("says so where another run has taken the former report away meanwhile, and leaves what is there", async () => {
    formerReport();
    const target = await checkOutputFolder(io(), "report", { replace: true });
    renameSync(join(folder.path, "report"), join(folder.path, "elsewhere"));
    await expect(writeOutputFolder(io(), target, contents)).rejects.toThrow(
      "report: the former report has gone meanwhile; does another run write there?",
    );
    expect(readdirSync(folder.path)).toEqual(["elsewhere"]);
  });

  it("says what is left of a former report that cannot be removed, beside the new one", async () => {
    formerReport();
    const rm: CliFiles["rm"] = (path, ...more) =>
      String(path).includes("former") ? Promise.reject(systemError("EACCES")) : realFiles.rm(path, ...more);
    await expect(write({ rm }, true)).rejects.toThrow(/^report: the new report is there, but .*former-1 \(EACCES\)$/);
    expect(readFileSync(join(folder.path, "report/report.html"), "utf8")).toBe("<p>");
  });

  it("leaves nothing when the user stops it between two files, or before the name is taken", async () => {
    for (const stopAt of [1, 3]) {
      let written = 0;
      const outside = io({
        writeFile: async (...args) => {
          await realFiles.writeFile(...args);
          if (++written === stopAt) outside.interrupt();
        },
      });
      const target = await checkOutputFolder(outside, "report", { replace: false });
      await expect(writeOutputFolder(outside, target, contents)).rejects.toThrow(Interrupted);
      expect(everythingIn(folder.path)).toEqual([]);
      expect(written).toBe(stopAt);
    }
  });

  it("does not take a name that somebody has taken meanwhile", async () => {
    const target = await checkOutputFolder(io(), "report", { replace: false });
    mkdirSync(join(folder.path, "report"));
    await expect(writeOutputFolder(io(), target, contents)).rejects.toThrow("has appeared meanwhile");
    expect(everythingIn(folder.path)).toEqual(["report"]);
  });

  it("refuses a name that leads out of the folder", async () => {
    const target = await checkOutputFolder(io(), "report", { replace: false });
    await expect(writeOutputFolder(io(), target, { "../x": "" })).rejects.toThrow(TypeError);
    expect(everythingIn(folder.path)).toEqual([]);
  });
});
