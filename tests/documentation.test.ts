import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { testIo } from "../apps/cli/src/fixtures/test-io.js";
import { runCli } from "../apps/cli/src/run-cli.js";
import { runExample } from "../packages/study/src/testing/run-example.js";
import { generated } from "../scripts/generated.js";

const children = (folder: string) =>
  statSync(folder).isDirectory() ? readdirSync(folder).map((name) => join(folder, name)) : [];
const documents = [
  ".",
  "docs",
  "docs/methods",
  "references",
  ...["packages", "apps", "studies"].flatMap(children),
].flatMap((folder) => children(folder).filter((path) => path.endsWith(".md")));
const readme = readFileSync("README.md", "utf8");

describe("the documents", () => {
  it.each(documents)("link to files that are there: %s", (path) => {
    const links = [...readFileSync(path, "utf8").matchAll(/(?:\]\(|src=")([^)"#]+)(?:#[^)"]*)?[)"]/g)].map(
      ([, link]) => link,
    );
    const relative = links.filter((link) => !/^[a-z]+:/i.test(link));
    expect(relative.filter((link) => !existsSync(join(dirname(path), link)))).toEqual([]);
  });

  it("and what is generated are up to date", async () => {
    const stale = (await generated()).filter(
      ({ path, text }) => !existsSync(path) || readFileSync(path, "utf8") !== text,
    );
    expect(stale.map(({ path }) => path)).toEqual([]);
  });
});

describe("the README", () => {
  it("shows a study that runs on the example's records and agrees with what was published", () => {
    const [, study] = /```yaml\n(.*?)```/s.exec(readme)!;
    const { published } = runExample("hannover", study);
    expect(published.map(({ says, agrees }) => ({ says, agrees }))).toEqual([
      { says: "Median survival was 32 months after R0 resection", agrees: true },
    ]);
  });

  it("shows commands that answer as it says", async () => {
    const commands = [...readme.matchAll(/^ {4}npx seriatim (.*?)(?: +#.*)?$/gm)].map(([, words]) => words);
    expect(commands.length).toBeGreaterThan(5);
    for (const words of commands) {
      const given = words
        .replace(/\[.*?\]/g, "")
        .replace("STUDY", "studies/hannover/study.yaml")
        .replace("lung.csv", "references/data/lung.csv");
      if (given.startsWith("report")) continue; // writes a folder: the command's own tests run it
      const io = testIo({ cwd: process.cwd() });
      expect(await runCli(given.trim().split(/\s+/), io), `${given}: ${io.err()}`).toBe(0);
      expect(io.out()).not.toBe("");
    }
  });
});
