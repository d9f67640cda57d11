import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CliFiles, realFiles } from "./cli-io.js";
import { refused as refusedIn } from "./fixtures/refused.js";
import { smallStudy, writeSmallStudy } from "./fixtures/small-study.js";
import { everythingIn, systemError, temporaryFolder, testIo } from "./fixtures/test-io.js";
import { runCli } from "./run-cli.js";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const refused = async (argv: string[], files?: Partial<CliFiles>) => refusedIn(folder.path, argv, files);

describe("bad input to a study", () => {
  const report = async (changes: Partial<typeof smallStudy> = {}, files: Partial<CliFiles> = {}) => {
    writeSmallStudy(folder.path, changes);
    return refused(["report", "study/study.yaml"], files);
  };
  const study = (from: string, to: string) => {
    expect(smallStudy["study.yaml"]).toContain(from);
    return { "study.yaml": smallStudy["study.yaml"].replace(from, to) };
  };

  it.each(["report", "check", "figures"])("a missing study, or a folder, or none, to %s", async (command) => {
    mkdirSync(join(folder.path, "empty"));
    expect(await refused([command, "no.yaml"])).toBe("no.yaml: there is no such file");
    expect(await refused([command, "empty"])).toBe("empty: this is a folder; give the study file itself");
    expect(await refused([command])).toBe(`missing required argument “STUDY”; see seriatim ${command} --help`);
    writeFileSync(join(folder.path, "empty.yaml"), "");
    expect(await refused([command, "empty.yaml"])).toMatch(/^empty\.yaml/);
    writeSmallStudy(folder.path, { "patients.csv": "" });
    expect(await refused([command, "study/study.yaml"])).toMatch(/^patients\.csv: the file is empty/);
  });

  it("a missing study, dictionary or file of records", async () => {
    expect(await refused(["report", "no/study.yaml"])).toBe("no/study.yaml: there is no such file");
    expect(await report(study("dictionary: dictionary.yaml", "dictionary: dict.yaml"))).toBe(
      "study/dict.yaml: there is no such file",
    );
    expect(await report(study("patients.csv", "patient.csv"))).toBe("study/patient.csv: there is no such file");
  });

  it("a folder where a file should be, with the study that lies in it", async () => {
    writeSmallStudy(folder.path);
    expect(await refused(["report", "study"])).toBe(
      "study: this is a folder; give the study file itself, study/study.yaml",
    );
    mkdirSync(join(folder.path, "study/records"));
    expect(await report(study("patients.csv", "records"))).toBe(
      "study/records: this is a folder; give the file itself",
    );
  });

  it("an empty file", async () => {
    expect(await report({ "study.yaml": "" })).toMatch(/^study\/study\.yaml/);
    expect(await report({ "dictionary.yaml": "" })).toMatch(/^study\/dictionary\.yaml/);
    expect(await report({ "patients.csv": "" })).toMatch(/^patients\.csv: the file is empty/);
  });

  it("a CSV with ragged rows, a heading twice, a wrong encoding, a missing column", async () => {
    const csv = smallStudy["patients.csv"];
    expect(await report({ "patients.csv": `${csv}P7,2010-01-01\n` })).toMatch(/^patients\.csv, line 8: found 2 fields/);
    expect(await report({ "patients.csv": csv.replace("seen", "status") })).toContain("twice");
    expect(await report({ "patients.csv": `${csv}P\u0000,2010-01-01,2010-02-01,dead,R0\n` })).toMatch(/^patients\.csv/);
    expect(await report({ "patients.csv": csv.replace("seen", "sen") })).toMatch(/^patients\.csv: .*“seen”.*“sen”/);
    writeSmallStudy(folder.path);
    writeFileSync(join(folder.path, "study/study.yaml"), Uint8Array.of(0x74, 0xff, 0xfe, 0x3a));
    expect(await refused(["report", "study/study.yaml"])).toBe(
      "study/study.yaml: the file is not UTF-8; save it as UTF-8 text",
    );
  });

  it("an unknown method, field or key, with the nearest", async () => {
    expect(await report(study("method: survival", "method: surival"))).toContain("did you mean “survival”?");
    expect(await report(study("of: r_status", "of: rstatu"))).toContain("did you mean “r_status”?");
    expect(await report(study("endpoints:", "endpoint:"))).toContain("did you mean “endpoints”?");
  });

  it("a YAML syntax error, with line and column", async () => {
    expect(await report(study("label: Everyone", "label: [Everyone"))).toMatch(
      /^study\/study\.yaml, line \d+, column \d+/,
    );
    expect(await report({ "dictionary.yaml": "tables:\n  - a\n b: 1\n" })).toMatch(
      /^study\/dictionary\.yaml, line \d+, column \d+/,
    );
  });

  it("a factor with one level in a model", async () => {
    const analyses = /analyses:[\s\S]*/;
    const text = smallStudy["study.yaml"].replace(
      analyses,
      "analyses:\n  - { id: cox, method: factors, cohort: all, endpoint: os, univariable: [radicality] }\n",
    );
    const changes = { "study.yaml": text, "patients.csv": smallStudy["patients.csv"].replaceAll("R1", "R0") };
    expect(await report(changes)).toMatch(/^study\/study\.yaml, line \d+, column \d+: .*level/);
  });

  it("a cohort with nobody in it", async () => {
    expect(
      await report(study("rows: patients }", "rows: patients, where: { operated: { from: 2015-01-01 } } }")),
    ).toMatch(/^study\/study\.yaml, line \d+, column \d+: .*nobody is in the cohort “all”/);
  });

  it("an XLSX that is not one", async () => {
    writeSmallStudy(folder.path, study("patients.csv", "patients.xlsx"));
    writeFileSync(join(folder.path, "study/patients.xlsx"), "patient,operated\n");
    expect(await refused(["report", "study/study.yaml"])).toMatch(/^patients\.xlsx: not an \.xlsx workbook/);
    writeFileSync(join(folder.path, "study/patients.xlsx"), Buffer.from("PK\u0003\u0004 no archive"));
    expect(await refused(["report", "study/study.yaml"])).toMatch(/^patients\.xlsx: /);
  });

  it("an output folder that exists, whatever is in it", async () => {
    writeSmallStudy(folder.path);
    mkdirSync(join(folder.path, "study/report"));
    expect(await refused(["report", "study/study.yaml"])).toContain("the folder exists and is no former report");
    expect(await refused(["report", "study/study.yaml", "--replace"])).toContain("is no former report");
    expect(await refused(["report", "study/study.yaml", "--out", "study", "--replace"])).toContain(
      "is no former report",
    );
    expect(await refused(["report", "study/study.yaml", "--out", "no/where"])).toContain("does not exist");
  });

  it("a disk that is full, and one that may not be written", async () => {
    let written = 0;
    const writeFile: CliFiles["writeFile"] = (...args) =>
      ++written > 1 ? Promise.reject(systemError("ENOSPC")) : realFiles.writeFile(...args);
    expect(await report({}, { writeFile })).toMatch(/^study\/report: the disk is full; /);
    expect(written).toBe(2);
    const mkdir = () => Promise.reject(systemError("EACCES"));
    expect(await report({}, { mkdir })).toMatch(/^study\/report: writing is not permitted there; /);
  });

  it("files that may not be read", async () => {
    for (const name of ["study.yaml", "dictionary.yaml", "patients.csv"]) {
      const readFile = ((path: string, ...more: []) =>
        String(path).endsWith(name)
          ? Promise.reject(systemError("EACCES"))
          : realFiles.readFile(path, ...more)) as CliFiles["readFile"];
      expect(await report({}, { readFile })).toBe(
        `study/${name}: the file may not be read; ask for the permission to read it`,
      );
    }
  });

  it("a stop by the user leaves nothing, and code 130", async () => {
    writeSmallStudy(folder.path);
    const before = everythingIn(folder.path);
    const io = testIo({
      cwd: folder.path,
      files: {
        writeFile: async (...args) => {
          await realFiles.writeFile(...args);
          io.interrupt();
        },
      },
    });
    expect(await runCli(["report", "study/study.yaml"], io)).toBe(130);
    expect(io.err()).toBe("stopped before the report was whole; nothing was written\n");
    expect(everythingIn(folder.path)).toEqual(before);
  });

  it("a date for --as-of that is none", async () => {
    writeSmallStudy(folder.path);
    expect(await refused(["check", "study/study.yaml", "--as-of", "1990-13-01"])).toMatch(/^--as-of: /);
    expect(await refused(["check", "study/study.yaml", "--as-of", "1990"])).toContain("has no day");
  });
});
