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
  writeFileSync(join(folder.path, "four.csv"), "time,event,arm,site\n1,1,A,x\n2,1,B,x\n3,1,A,y\n4,0,B,y\n");
});
afterAll(() => folder.remove());

const logrank = async (...argv: string[]) => run({ cwd: folder.path }, "logrank", ...argv);
const expectedOf = (id: string) => JSON.parse(readFileSync(join(references, `cases/${id}.json`), "utf8")).expected;
const lung = async (...argv: string[]) => {
  const { code, out } = await run(
    { cwd: join(references, "data") },
    "logrank",
    "lung.csv",
    ...follow,
    ...argv,
    "--json",
  );
  expect(code).toBe(0);
  return JSON.parse(out);
};

describe("seriatim logrank", () => {
  it("adds up what each time leads to expect", async () => {
    const { code, out } = await logrank("four.csv", ...follow, "--by", "arm", "--json");
    expect(code).toBe(0);
    const { groups, degreesOfFreedom } = JSON.parse(out);
    // A is 2 of 4 at time 1, 1 of 3 at time 2, 1 of 2 at time 3.
    expect(groups[0]).toMatchObject({ group: { arm: "A" }, n: 2, observed: 2 });
    expect(groups[0].expected).toBeCloseTo(1 / 2 + 1 / 3 + 1 / 2, 14);
    expect(degreesOfFreedom).toBe(1);
  });

  it("compares within strata", async () => {
    const { out } = await logrank("four.csv", ...follow, "--by", "arm", "--strata", "site", "--json");
    // In x A is 1 of 2 at time 1 and 0 of 1 at time 2; in y it is 1 of 2 at time 3.
    expect(JSON.parse(out).groups[0].expected).toBeCloseTo(1 / 2 + 1 / 2, 14);
  });

  it("agrees with R with and without a weight, and within strata", async () => {
    for (const [id, ...argv] of [
      ["lr-lung-sex", "--by", "sex"],
      ["lr-lung-sex-rho1", "--by", "sex", "--rho", "1"],
      ["lr-lung-strata-inst", "--by", "sex", "--strata", "inst"],
    ]) {
      const { chisq, df, p } = expectedOf(id);
      const told = await lung(...argv);
      expect(told.chiSquared / chisq).toBeCloseTo(1, 10);
      expect(told.p / p).toBeCloseTo(1, 9);
      expect(told.degreesOfFreedom).toBe(df);
    }
  });

  it("gives the exact p of the permutations where it is asked for", async () => {
    const { out } = await run(
      { cwd: join(references, "data") },
      "logrank",
      "ovarian.csv",
      ...follow,
      "--by",
      "rx",
      "--exact",
      "--json",
    );
    expect(JSON.parse(out).p / expectedOf("lre-ovarian").p).toBeCloseTo(1, 10);
  });

  it("refuses an exact test of so many divisions that their share would be the normal one", async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i + 1},1,${"AB"[i % 2]}\n`).join("");
    writeFileSync(join(folder.path, "sixty.csv"), `time,event,arm\n${rows}`);
    const { code, out, err } = await logrank("sixty.csv", ...follow, "--by", "arm", "--exact");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toBe(
      "--exact: sixty.csv has 60 rows to compare, whose divisions into groups are too many to count; leave --exact out\n",
    );
  });

  it("counts rows from their entry on", async () => {
    writeFileSync(join(folder.path, "late.csv"), "start,time,event,arm\n0,2,1,A\n1,3,1,B\n2,4,1,A\n");
    const { out } = await logrank("late.csv", ...follow, "--by", "arm", "--entry", "start", "--json");
    // A is 1 of 2 at time 2, when its other row has not entered, 1 of 2 at time 3 and 1 of 1 at time 4.
    expect(JSON.parse(out).groups[0].expected).toBeCloseTo(1 / 2 + 1 / 2 + 1, 14);
  });

  it("prints the groups, the test and the conventions", async () => {
    const { out } = await run({ cwd: join(references, "data") }, "logrank", "lung.csv", ...follow, "--by", "sex");
    expect(out.split("\n").slice(0, 5)).toEqual([
      "sex    n  observed  expected",
      "1    138       112     91.58",
      "2     90        53     73.42",
      "",
      "chi-squared 10.327 on 1 degree of freedom, P = 0.001",
    ]);
  });

  it("refuses one group, an exact test of more than two, and an exact test within strata", async () => {
    writeFileSync(join(folder.path, "one.csv"), "time,event,arm\n1,1,A\n2,0,A\n3,1,\n");
    const refusal = async (...argv: string[]) => {
      const { code, out, err } = await logrank(...argv);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      return err;
    };
    expect(await refusal("one.csv", ...follow, "--by", "arm")).toBe(
      "one.csv: arm is “A” in all 2 rows; a comparison needs two groups\n",
    );
    expect(await refusal("four.csv", ...follow, "--by", "arm,site", "--exact")).toContain("has 4 groups");
    for (const [option, value] of [
      ["--strata", "site"],
      ["--rho", "1"],
      ["--entry", "start"],
    ])
      expect(await refusal("four.csv", ...follow, "--by", "arm", option, value, "--exact")).toBe(
        `--exact: found beside ${option}; the exact test has no such option\n`,
      );
  });

  it("says why no test is possible: without an event, or where nobody at risk is spared", async () => {
    writeFileSync(join(folder.path, "alive.csv"), "time,event,arm\n1,0,A\n2,0,B\n");
    writeFileSync(join(folder.path, "tied.csv"), "time,event,arm\n1,1,A\n1,1,B\n");
    const says = async (...argv: string[]) => {
      const { code, out, err } = await logrank(...argv, ...follow, "--by", "arm");
      expect({ code, err }).toEqual({ code: 0, err: "" });
      return out.split("\n")[4];
    };
    for (const exact of [[], ["--exact"]])
      expect(await says("alive.csv", ...exact)).toBe("No test is possible: there is no event.");
    expect(await says("tied.csv")).toBe("No test is possible: the variance of observed - expected is 0.");
    expect(await says("tied.csv", "--exact")).toBe("exact permutation test: z not defined, P = 1.00");
  });
});
