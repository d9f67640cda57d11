import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CliFiles } from "./cli-io.js";
import { refused as refusedIn } from "./fixtures/refused.js";
import { systemError, temporaryFolder } from "./fixtures/test-io.js";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const refused = async (argv: string[], files?: Partial<CliFiles>) => refusedIn(folder.path, argv, files);

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
