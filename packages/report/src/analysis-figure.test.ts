import { readFileSync } from "node:fs";
import type { Results } from "@seriatim/study/results";
import { describe, expect, it } from "vitest";
import { analysisFigure } from "./analysis-figure.js";
import { renderReport } from "./render-report.js";

const results = JSON.parse(
  readFileSync(new URL("../../../studies/hannover/results.json", import.meta.url), "utf8"),
) as Results;

describe("analysisFigure", () => {
  it("is the figure of the report, to the byte", async () => {
    const { files } = await renderReport(results);
    const figures = await Promise.all(results.analyses.map(({ id }) => analysisFigure(results, id)));
    const drawn = figures.filter((figure) => figure !== undefined);
    expect(drawn.map(({ id }) => `figures/${id}.svg`)).toEqual(
      Object.keys(files).filter((file) => file.startsWith("figures/")),
    );
    for (const { id, svg } of drawn) expect(svg).toBe(files[`figures/${id}.svg`]);
  });

  it("is none for a table, and names the analyses that there are", async () => {
    expect(await analysisFigure(results, "baseline")).toBeUndefined();
    await expect(analysisFigure(results, "curves")).rejects.toThrow("no “curves”; there is flow, baseline,");
  });
});
