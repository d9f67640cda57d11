import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CliFiles, realFiles } from "./cli-io.js";
import { run } from "./fixtures/run.js";
import { smallStudy, writeSmallStudy } from "./fixtures/small-study.js";
import { everythingIn, systemError, temporaryFolder, testIo } from "./fixtures/test-io.js";
import { runCli } from "./run-cli.js";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

/** Runs what must be refused: code 2, one line on stderr without a stack, nothing on stdout, no file more than before. */
async function refused(argv: string[], files: Partial<CliFiles> = {}): Promise<string> {
  const before = everythingIn(folder.path);
  const { code, out, err } = await run({ cwd: folder.path, files }, ...argv);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^[^\n]+\n$/);
  expect(err).not.toMatch(/\bat \S+ \(|node:|Error:/);
  expect(everythingIn(folder.path)).toEqual(before);
  return err.trim();
}

describe("bad input to a quick command", () => {
  const follow = ["--time", "time", "--event", "event"];
  const km = async (text: string | Uint8Array, ...more: string[]) => {
    writeFileSync(join(folder.path, "a.csv"), text);
    return refused(["km", "a.csv", ...follow, ...more]);
  };

  it("a missing file", async () => {
    expect(await refused(["km", "lung.csv", ...follow])).toBe("lung.csv: there is no such file");
  });

  it("a folder where a file should be", async () => {
    mkdirSync(join(folder.path, "records"));
    expect(await refused(["km", "records", ...follow])).toBe("records: this is a folder; give the file itself");
  });

  it("an empty file, and one with headings alone", async () => {
    expect(await km("")).toBe("a.csv: the file is empty; its first row must hold the headings");
    expect(await km("time,event\n")).toBe("a.csv: there is no row below the headings");
    expect(await km("time,event\n1,\n,1\n")).toBe("a.csv: no row has a value in each of time, event");
  });

  it("ragged rows", async () => {
    expect(await km("time,event\n1,1\n2\n")).toBe("a.csv, line 3: found 1 field, expected 2 as in the header");
  });

  it("a heading twice", async () => {
    expect(await km("time,event,time\n1,1,1\n")).toMatch(/^a\.csv, line 1: the heading “time” stands twice/);
  });

  it("a wrong encoding", async () => {
    expect(await km(Buffer.from("\uFEFFtime,event\n1,1\n", "utf16le"))).toMatch(/^a\.csv: .*UTF-8/);
    expect(await km(Buffer.from("time,event\n1,1\n", "utf16le"))).toMatch(/^a\.csv, line 1: .* no CSV$/);
    expect(await km(Uint8Array.of(0, 1, 2, 3, 0, 5))).toMatch(/^a\.csv, line 1: .* no CSV$/);
  });

  it("a workbook, new or old", async () => {
    const says = "a.csv: this is an Excel workbook or another archive; save its sheet as CSV";
    const sheet = fileURLToPath(new URL("../../../studies/hannover/as-kept.xlsx", import.meta.url));
    expect(await km(readFileSync(sheet))).toBe(says);
    expect(await km(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1))).toBe(says);
  });

  it("an unknown column, with the nearest", async () => {
    expect(await km("tme,event\n1,1\n")).toContain("“time” is no column; did you mean “tme”?");
    expect(await km("time,event\n1,1\n", "--by", "sex")).toContain("“sex” is no column");
  });

  it("an unknown method, option or command, with the nearest", async () => {
    expect(await km("time,event\n1,1\n", "--conf-type", "loglog")).toContain("did you mean “log-log”?");
    expect(await km("time,event\n1,1\n", "--wieghts", "w")).toContain("did you mean --weights?");
    expect(await refused(["kaplan"])).toMatch(/^“kaplan” is no command of seriatim; known: /);
    expect(await refused(["figure", "x"])).toContain("did you mean “figures”?");
    expect(await refused(["help", "figure"])).toContain("did you mean “figures”?");
  });

  it("a missing, superfluous or unreadable word of the command line", async () => {
    expect(await refused(["km"])).toBe("missing required argument “FILE”; see seriatim km --help");
    expect(await refused(["km", "a.csv", "--time", "t"])).toBe("km: --event is missing; see seriatim km --help");
    expect(await refused(["km", "my", "data.csv", ...follow])).toBe(
      "km: found “data.csv” after “my”; give one FILE, in quotes where its name has spaces",
    );
    for (const words of [
      ["--level", "95"],
      ["--at", "12,x"],
      ["--at", "-1"],
      ["--by", "a,,b"],
      ["--by", "a,a"],
    ])
      expect(await refused(["km", "a.csv", ...follow, ...words])).toContain(`${words[0]}: `);
    for (const words of [
      ["--weights", "time"],
      ["--by", "time"],
      ["--by", "event"],
    ])
      expect(await refused(["km", "a.csv", ...follow, ...words])).toContain("the two must be different columns");
    for (const words of [
      ["--time", "t"],
      ["--level", "0.9", "--level", "0.95"],
    ])
      expect(await refused(["km", "a.csv", ...follow, ...words])).toContain(`${words[0]}: given twice, `);
    expect(await refused(["km", "", ...follow])).toBe("FILE: found “”; give the path of a file");
    expect(await refused(["km", "a.csv", "--time"])).toContain("--time");
    expect(await refused(["report", "study.yaml", "--out", ""])).toBe("--out: found “”; give the path of a folder");
  });

  it("a negative follow-up, and one that ends before it begins", async () => {
    expect(await km("time,event\n1,1\n-2,0\n")).toBe("a.csv, line 3: time is -2; a follow-up must be 0 or more");
    expect(await km("time,event,start\n1,1,1\n", "--entry", "start")).toBe(
      "a.csv, line 2: start is 1 and time is 1; a row must enter before it ends",
    );
  });

  it("a time that is no number, an event that is neither 0 nor 1, a negative weight", async () => {
    expect(await km("time,event\n1,1\nlong,0\n")).toMatch(/^a\.csv, line 3: time is “long”/);
    expect(await km("time,event\n1,1\n2,\n3,dead\n")).toMatch(
      /^a\.csv, line 4: event is “dead”; allowed are 0 \(censored\) and 1 \(event\)/,
    );
    expect(await km("time,event\n1,alive\n2,dead\n")).toBe(
      "a.csv, line 2: event is “alive”; allowed are 0 (censored) and 1 (event), unless --event-code says which is the event: alive, dead",
    );
    expect(await km("time,event\n1,1\n", "--event-code", "2")).toBe("--event-code: no row has “2” in event; found 1");
    expect(await km("time,event,w\n1,1,-1\n", "--weights", "w")).toBe(
      "a.csv, line 2: w is -1; a weight must be 0 or more",
    );
  });

  it("a file that may not be read", async () => {
    const stream: CliFiles["stream"] = () => {
      throw systemError("EACCES");
    };
    expect(await refused(["km", "a.csv", ...follow], { stream })).toContain("may not be read");
  });

  it("control characters in what is quoted do not reach the terminal", async () => {
    expect(await km("time,event\n1,\u001b[2Jx\n")).toContain("“ [2Jx”");
  });
});

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

describe("a fault of the program", () => {
  it("ends it with code 70, and a request to report it; SERIATIM_DEBUG=1 adds the stack", async () => {
    const files = {
      stream: () => {
        throw new TypeError("undefined is not a function");
      },
    };
    const words = ["km", "a.csv", "--time", "t", "--event", "e"];
    const { code, err } = await run({ cwd: folder.path, files }, ...words);
    expect(code).toBe(70);
    expect(err).toMatch(
      /^seriatim \d+\.\d+\.\d+ failed .*TypeError: undefined is not a function.*please report it.*\n$/,
    );
    const debug = await run({ cwd: folder.path, files, environment: { SERIATIM_DEBUG: "1" } }, ...words);
    expect(debug.code).toBe(70);
    expect(debug.err).toMatch(/^TypeError: undefined is not a function\n +at /);
  });
});
