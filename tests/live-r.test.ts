import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const hasR = spawnSync("Rscript", ["-e", "library(survival)"]).status === 0;

/** The recorded answers of R, asked for again: whoever doubts them, or has another version of R, sees what it says today. */
describe.skipIf(!hasR)("R asked again (needs R with its package survival)", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "seriatim-r-"));
    cpSync("studies", join(folder, "studies"), { recursive: true });
    symlinkSync(resolve("references"), join(folder, "references"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(["hannover", "colon"])("answers to the study %s what is recorded", (study) => {
    const recorded = join("studies", study, `${study}-r.json`);
    rmSync(join(folder, recorded));
    const { status, stderr } = spawnSync("Rscript", [`studies/${study}/${study}.R`], { cwd: folder, encoding: "utf8" });
    expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
    const [now, then] = [join(folder, recorded), recorded].map((file) =>
      numbersIn(JSON.parse(readFileSync(file, "utf8"))),
    );
    expect([...now.keys()]).toEqual([...then.keys()]);
    const apart = [...then].filter(
      ([path, value]) => !(Math.abs(now.get(path)! - value) <= 1e-12 + 1e-9 * Math.abs(value)),
    );
    expect(apart).toEqual([]);
  });
});

function numbersIn(value: unknown, path = "", found = new Map<string, number>()): Map<string, number> {
  if (typeof value === "number") found.set(path, value);
  else if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) numbersIn(inner, `${path}/${key}`, found);
  return found;
}
