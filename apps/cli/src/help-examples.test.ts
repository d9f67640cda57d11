import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
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
    for (const example of await examplesOf(...(command === "" ? [] : [command]))) {
      const { code, out, err } = await run({ cwd: work, environment }, ...example.split(" "));
      // The small study's patients were seen after the day of the example.
      expect(code, `${example}: ${err}`).toBe(example.includes("--as-of 1998-12-31") ? 1 : 0);
      expect(out).not.toBe("");
      if (example.includes("--json")) JSON.parse(out);
    }
  });

  it("those of seriatim registry, each on a registry that has the clinic's sheet and a finding", async () => {
    const { out: help } = await run({ cwd: work }, "registry", "--help");
    const names = [...help.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name]) => name);
    expect(names).toContain("restore");
    await prepareRegistry();
    for (const name of names)
      for (const example of await examplesOf("registry", name)) {
        const copy = join(folder.path, "copy");
        cpSync(work, copy, { recursive: true });
        const { code, out, err } = await run({ cwd: copy, environment }, ...example.split(" "));
        expect(code, `${example}: ${err}`).toBe(name === "check" ? 1 : 0);
        expect(out).not.toBe("");
        if (example.includes("--json")) JSON.parse(out);
        rmSync(copy, { recursive: true });
      }
  }, 600_000);
});

const environment = { SERIATIM_USER: "anna" };

async function examplesOf(...command: string[]): Promise<string[]> {
  const { out: help } = await run({ cwd: work }, ...command, "--help");
  const examples = [...help.matchAll(/^ {2}\$ seriatim (.+)$/gm)].map(([, line]) => line);
  expect(examples.length).toBeGreaterThan(1);
  return examples;
}

/** The registry leiomyosarcoma with the clinic's sheet, in which one cause of death is missing; a backup, and a vault's key. */
async function prepareRegistry(): Promise<void> {
  cpSync(inject("template"), join(work, "leiomyosarcoma"), { recursive: true });
  const kept = join(work, "studies/hannover/as-kept.csv");
  const sheet = readFileSync(kept, "utf8");
  writeFileSync(kept, sheet.replace("tot;16.02.1989;other", "tot;16.02.1989;"));
  const registry = (...words: string[]) => run({ cwd: work, environment }, "registry", ...words);
  const mapping = "studies/hannover/as-kept.mapping.yaml";
  await registry("import", "leiomyosarcoma", "studies/hannover/as-kept.csv", "--mapping", mapping, "--apply");
  expect((await registry("check", "leiomyosarcoma")).code).toBe(1);
  expect((await registry("backup", "leiomyosarcoma", "series.zip")).code).toBe(0);
  writeFileSync(join(work, "vault.key"), (await registry("person", "leiomyosarcoma", "--new-key")).out);
  writeFileSync(kept, sheet);
}
