import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { caseFiles, runCaseFile } from "./run.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "conformance-"));
  for (const name of ["cases", "data", "few/cases", "few/data"]) mkdirSync(join(folder, name), { recursive: true });
  for (const place of [folder, join(folder, "few")])
    writeFileSync(join(place, "data", "two.csv"), "time,event\n1,1\n2,0\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

const table = (name: string, text: string) => writeFileSync(join(folder, "data", name), text);
const input = { time: "time", event: "event" };
const half = { curves: [{ n: 2, events: 1, rows: 2, time: [1, 2], survival: [0.5, 0.5] }] };

/** A case that passes, but for what is said. */
const caseOf = (change: object = {}) => ({
  method: "kaplan-meier",
  data: "two.csv",
  input,
  options: {},
  expected: half,
  tolerance: { rel: 1e-8, abs: 1e-12 },
  ...change,
});
const outcomeOf = (change: object | string) => {
  const file = join(folder, "cases", "one.json");
  writeFileSync(file, typeof change === "string" ? change : JSON.stringify(caseOf(change)));
  return runCaseFile(folder, file);
};

describe("runCaseFile", () => {
  it("passes a case whose figures agree and fails one whose figures do not", () => {
    expect(outcomeOf({})).toMatchObject({ id: "one", method: "kaplan-meier", state: "passed" });
    const wrong = outcomeOf({ expected: { curves: [{ ...half.curves[0], survival: [0.5, 0.5 + 1e-7] }] } });
    expect(wrong).toMatchObject({ state: "failed", worst: { path: "curves[0].survival[@2]", actual: "0.5" } });
  });

  it("skips a method that has no runner, whatever else its case holds", () => {
    expect(outcomeOf({ method: "joint-model", data: undefined })).toMatchObject({
      state: "skipped",
      method: "joint-model",
    });
    expect(outcomeOf({ method: "constructor" }).state).toBe("skipped");
  });

  it("fails a known method with an option that it does not know", () => {
    for (const method of ["kaplan-meier", "nelson-aalen", "reverse-kaplan-meier", "rmst-difference", "log-rank"])
      expect(outcomeOf({ method, options: { bandwidth: 3 } })).toMatchObject({
        state: "failed",
        why: `${method} does not know the option “bandwidth”`,
      });
  });

  it("passes a table that is to be refused when it is, and only then", () => {
    table("negative.csv", "time,event,w\n1,1,1\n2,0,-1\n");
    const invalid = { method: "invalid-input", expected: { error: true }, input: { ...input, weights: "w" } };
    const options = { calculation: "kaplan-meier" };
    expect(outcomeOf({ ...invalid, data: "negative.csv", options })).toMatchObject({
      state: "passed",
      why: "weights[1] is -1; a weight must be 0 or more",
    });
    expect(outcomeOf({ ...invalid, input, options })).toMatchObject({
      state: "failed",
      why: "kaplan-meier did not refuse the table",
    });
    expect(outcomeOf({ ...invalid, data: "gone.csv", options }).state).toBe("failed");
    expect(outcomeOf({ ...invalid, input, options: { ...options, bandwidth: 3 } }).state).toBe("failed");
    expect(outcomeOf({ ...invalid, options: { calculation: "joint-model" } }).state).toBe("skipped");
  });

  it("refuses tables that no row of a case could be read from", () => {
    table("ragged.csv", "time,event\n1,1\n2\n");
    table("empty.csv", "");
    table("header.csv", "time,event\n");
    table("words.csv", "time,event\none,1\n");
    table("coded.csv", "time,event\n1,2\n");
    table("twice.csv", "time,event,time\n1,1,2\n");
    const refusals: Record<string, string> = {
      "ragged.csv": "data/ragged.csv: Invalid Record Length: expect 2, got 1 on line 3",
      "empty.csv": "data/empty.csv is empty; its first line must name the columns",
      "header.csv": "data/header.csv has no row with a value in every column that the case uses",
      "words.csv": "time, row 0: “one” is not a number",
      "coded.csv": "event, row 0: 2 is neither 0 nor 1",
      "twice.csv": "the table has the column “time” twice",
    };
    for (const [data, why] of Object.entries(refusals)) {
      expect(outcomeOf({ data })).toMatchObject({ state: "failed", why });
      const invalid = { method: "invalid-input", data, options: { calculation: "kaplan-meier" } };
      expect(outcomeOf(invalid)).toMatchObject({ state: "passed", why });
    }
    expect(outcomeOf({ input: { time: "months", event: "event" } }).why).toBe(
      "the table has no column “months”; it has time, event",
    );
  });

  it("says in a sentence what is wrong with a case", () => {
    expect(outcomeOf("{ not JSON")).toMatchObject({ id: "one", method: "unreadable", state: "failed" });
    for (const text of ["null", "[]", "{}", '{ "method": 3 }'])
      expect(outcomeOf(text).why).toBe("the file is no case; it must hold one JSON object with a “method”");
    expect(outcomeOf({ data: "gone.csv" }).why).toBe("there is no table data/gone.csv");
    expect(outcomeOf({ data: undefined }).why).toBe("the case has no “data”");
    expect(outcomeOf({ expected: undefined }).why).toBe("the case has no “expected”");
    expect(outcomeOf({ tolerance: undefined }).why).toBe("the case's tolerance has not both “rel” and “abs”");
    expect(outcomeOf({ toleranceFor: { n: { rel: 1 } } }).why).toBe(
      "the case's tolerance for “n” has not both “rel” and “abs”",
    );
  });

  it("reads a byte-order mark, line ends of either kind, quoted separators and empty lines", () => {
    table("odd.csv", '\uFEFFtime,event,"g, of two"\r\n1,1,"a ""x"", b"\r\n\r\n2,0,"a ""x"", b"\r\n3,1,\r\n');
    const group = ["g, of two"];
    const curves = [{ ...half.curves[0], group: { "g, of two": 'a "x", b' } }];
    expect(outcomeOf({ data: "odd.csv", input: { ...input, group }, expected: { curves } })).toMatchObject({
      state: "passed",
    });
  });

  it("has no curve for a group that ends before the start, but its rows' influence of 0 where there is one curve", () => {
    table("start.csv", "time,event,g\n1,1,a\n3,1,b\n4,0,b\n");
    const start = { data: "start.csv", options: { startTime: 2, influence: true } };
    // S(3) = 1 − w₂/(w₂ + w₃): −1/4 and 1/4 by the weights
    const curve = { n: 2, time: [3, 4], survival: [1 / 2, 1 / 2] };
    const moved = [
      [-1 / 4, -1 / 4],
      [1 / 4, 1 / 4],
    ];
    const whole = { curves: [{ ...curve, influence: [[0, 0], ...moved] }] };
    expect(outcomeOf({ ...start, expected: whole }).state).toBe("passed");
    const grouped = { curves: [{ ...curve, group: { g: "b" }, influence: moved }] };
    expect(outcomeOf({ ...start, input: { ...input, group: ["g"] }, expected: grouped })).toMatchObject({
      state: "passed",
    });
  });

  it("takes the groups in the order in which the case lists them, else as R sorts words", () => {
    table("groups.csv", "time,event,g\n1,1,Trt\n2,1,ctl\n3,1,Trt\n4,0,ctl\n");
    const test = { method: "log-rank-exact", data: "groups.csv", input: { ...input, group: ["g"] } };
    // ctl is first: its scores are H − 1 = −5/12 at 2 and H = 13/12 at 4
    expect(outcomeOf({ ...test, expected: { linearStatistic: 2 / 3 } }).state).toBe("passed");
    const difference = { ...test, method: "rmst-difference", options: { tau: 4 } };
    const [ctl, trt] = ["ctl", "Trt"].map((g) => ({ group: { g } }));
    expect(outcomeOf({ ...difference, expected: { groups: [ctl, trt], difference: -1 } }).state).toBe("passed");
    expect(outcomeOf({ ...difference, expected: { groups: [trt, ctl], difference: 1 } }).state).toBe("passed");
  });
});

describe("caseFiles", () => {
  it("asks for a folder “cases”", () => {
    expect(() => caseFiles(join(folder, "data"))).toThrow("has no folder “cases”");
  });
});

describe("npm run conformance", () => {
  const run = (of: string) =>
    spawnSync(
      process.execPath,
      ["--import", "tsx", "--conditions=seriatim-source", "references/conformance/main.ts", of],
      {
        encoding: "utf8",
      },
    );

  it("prints a line a method, what fails, and the counts; its exit code says whether all passed", () => {
    const few = join(folder, "few");
    const write = (id: string, change: object) =>
      writeFileSync(join(few, "cases", `${id}.json`), JSON.stringify(caseOf(change)));
    expect(run(few)).toMatchObject({ status: 0, stdout: "\n0 passed, 0 failed, 0 skipped\n" });
    write("a", {});
    write("b", { method: "joint-model" });
    expect(run(few)).toMatchObject({ status: 0 });
    write("c", { expected: { curves: [{ n: 3 }] } });
    const { status, stdout } = run(few);
    expect(status).toBe(1);
    expect(stdout).toContain("kaplan-meier  1 passed, 1 failed, 0 skipped");
    expect(stdout).toContain("joint-model   0 passed, 0 failed, 1 skipped");
    expect(stdout).toContain("c (kaplan-meier): curves[0].n: expected 3, found 2, 3.33e+7 times the tolerance");
    expect(stdout.trimEnd().endsWith("\n1 passed, 1 failed, 1 skipped")).toBe(true);
  });

  it("says what a folder lacks", () => {
    const { status, stderr } = run(join(folder, "data"));
    expect(status).toBe(2);
    expect(stderr).toContain("has no folder “cases”; it must be laid out as references/\n");
  });
});
