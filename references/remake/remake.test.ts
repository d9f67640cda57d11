import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCase } from "../conformance/case.js";
import { versionOfR } from "./ask-r.js";
import { casesToRemake, type Remade, remake } from "./remake.js";

const version = versionOfR();

describe("casesToRemake", () => {
  it("takes cases by id, by the start of an id or by method, and never a table to be refused", () => {
    expect(casesToRemake("references", ["km-aml"]).map(({ id }) => id)).toEqual(["km-aml-loglog", "km-aml"]);
    const byMethod = casesToRemake("references", ["rubin-pool"]);
    expect(byMethod.map(({ method }) => method)).toEqual(["rubin-pool", "rubin-pool", "rubin-pool"]);
    expect(casesToRemake("references").filter(({ method }) => method === "invalid-input")).toEqual([]);
  });
});

describe.skipIf(version === undefined)("remake (needs R with its package jsonlite)", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "remake-"));
    mkdirSync(join(folder, "cases"));
    cpSync("references/data", join(folder, "data"), { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const put = (id: string, change: object) =>
    writeFileSync(
      join(folder, "cases", `${id}.json`),
      JSON.stringify({ ...readCase("references/cases/rubin-a.json"), id, ...change }),
    );
  const asked = async (only: string[], write = false) => {
    const all: Remade[] = [];
    for await (const one of remake(folder, { only, write, versionOfR: version! })) all.push(one);
    return all;
  };

  it("tells a recorded figure that R does not give", async () => {
    const { expected } = readCase("references/cases/rubin-a.json");
    put("wrong", { expected: { ...expected, estimate: 0.3379 } });
    const [one] = await asked(["wrong"]);
    expect(one).toMatchObject({ id: "wrong", state: "differs", recorded: { path: "estimate", expected: "0.3379" } });
    expect(one.computed!.ratio).toBeLessThan(1);
  });

  it("says why R gave no answer", async () => {
    put("unknown", { method: "joint-model" });
    expect(await asked(["unknown"])).toMatchObject([
      { state: "unanswered", why: "there is no references/r/joint-model.R" },
    ]);
  });

  it("records anew, to the byte as before when nothing changed", async () => {
    put("anew", { expected: undefined });
    expect(await asked(["anew"], true)).toMatchObject([{ state: "agrees" }]);
    const written = readFileSync(join(folder, "cases", "anew.json"), "utf8");
    expect(JSON.parse(written).expected.estimate).toBe(0.33798);
    expect(await asked(["anew"], true)).toMatchObject([{ state: "agrees" }]);
    expect(readFileSync(join(folder, "cases", "anew.json"), "utf8")).toBe(written);
  });

  it("is run by npm run references, which ends with the counts", () => {
    const { status, stdout } = spawnSync("npm", ["run", "--silent", "references", "--", "rubin-pool"], {
      encoding: "utf8",
    });
    expect(stdout).toMatch(/\n3 agree, 0 differ, 0 unanswered\n$/);
    expect(status).toBe(0);
  });
});
