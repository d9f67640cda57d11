import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { run } from "../fixtures/run.js";
import { temporaryFolder } from "../fixtures/test-io.js";

const hannover = fileURLToPath(new URL("../../../../studies/hannover/", import.meta.url));
const recorded = readFileSync(join(hannover, "results.json"));
let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
  for (const name of [
    "patients.csv",
    "resections.csv",
    "followups.csv",
    "as-kept.csv",
    "as-kept.mapping.yaml",
    "dictionary.yaml",
  ])
    cpSync(join(hannover, name), join(folder.path, name));
});
afterEach(() => folder.remove());

const asAnna = () => ({ cwd: folder.path, environment: { SERIATIM_USER: "anna" } });
const registry = (...words: string[]) => run(asAnna(), "registry", ...words);

function studyOn(records: string): string {
  const study = readFileSync(join(hannover, "study.yaml"), "utf8")
    .replace(/^dictionary: .*\n/m, "")
    .replace(/^records: .*$/m, `records: ${records}`);
  writeFileSync(join(folder.path, "study.yaml"), study);
  return "study.yaml";
}

/** A database of its own on the tests' server; undefined where there is none. */
async function onServer(work: (url: string) => Promise<void>): Promise<void> {
  const administrator = new pg.Client({ connectionString: `${inject("postgres")}postgres` });
  await administrator.connect();
  const name = `cli_${process.pid}`;
  await administrator.query(`create database ${name}`);
  try {
    await work(`${inject("postgres")}${name}`);
  } finally {
    await administrator.query(`drop database ${name} with (force)`);
    await administrator.end();
  }
}

async function fill(place: string, environment: Record<string, string>): Promise<void> {
  for (const table of ["patients", "resections", "followups"]) {
    const answer = await run({ cwd: folder.path, environment }, "registry", "import", place, `${table}.csv`, "--apply");
    expect(answer, answer.err).toMatchObject({ code: 0, err: "" });
  }
}

describe("a study on a registry", () => {
  it("has the same results, to the byte, as on files (folder)", async () => {
    cpSync(inject("template"), join(folder.path, "kept"), { recursive: true });
    await fill("kept", { SERIATIM_USER: "anna" });
    const answer = await run(asAnna(), "report", studyOn("{ registry: kept }"), "--out", "out");
    expect(answer, answer.err).toMatchObject({ code: 0, err: "" });
    expect(readFileSync(join(folder.path, "out/results.json")).equals(recorded)).toBe(true);
    const history = await registry("history", "kept", "--last", "2");
    expect(history.out).toContain("analysis (study Hepatic metastases from leiomyosarcoma)");
    const past = await run(asAnna(), "report", studyOn("{ registry: kept, on: 2020-01-01 }"), "--out", "past");
    expect(past.err).toContain("nobody is in the cohort");
  });

  it.skipIf(inject("postgres") === null)("has the same results, to the byte, as on files (server)", async () => {
    await onServer(async (url) => {
      const environment = { SERIATIM_USER: "anna", DATABASE_URL: url };
      const made = await run(
        { cwd: folder.path, environment },
        "registry",
        "init",
        "DATABASE_URL",
        "--dictionary",
        "dictionary.yaml",
      );
      expect(made, made.err).toMatchObject({ code: 0 });
      await fill("DATABASE_URL", environment);
      const io = { cwd: folder.path, environment };
      const answer = await run(io, "report", studyOn("{ registry: DATABASE_URL }"), "--out", "out");
      expect(answer, answer.err).toMatchObject({ code: 0, err: "" });
      expect(readFileSync(join(folder.path, "out/results.json")).equals(recorded)).toBe(true);
    });
  });
});

describe("seriatim registry", () => {
  beforeEach(() => cpSync(inject("template"), join(folder.path, "kept"), { recursive: true }));

  it("shows what a sheet would change, changes it, and then finds nothing to change", async () => {
    const sheet = ["import", "kept", "as-kept.csv", "--mapping", "as-kept.mapping.yaml"];
    const preview = await registry(...sheet);
    expect(preview.out).toContain("Liver resections   34        0          0        0");
    expect(preview.out).toContain("Nothing is written yet: add --apply to write it.");
    expect((await registry(...sheet, "--apply", "--why", "first sheet")).out).toContain("Written.");
    expect((await registry(...sheet, "--apply")).out).toContain("Nothing to write.");
    writeFileSync(
      join(folder.path, "as-kept.csv"),
      readFileSync(join(folder.path, "as-kept.csv"), "utf8").replace(
        "1;m;24.12.1933;colon;G2",
        "1;m;24.12.1933;uterus;G2",
      ),
    );
    const changed = await registry(...sheet, "--apply");
    expect(changed.out).toContain("Patients    2  P01  primary_site  colon   uterus");
    const undone = await registry("undo", "kept", "66", "--why", "double");
    expect(undone).toMatchObject({ code: 2, out: "" });
    expect(undone.err).toContain("changed by somebody else meanwhile");
    const history = await registry("history", "kept", "--patient", "P01");
    expect(history.out).toContain("update patients P01: primary_site: colon → uterus");
    expect(history.out).toMatch(/anna +insert patients P01 +first sheet/);
    expect((await registry("verify", "kept")).out).toMatch(
      /^Whole: \d+ entries, and every record as they say\.\nHead: [0-9a-f]{64}\n$/,
    );
  });

  it("checks the records, and keeps what was accepted", async () => {
    writeFileSync(
      join(folder.path, "patients.csv"),
      "patient,sex,date_of_birth,status,date_last_seen\nP1,male,31.2.1950,alive,1990-01-01\n",
    );
    await registry("import", "kept", "patients.csv", "--apply");
    const found = await registry("check", "kept");
    expect(found).toMatchObject({ code: 1, err: "" });
    expect(found.out).toContain("open   invalid-date  P1   patients.date_of_birth");
    expect(found.out).not.toContain("31.2.1950");
    const accepted = await registry(
      "answer",
      "kept",
      "patients.date_of_birth",
      "P1",
      "--accept",
      "the passport says so",
    );
    expect(accepted).toMatchObject({ code: 0, out: "Accepted.\n" });
    expect(await registry("check", "kept")).toMatchObject({ code: 0, out: "No findings. 1 accepted.\n" });
    expect((await registry("answer", "kept", "patients.sex", "P1", "--says", "x")).err).toContain(
      "there is no finding on patients.sex of P1",
    );
  });

  it("gives a registry as a REDCap project, and makes the same registry of that", async () => {
    await fill("kept", { SERIATIM_USER: "anna" });
    expect(await registry("export", "kept", "project", "--redcap")).toMatchObject({ code: 0, err: "" });
    const made = await registry(
      "init",
      "again",
      "--redcap",
      "project/data-dictionary.csv",
      "--repeating",
      "resections,followups",
    );
    expect(made, made.err).toMatchObject({ code: 0 });
    expect(await registry("import", "again", "project/records.csv", "--apply")).toMatchObject({ code: 0, err: "" });
    for (const name of ["kept", "again"]) await registry("export", name, `of-${name}`);
    for (const table of ["patients", "resections", "followups"])
      expect(readFileSync(join(folder.path, `of-again/${table}.csv`), "utf8")).toBe(
        readFileSync(join(folder.path, `of-kept/${table}.csv`), "utf8"),
      );
  });

  it("keeps the mapping of an import under its name", async () => {
    await registry("import", "kept", "as-kept.csv", "--mapping", "as-kept.mapping.yaml", "--apply");
    rmSync(join(folder.path, "as-kept.mapping.yaml"));
    const again = await registry("import", "kept", "as-kept.csv", "--mapping", "as-kept.mapping.yaml");
    expect(again.out).toContain("Nothing to write.");
    expect((await registry("import", "kept", "as-kept.csv", "--mapping", "other.yaml")).err).toContain(
      "other.yaml: there is no such file",
    );
  });

  it("ranks whom to ask next", async () => {
    await fill("kept", { SERIATIM_USER: "anna" });
    const { code, out } = await registry("worklist", "kept", "--as-of", "1998-12-31", "--json");
    expect(code).toBe(0);
    const list = JSON.parse(out) as { patients: { patient: string }[]; completeness: number };
    expect(list.patients.map(({ patient }) => patient)).toEqual(["P06"]);
    expect(list.completeness).toBeCloseTo(0.908, 3);
  });

  it("makes users, who may do what their roles say", async () => {
    expect((await registry("user", "kept", "berta", "--role", "verify", "--centre", "main")).out).toContain(
      "berta  verify",
    );
    const berta = { cwd: folder.path, environment: { SERIATIM_USER: "berta" } };
    const refused = await run(berta, "registry", "import", "kept", "patients.csv", "--apply");
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toBe("kept: the user may not do that\n");
    expect((await run(berta, "registry", "user", "kept", "berta", "--role", "administer")).err).toContain(
      "berta may not administer the registry",
    );
    expect(
      (await run({ ...berta, environment: { SERIATIM_USER: "carla" } }, "registry", "user", "kept")).err,
    ).toContain("“carla” is no user of the registry");
    expect((await registry("user", "kept", "anna", "--remove")).err).toContain(
      "anna is the only user who may administer",
    );
  });

  it("refuses a place where something else is, and names one that is none", async () => {
    expect((await registry("init", "kept")).err).toBe(
      "kept: the folder is not empty; name one that does not exist yet\n",
    );
    expect((await registry("check", "nowhere")).err).toContain(
      "nowhere: there is no such folder; make one by seriatim registry init",
    );
    expect((await registry("check", "DATABASE_URL")).err).toContain("DATABASE_URL is not set");
    expect((await registry("import", "kept", "a.csv", "b.csv")).err).toContain("found “b.csv” after “a.csv”");
    expect(existsSync(join(folder.path, "nowhere"))).toBe(false);
  });
});
