import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Finding } from "@seriatim/records";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../fixtures/run.js";
import { smallStudy, writeSmallStudy } from "../fixtures/small-study.js";
import { temporaryFolder } from "../fixtures/test-io.js";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const csv = smallStudy["patients.csv"];
const check = async (...argv: string[]) => run({ cwd: folder.path }, "check", "study/study.yaml", ...argv);

describe("seriatim check", () => {
  it("says that there are no findings, with exit code 0", async () => {
    writeSmallStudy(folder.path);
    expect(await check()).toEqual({ code: 0, out: "No findings.\n", err: "" });
  });

  it("shows findings as a table with counts, with exit code 1", async () => {
    writeSmallStudy(folder.path, {
      "patients.csv": `${csv}P7,2010-01-01,2010-02-30,dead,R3\nP6,,2011-01-01,alive,R0\n`,
    });
    const { code, out } = await check();
    expect(code).toBe(1);
    const [heading, ...lines] = out.split("\n");
    expect(heading).toMatch(/^kind +patient +field +row +why$/);
    expect(lines[0]).toMatch(/^\S+ +P7 +patients\.seen +8 +\S/);
    expect(
      lines
        .slice(0, 4)
        .map((line) => line.split(/ {2,}/)[0])
        .toSorted(),
    ).toEqual(["duplicate-key", "invalid-date", "missing-required", "unknown-code"]);
    expect(out).toMatch(/\n\n4 findings: 1 missing-required, 1 unknown-code, 1 invalid-date, 1 duplicate-key\.\n$/);
  });

  it("answers with JSON, and judges dates by --as-of, else the study's as_of, else today", async () => {
    writeSmallStudy(folder.path);
    const answer = async (...argv: string[]) => JSON.parse((await check("--json", ...argv)).out);
    expect(await answer()).toEqual({
      command: "check",
      study: "study/study.yaml",
      asOf: "2020-12-31",
      counts: {},
      findings: [],
    });
    const early = await answer("--as-of", "2012-12-31");
    expect(early.counts).toEqual({ "date-future": 1 });
    expect(early.findings[0]).toMatchObject({
      kind: "date-future",
      patient: "P6",
      table: "patients",
      field: "seen",
      row: 7,
    });
    writeSmallStudy(folder.path, { "study.yaml": smallStudy["study.yaml"].replace("as_of: 2020-12-31\n", "") });
    expect((await answer()).asOf).toBe("2026-03-01");
  });

  it("finds what was planted in the records with errors", async () => {
    const hannover = fileURLToPath(new URL("../../../../studies/hannover/", import.meta.url));
    const expected = JSON.parse(readFileSync(`${hannover}with-errors/expected-findings.json`, "utf8"));
    const files = { "dictionary.yaml": readFileSync(`${hannover}dictionary.yaml`, "utf8") } as Record<string, string>;
    for (const name of ["patients.csv", "resections.csv"])
      files[name] = readFileSync(`${hannover}with-errors/${name}`, "utf8");
    files["study.yaml"] =
      "title: t\ndictionary: dictionary.yaml\nrecords: { patients: patients.csv, resections: resections.csv }\n" +
      "cohorts: { all: { rows: resections } }\nanalyses: [{ id: flow, method: flow }]\n";
    writeSmallStudy(folder.path, files);
    const { code, out } = await check("--json", "--as-of", "1998-12-31");
    expect(code).toBe(1);
    const places = (findings: Finding[]) =>
      findings.map(({ kind, patient, table, field }) => [kind, patient, table, field].join(" ")).toSorted();
    expect(places(JSON.parse(out).findings)).toEqual(places(expected));
  });
});
