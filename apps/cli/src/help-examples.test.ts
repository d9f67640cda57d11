import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commands } from "./commands.js";
import { run } from "./fixtures/run.js";
import { smallStudy } from "./fixtures/small-study.js";
import { temporaryFolder } from "./fixtures/test-io.js";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
let folder: ReturnType<typeof temporaryFolder>;
let work: string;

/** The files that the examples speak of. */
beforeEach(() => {
  folder = temporaryFolder();
  work = join(folder.path, "work");
  mkdirSync(work);
  for (const [name, text] of Object.entries(smallStudy)) writeFileSync(join(work, name), text);
  cpSync(join(repository, "studies/hannover"), join(work, "studies/hannover"), {
    recursive: true,
    filter: (path) => !path.endsWith("report"),
  });
  for (const name of ["lung.csv", "pbc.csv", "ovarian.csv", "heart.csv"])
    cpSync(join(repository, "references/data", name), join(work, name));
});
afterEach(() => folder.remove());

describe("the examples of the help run as printed", () => {
  it.each(["", ...commands.map(({ name }) => name)])("seriatim %s", async (command) => {
    const { out: help } = await run({ cwd: work }, ...(command === "" ? [] : [command]), "--help");
    const examples = [...help.matchAll(/^ {2}\$ seriatim (.+)$/gm)].map(([, line]) => line);
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) {
      const { code, out, err } = await run({ cwd: work }, ...example.split(" "));
      // The small study's patients were seen after the day of the example.
      expect(code, `${example}: ${err}`).toBe(example.includes("--as-of 1998-12-31") ? 1 : 0);
      expect(out).not.toBe("");
      if (example.includes("--json")) JSON.parse(out);
    }
  });
});
