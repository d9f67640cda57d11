import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../fixtures/run.js";
import { temporaryFolder } from "../fixtures/test-io.js";

const references = fileURLToPath(new URL("../../../../references/", import.meta.url));
const follow = ["--time", "time", "--event", "event"];
let folder: ReturnType<typeof temporaryFolder>;

beforeAll(() => {
  folder = temporaryFolder();
  // At risk 5, 4, 2 at the events 1, 2, 4: S = 4/5, 3/5, 3/10.
  write("five.csv", "time;event;arm;w\n1;1;B;1\n2;1;A;2\n3;0;B;1\n4;1;A;1\n5;0;A;\n");
});
afterAll(() => folder.remove());

function write(name: string, text: string): void {
  writeFileSync(join(folder.path, name), text);
}

async function km(...argv: string[]) {
  return run({ cwd: folder.path }, "km", ...argv);
}

async function answer(...argv: string[]) {
  const { code, out, err } = await km(...argv, "--json");
  expect(code).toBe(0);
  return { ...JSON.parse(out), err };
}

describe("seriatim km", () => {
  it("multiplies the conditional survivals, and tells them at times", async () => {
    const { groups, used, err } = await answer("five.csv", ...follow, "--at", "4,2,2.5", "--conf-type", "plain");
    expect(used).toBe(5);
    expect(err).toBe("");
    expect(groups).toHaveLength(1);
    const [{ n, events, median, at }] = groups;
    expect({ n, events, median: median.estimate }).toEqual({ n: 5, events: 3, median: 4 });
    expect(at.map(({ time }: { time: number }) => time)).toEqual([2, 2.5, 4]);
    expect(at[0].survival).toBeCloseTo(3 / 5, 14);
    expect(at[2].survival).toBeCloseTo(3 / 10, 14);
    // Greenwood: S² (1/(5·4) + 1/(4·3) + 1/(2·1))
    expect(at[2].standardError).toBeCloseTo(0.3 * Math.sqrt(1 / 20 + 1 / 12 + 1 / 2), 14);
    expect(at.map(({ atRisk, events: d, censored }: Record<string, number>) => [atRisk, d, censored])).toEqual([
      [4, 2, 0],
      [3, 0, 0],
      [2, 1, 1],
    ]);
  });

  it("leaves rows with a missing value out and counts them, in the JSON and on stderr", async () => {
    const told = await answer("five.csv", ...follow, "--weights", "w");
    expect(told).toMatchObject({ rows: 5, used: 4, leftOut: { rows: 1, missing: { w: 1 } } });
    expect(told.groups[0]).toMatchObject({ n: 4, events: 4 });
    expect(told.err).toBe("Left out 1 of 5 rows: w is missing in 1.\n");
  });

  it("says null for a median that is not reached, and words in the table", async () => {
    const { groups } = await answer("five.csv", ...follow, "--by", "arm");
    expect(groups.map(({ group, n }: { group: object; n: number }) => [group, n])).toEqual([
      [{ arm: "A" }, 3],
      [{ arm: "B" }, 2],
    ]);
    // B: an event at 1 of 2, then S stays at 1/2 up to the last time 3: the midpoint.
    expect(groups[1].median.estimate).toBe(2);
    write("alive.csv", "time,event\n1,0\n2,0\n");
    const { out } = await km("alive.csv", ...follow);
    expect(out).toContain("2       0  not reached\n");
  });

  it("does not carry a curve beyond the last observation, unless it has come down to 0", async () => {
    const { groups } = await answer("five.csv", ...follow, "--at", "9");
    expect(groups[0].at[0]).toMatchObject({ survival: null, lower: null, atRisk: 0 });
    const { out } = await km("five.csv", ...follow, "--at", "9");
    expect(out).toContain("survival at 9 is not estimable; the last observation is at 5\n");
    write("dead.csv", "time,event\n1,1\n2,1\n");
    const dead = await answer("dead.csv", ...follow, "--at", "9");
    expect(dead.groups[0].at[0].survival).toBe(0);
  });

  it("lets --event-code say which value is the event; 1, 1.0 and 01 are one code", async () => {
    write("status.csv", "time,status\n1,2.0\n2,1\n3,02\n4,relapse\n");
    const told = await answer("status.csv", "--time", "time", "--event", "status", "--event-code", "2,relapse");
    expect(told.groups[0].events).toBe(3);
  });

  it("says what --event-code made an event and what a censoring, for a mistyped value would be one unnoticed", async () => {
    write("words.csv", "time,status\n1,dead\n2,alive\n3,daed\n");
    const words = ["--time", "time", "--event", "status", "--event-code"];
    const { out } = await km("words.csv", ...words, "dead");
    expect(out).toContain("\nEvent where status is dead; censored where it is alive, daed\n");
    expect((await km("words.csv", ...words, "dead,daed", "--event-code", "alive")).out).toContain(
      "Event where status is alive, daed, dead; no row is censored\n",
    );
  });

  it("reads decimal commas, in times and in labels, and says how it read the file", async () => {
    write("comma.csv", "time;event;dose\n0,5;1,0;10,5\n1,5;0,0;9,5\n2,5;1;9,5\n");
    const { groups, sniffed } = await answer("comma.csv", ...follow, "--by", "dose");
    expect(sniffed).toEqual(['separator: ";"', "decimal comma"]);
    expect(groups.map(({ group, n, events }: Record<string, unknown>) => [group, n, events])).toEqual([
      [{ dose: "9,5" }, 2, 1],
      [{ dose: "10,5" }, 1, 1],
    ]);
    expect((await km("comma.csv", ...follow)).out).toContain('\nThe file was read with separator ";", decimal comma\n');
    expect((await km("alive.csv", ...follow)).out).not.toContain("The file was read");
  });

  it("makes groups of two columns, whether between commas or by --by twice", async () => {
    const two = await answer("five.csv", ...follow, "--by", "arm,w");
    expect(two.groups.map(({ group }: { group: object }) => group)).toEqual([
      { arm: "A", w: "1" },
      { arm: "A", w: "2" },
      { arm: "B", w: "1" },
    ]);
    expect(await answer("five.csv", ...follow, "--by", "arm", "--by", "w")).toEqual(two);
  });

  it("takes a heading with a comma, in quotes", async () => {
    write("heading.csv", 'time,event,"Sex, recorded"\n1,1,f\n2,1,m\n');
    const { groups } = await answer("heading.csv", ...follow, "--by", '"Sex, recorded"');
    expect(groups[1].group).toEqual({ "Sex, recorded": "m" });
  });

  it("takes rows into account from their entry on", async () => {
    write("late.csv", "start,time,event\n0,2,1\n1,3,1\n2,4,0\n-1,5,1\n");
    const { groups } = await answer("late.csv", ...follow, "--entry", "start", "--at", "2,3");
    // At 2 the row that enters at 2 is not yet at risk: 3 of them; at 3 there are 3 again.
    expect(groups[0].at[0].survival).toBeCloseTo(2 / 3, 14);
    expect(groups[0].at[1].survival).toBeCloseTo((2 / 3) * (2 / 3), 14);
  });

  it("reads standard input where the file is -", async () => {
    const { code, out } = await run({ cwd: folder.path, stdin: "time,event\n1,1\n" }, "km", "-", ...follow, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ file: "standard input", used: 1 });
  });

  it("prints one aligned line for each group, and the conventions below", async () => {
    const { code, out, err } = await run(
      { cwd: join(references, "data") },
      "km",
      "lung.csv",
      ...follow,
      "--by",
      "sex",
      "--at",
      "365",
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    // R: survfit(Surv(time, event) ~ sex, conf.type = "log-log")
    expect(out.split("\n").slice(0, 4)).toEqual([
      "sex    n  events  median (95% CI)  survival at 365 (95% CI)",
      "1    138     112  270 (210–306)    0.3361 (0.2527–0.4213)",
      "2     90      53  426 (345–524)    0.5265 (0.4036–0.6353)",
      "",
    ]);
    expect(out).toContain("95% confidence intervals on the log-log scale, by Greenwood's formula");
  });

  it("agrees with R on each type of interval", async () => {
    for (const type of ["log-log", "log", "plain", "logit", "arcsin"]) {
      const reference = JSON.parse(readFileSync(join(references, `cases/km-lung-${type}.json`), "utf8"));
      const { out } = await run(
        { cwd: join(references, "data") },
        "km",
        reference.data,
        ...follow,
        "--conf-type",
        type,
        "--json",
      );
      const { lower, upper } = reference.expected.curves[0].quantiles;
      expect(JSON.parse(out).groups[0].median).toMatchObject({ estimate: 310, lower: lower[1], upper: upper[1] });
    }
  });
});
