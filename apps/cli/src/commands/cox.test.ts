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
  write("arms.csv", "time,event,arm,age,site\n1,1,B,60,x\n2,1,A,70,x\n3,1,B,50,y\n4,1,A,65,y\n5,0,A,40,y\n");
});
afterAll(() => folder.remove());

function write(name: string, text: string): void {
  writeFileSync(join(folder.path, name), text);
}

const cox = async (...argv: string[]) => run({ cwd: folder.path }, "cox", ...argv);

async function answer(...argv: string[]) {
  const { code, out } = await cox(...argv, "--json");
  expect(code).toBe(0);
  return JSON.parse(out);
}

async function refusal(...argv: string[]) {
  const { code, out, err } = await cox(...argv);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  return err;
}

describe("seriatim cox", () => {
  it("makes text a factor against its first level, or the one that --reference names", async () => {
    const told = await answer("arms.csv", ...follow, "--covariates", "arm");
    expect(told.coefficients.map(({ term }: { term: string }) => term)).toEqual(["arm=B"]);
    const other = await answer("arms.csv", ...follow, "--covariates", "arm", "--reference", "arm=B");
    expect(other.coefficients[0].term).toBe("arm=A");
    expect(other.coefficients[0].coefficient).toBeCloseTo(-told.coefficients[0].coefficient, 10);
    expect(other.conventions).toContain("arm is a factor, compared with B");
  });

  it("makes numbers a factor where --factor or --reference says so, its levels sorted by size", async () => {
    write("dose.csv", "time,event,dose\n1,1,10\n2,1,9\n3,1,10\n4,1,9\n5,0,2\n6,1,2\n7,1,10\n");
    const terms = async (...argv: string[]) =>
      (await answer("dose.csv", ...follow, "--covariates", "dose", ...argv)).coefficients.map(
        ({ term }: { term: string }) => term,
      );
    expect(await terms()).toEqual(["dose"]);
    expect(await terms("--factor", "dose")).toEqual(["dose=9", "dose=10"]);
    expect(await terms("--reference", "dose=9")).toEqual(["dose=2", "dose=10"]);
  });

  it("agrees with R by each method for ties, and with clusters", async () => {
    const plain = ["--covariates", "age,sex,ph.ecog"];
    for (const [id, ...argv] of [
      ["cox-lung-efron", ...plain],
      ["cox-lung-breslow", ...plain, "--ties", "breslow"],
      ["cox-lung-exact", ...plain, "--ties", "exact"],
      ["cox-lung-cluster", ...plain, "--cluster", "inst"],
    ]) {
      const reference = JSON.parse(readFileSync(join(references, `cases/${id}.json`), "utf8"));
      const covariates = reference.input.covariates.map(({ name }: { name: string }) => name).join(",");
      argv[argv.indexOf("--covariates") + 1] = covariates;
      const { out } = await run({ cwd: join(references, "data") }, "cox", reference.data, ...follow, ...argv, "--json");
      const { coefficients } = JSON.parse(out);
      expect(coefficients).toHaveLength(reference.expected.coef.length);
      coefficients.forEach(({ coefficient, standardError }: Record<string, number>, j: number) => {
        expect(coefficient / reference.expected.coef[j]).toBeCloseTo(1, 6);
        expect(standardError / reference.expected.se[j]).toBeCloseTo(1, 6);
      });
    }
  });

  it("prints coefficients, tests, concordance and conventions", async () => {
    const { out } = await run(
      { cwd: join(references, "data") },
      "cox",
      "lung.csv",
      ...follow,
      "--covariates",
      "age,sex",
    );
    expect(out.split("\n").slice(0, 5)).toEqual([
      "228 rows, 165 events",
      "",
      "term  coefficient  standard error  hazard ratio (95% CI)      z      p",
      // R: coxph(Surv(time, event) ~ age + sex)
      "age        0.0170          0.0092  1.017 (0.999–1.036)     1.85  0.065",
      "sex       −0.5132          0.1675  0.599 (0.431–0.831)    −3.06  0.002",
    ]);
    expect(out).toContain("Likelihood ratio: chi-squared 14.123 on 2 df, P < 0.001");
    expect(out).toContain("Efron's method for ties");
  });

  it("names what cannot be estimated: a separated factor, a redundant column, no events", async () => {
    write("apart.csv", "time,event,arm,x,y\n1,1,A,1,2\n2,1,A,3,6\n3,0,B,1,2\n4,0,B,4,8\n5,0,A,2,4\n");
    expect((await cox("apart.csv", ...follow, "--covariates", "arm")).out).toMatch(
      /arm=B +−∞ +– +not estimable[\s\S]*Separated: .* in arm=B,/,
    );
    expect((await cox("apart.csv", ...follow, "--covariates", "x,y")).out).toContain("left out of the model: y");
    write("alive.csv", "time,event,x\n1,0,1\n2,0,2\n");
    const { code, out } = await cox("alive.csv", ...follow, "--covariates", "x");
    expect(code).toBe(0);
    expect(out).toContain("there is no event");
  });

  it("tells in JSON in which direction a coefficient runs away", async () => {
    const told = await answer("apart.csv", ...follow, "--covariates", "arm");
    expect(told.coefficients[0]).toMatchObject({ term: "arm=B", coefficient: null, infinite: "negative" });
    const other = await answer("apart.csv", ...follow, "--covariates", "arm", "--reference", "arm=B");
    expect(other.coefficients[0]).toMatchObject({ term: "arm=A", coefficient: null, infinite: "positive" });
  });

  it("names a dozen of many that cannot be estimated, and counts the others", async () => {
    // Nobody of the levels L01 to L19 has the event, so all their hazard ratios fall to 0.
    const rows = Array.from(
      { length: 40 },
      (_, i) => `${i + 1},${i % 20 === 0 ? 1 : 0},L${String(i % 20).padStart(2, "0")}\n`,
    );
    write("levels.csv", `time,event,level\n${rows.join("")}`);
    const { out } = await cox("levels.csv", ...follow, "--covariates", "level");
    expect(out).toContain("level=L11, level=L12 and 7 more, whose hazard ratio is not estimable\n");
  });

  it("reads numbers with decimal commas as numbers, not as levels", async () => {
    const rows = [
      [1, 1, 60.5],
      [2, 1, 70.25],
      [3, 0, 50],
      [4, 1, 65.5],
      [5, 1, 40.75],
    ];
    const csv = (separator: string, comma: string) =>
      ["time,event,age", ...rows.map((row) => row.join(","))]
        .map((line) => line.replaceAll(",", separator).replaceAll(".", comma))
        .join("\n");
    write("points.csv", csv(",", "."));
    write("commas.csv", csv(";", ","));
    const { coefficients } = await answer("points.csv", ...follow, "--covariates", "age");
    expect(coefficients.map(({ term }: { term: string }) => term)).toEqual(["age"]);
    expect((await answer("commas.csv", ...follow, "--covariates", "age")).coefficients).toEqual(coefficients);
  });

  it("refuses the name or number of the patients as a factor", async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i + 1},1,P${i}\n`).join("");
    write("names.csv", `time,event,name\n${rows}`);
    expect(await refusal("names.csv", ...follow, "--covariates", "name")).toMatch(
      /^names\.csv: the factor name has 60 levels in the 60 rows used; rows must share levels, /,
    );
    // Of three rows each may well have its own.
    write("three.csv", "time,event,arm\n1,1,A\n2,1,B\n3,0,C\n");
    expect((await cox("three.csv", ...follow, "--covariates", "arm")).code).toBe(0);
  });

  it("refuses a column that has another part already", async () => {
    expect(await refusal("arms.csv", ...follow, "--covariates", "arm,time")).toBe(
      "--covariates: “time” is --time already; the two must be different columns\n",
    );
    expect((await cox("arms.csv", ...follow, "--covariates", "age", "--strata", "arm", "--cluster", "arm")).code).toBe(
      0,
    );
  });

  it("takes a column with any name", async () => {
    write("proto.csv", "time,event,__proto__\n1,1,A\n2,1,B\n3,1,A\n4,0,B\n");
    const { coefficients } = await answer("proto.csv", ...follow, "--covariates", "__proto__");
    expect(coefficients[0].term).toBe("__proto__=B");
  });

  it("refuses a factor with one level, counting only the rows used", async () => {
    write("level.csv", "time,event,sex,age\n1,1,f,3\n2,1,f,5\n3,1,m,\n");
    expect(await refusal("level.csv", ...follow, "--covariates", "sex,age")).toBe(
      "level.csv: the factor sex has one level, “f”, in the 2 rows used; a factor needs two or more\n",
    );
  });

  it("refuses more coefficients than rows", async () => {
    write("few.csv", "time,event,a,b,c\n1,1,3,1,5\n2,1,5,2,2\n");
    expect(await refusal("few.csv", ...follow, "--covariates", "a,b,c")).toBe(
      "few.csv: the model has 3 coefficients, but only 2 rows with a value in every column used; leave covariates out\n",
    );
  });

  it("refuses a column that is partly numbers, since a slip of the pen would become a level", async () => {
    write("slip.csv", "time,event,age\n1,1,60\n2,1,7O\n");
    expect(await refusal("slip.csv", ...follow, "--covariates", "age")).toMatch(/^slip.csv, line 3: age is “7O”, /);
  });

  it("refuses names that are no covariate, levels that are none, and methods that are none", async () => {
    const known = ["arms.csv", ...follow, "--covariates", "arm"];
    expect(await refusal(...known, "--factor", "arn")).toContain("“arn” is no covariate; did you mean “arm”?");
    expect(await refusal(...known, "--reference", "arm=C")).toContain("“C” is no level of arm;");
    expect(await refusal(...known, "--reference", "arm")).toContain("write COLUMN=LEVEL");
    expect(await refusal(...known, "--ties", "effron")).toContain("did you mean “efron”?");
    expect(await refusal(...known, "--ties", "exact", "--cluster", "site")).toContain("beside --cluster");
    expect(await refusal("arms.csv", ...follow, "--covariates", "age", "--strata", "age,")).toContain("--strata");
  });
});
