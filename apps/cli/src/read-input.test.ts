import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { realFiles } from "./cli-io.js";
import { temporaryFolder } from "./fixtures/test-io.js";
import { readInput, readInputText } from "./read-input.js";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

describe("readInput", () => {
  it.each([257, 600, 2048, 5000])("refuses a file of %d MB before it is read", async (megabytes) => {
    writeFileSync(join(folder.path, "a.csv"), "");
    truncateSync(join(folder.path, "a.csv"), megabytes * 1024 * 1024);
    const files = { ...realFiles, readFile: () => expect.unreachable() };
    const says = `a.csv: the file has ${String(megabytes).replace(/^(\d)(\d{3})$/, "$1,$2")} MB, and 256 MB are allowed; split it, or leave out columns that are not needed`;
    await expect(readInput({ files, cwd: folder.path }, "a.csv")).rejects.toThrow(says);
    await expect(readInputText({ files, cwd: folder.path }, "a.csv")).rejects.toThrow(says);
  });
});
