import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../fixtures/run.js";
import { smallStudy, writeSmallStudy } from "../fixtures/small-study.js";
import { everythingIn, temporaryFolder } from "../fixtures/test-io.js";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
  writeSmallStudy(folder.path);
});
afterEach(() => folder.remove());

const report = async (...argv: string[]) => run({ cwd: folder.path }, "report", "study/study.yaml", ...argv);
const read = (path: string) => readFileSync(join(folder.path, path), "utf8");

describe("seriatim report", () => {
  it("writes the report beside the study, and says where it lies and what matters", async () => {
    const { code, out, err } = await report();
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.split("\n")).toEqual([
      "Six resections",
      "Patients              6",
      // R0: deaths at 14 and 36 months of 3, one alive at 24. R1: deaths at 6 and 10 of 3, one alive at 2.
      expect.stringMatching(/^Overall survival, R0 {2}median 36\.0 months \(95% CI .*\); n = 3, events = 2$/),
      expect.stringMatching(/^Overall survival, R1 {2}median 8\.0 months \(95% CI .*\); n = 3, events = 2$/),
      "Published figures     1 of 1 agree",
      "The report lies in study/report/report.html",
      "",
    ]);
    const written = everythingIn(join(folder.path, "study/report"));
    expect(written).toEqual(expect.arrayContaining(["figures", "report.html", "results.json", "tables"]));
    expect(written.filter((name) => name.endsWith(".svg"))).not.toEqual([]);
    expect(written.filter((name) => name.endsWith(".csv"))).not.toEqual([]);
    expect(JSON.parse(read("study/report/results.json"))).toMatchObject({ format: "seriatim-results" });
    expect(everythingIn(join(folder.path, "study")).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("writes where --out says, and the same bytes a second time", async () => {
    expect((await report("--out", "one")).out).toContain("The report lies in one/report.html\n");
    await report("--out", "two");
    const names = everythingIn(join(folder.path, "one")).filter((name) => /\./.test(name));
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) expect(read(`two/${name}`)).toBe(read(`one/${name}`));
  });

  it("replaces a former report when it is asked to, and only then", async () => {
    await report();
    const former = read("study/report/results.json");
    writeFileSync(join(folder.path, "study/patients.csv"), smallStudy["patients.csv"].replace("P6,", "P8,"));
    expect((await report()).code).toBe(2);
    expect(read("study/report/results.json")).toBe(former);
    expect((await report("--replace")).code).toBe(0);
    expect(read("study/report/results.json")).not.toBe(former);
    expect(everythingIn(folder.path).filter((name) => name.includes("unfinished") || name.includes("former"))).toEqual(
      [],
    );
  });

  it("leaves out a negative follow-up of a study with its reason, and counts it", async () => {
    const csv = `${smallStudy["patients.csv"]}P7,2010-01-01,2009-01-01,dead,R0\n`;
    writeFileSync(join(folder.path, "study/patients.csv"), csv);
    expect((await report()).code).toBe(0);
    const { analyses } = JSON.parse(read("study/report/results.json"));
    expect(analyses[0].excluded).toMatchObject([{ rows: 1, patients: 1 }]);
  });
});
