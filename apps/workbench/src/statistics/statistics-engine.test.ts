import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { realFiles } from "../../../cli/src/cli-io.js";
import { testIo } from "../../../cli/src/fixtures/test-io.js";
import { reportFonts } from "../../../cli/src/report-fonts.js";
import { runCli } from "../../../cli/src/run-cli.js";
import { hannoverSource, hannoverText } from "./fixtures/hannover.js";
import { statisticsEngine } from "./statistics-engine.js";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const studyText = hannoverText("study.yaml");

async function opened(source = hannoverSource()) {
  const engine = statisticsEngine();
  const answer = await engine.answer("open", source);
  if ("error" in answer) throw new Error(answer.error.sentence);
  return engine;
}

function filesIn(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return Object.fromEntries(
    paths.map((one) => {
      const path = join(one.parentPath, one.name);
      return [path.slice(folder.length + 1).replaceAll("\\", "/"), readFileSync(path, "utf8")];
    }),
  );
}

describe("statisticsEngine", () => {
  it("makes the files of `seriatim report`, to the byte", async () => {
    const out = mkdtempSync(join(tmpdir(), "seriatim-statistics-"));
    try {
      const folder = join(out, "report");
      const code = await runCli(["report", "studies/hannover/study.yaml", "--out", folder], testIo({ cwd: root }));
      expect(code).toBe(0);
      const fonts = await reportFonts({ files: realFiles });
      const engine = await opened({ ...hannoverSource(), fonts });
      const answer = await engine.answer("report", { studyText });
      if ("error" in answer) throw new Error(answer.error.sentence);
      const written = filesIn(folder);
      expect(Object.keys(answer.files).sort()).toEqual(Object.keys(written).sort());
      for (const [path, text] of Object.entries(written)) expect(answer.files[path] === text, path).toBe(true);
      expect(answer.files["results.json"]).toBe(hannoverText("results.json"));
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });

  it("runs some analyses alone with the same numbers, and says how far it is", async () => {
    const engine = await opened();
    const steps: string[] = [];
    const one = await engine.answer("run", { studyText, only: ["os"] }, ({ step }) => steps.push(step));
    const all = await engine.answer("run", { studyText });
    if ("error" in one || "error" in all) throw new Error("an error");
    expect(steps).toContain("Survival after first resection");
    expect(one.results.results).toEqual(all.results.results.filter(({ analysis }) => analysis === "os"));
    expect(one.version).toBe("1");
  });

  it("draws the figure of the report, and none for a table", async () => {
    const engine = await opened();
    const drawn = await engine.answer("figure", { studyText, analysis: "os" });
    const report = await engine.answer("report", { studyText });
    if ("error" in drawn || "error" in report) throw new Error("an error");
    expect(drawn.figure?.svg).toBe(report.files[`figures/${drawn.figure?.id}.svg`]);
    expect(await engine.answer("figure", { studyText, analysis: "baseline" })).toMatchObject({ figure: undefined });
    const narrow = await engine.answer("figure", { studyText, analysis: "os", width: 390 });
    expect("figure" in narrow && narrow.figure?.svg).toContain('width="390"');
  });

  it("says in a sentence where a study is wrong, and answers the next question", async () => {
    const engine = await opened();
    const wrong = await engine.answer("run", { studyText: studyText.replace("from: all\n", "from: al\n") });
    expect(wrong).toEqual({
      error: {
        sentence: "“al” is no cohort; did you mean “all”? Known: all, third, second, extrahepatic",
        line: 22,
        column: 11,
        path: "cohorts.first.from",
      },
      version: "1",
    });
    expect(await engine.answer("run", { studyText, only: ["km"] })).toMatchObject({
      error: { sentence: expect.stringContaining("the study has no analysis “km”; there is flow,") },
    });
    expect(await engine.answer("check", {})).toHaveProperty("findings");
  });

  it("answers nothing before it has records, and names what is wrong with a file of them", async () => {
    const engine = statisticsEngine();
    expect(await engine.answer("check", {})).toEqual({
      error: { sentence: "no records are open yet; `open` comes first" },
      version: "",
    });
    const source = hannoverSource();
    const broken = { ...source, files: { patients: { file: "patients.csv", bytes: new Uint8Array() } } };
    expect(await engine.answer("open", broken)).toMatchObject({
      error: { sentence: expect.stringContaining("patients.csv") },
    });
  });

  it("answers of the records it was last given", async () => {
    const engine = await opened();
    await engine.answer("run", { studyText });
    const source = hannoverSource("2");
    const text = new TextDecoder().decode(source.files.resections.bytes).replace(",R0,", ",R1,");
    const bytes = new TextEncoder().encode(text);
    await engine.answer("open", {
      ...source,
      files: { ...source.files, resections: { file: "resections.csv", bytes } },
    });
    const answer = await engine.answer("run", { studyText });
    expect(answer.version).toBe("2");
    expect(JSON.stringify(answer)).not.toBe(JSON.stringify({ results: JSON.parse(hannoverText("results.json")) }));
  });

  it("gives the effect of age as a spline, and the panels of the multivariable model", async () => {
    const engine = await opened();
    const spline = await engine.answer("spline", { studyText, analysis: "predictors", factor: "age", knots: 3 });
    expect(spline).toMatchObject({ spline: { factor: "age", n: 23, events: expect.any(Number) } });
    const hazards = await engine.answer("hazards", { studyText, analysis: "predictors" });
    expect("hazards" in hazards && hazards.hazards.map(({ factor, level }) => [factor, level])).toEqual([
      ["radicality", "R1/R2"],
      ["extrahepatic_tumour", "yes"],
    ]);
  });
});
