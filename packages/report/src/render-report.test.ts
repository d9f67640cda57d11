import type { Results } from "@seriatim/study/results";
import { describe, expect, it } from "vitest";
import { recorded } from "./fixtures/recorded.js";
import { resultsOf } from "./fixtures/results.js";
import { renderReport } from "./render-report.js";

const page = async (results: Results) => (await renderReport(results)).files["report.html"];
const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map((match) => match[1]);

describe("renderReport", () => {
  it("writes one page, each figure as SVG and each table as CSV", async () => {
    const { files } = await renderReport(recorded("hannover"));
    expect(Object.keys(files).sort()).toEqual([
      "figures/flow-flow.svg",
      "figures/forest-predictors.svg",
      "figures/kaplan-meier-os-extrahepatic.svg",
      "figures/kaplan-meier-os-repeat.svg",
      "figures/kaplan-meier-os.svg",
      "figures/swimmer-courses.svg",
      "report.html",
      "tables/baseline-baseline-extrahepatic.csv",
      "tables/baseline-baseline.csv",
      "tables/factors-predictors.csv",
      "tables/observed-os-extrahepatic.csv",
      "tables/observed-os-repeat.csv",
      "tables/observed-os.csv",
      "tables/published-figures.csv",
      "tables/survival-os-extrahepatic.csv",
      "tables/survival-os-repeat.csv",
      "tables/survival-os.csv",
    ]);
  });

  it("gives the same bytes for the same results", async () => {
    expect((await renderReport(recorded("colon"))).files).toEqual((await renderReport(recorded("colon"))).files);
  });

  it.each(["hannover", "colon"] as const)(
    "makes a page of %s that asks for nothing and whose links all arrive",
    async (study) => {
      const html = await page(recorded(study));
      expect(html).not.toMatch(/<(script|link|img|iframe|object)\b/);
      expect(
        html.replaceAll("http://www.w3.org/2000/svg", "").replaceAll("http://www.w3.org/1999/xlink", ""),
      ).not.toMatch(/https?:|url\((?!#|data:)|@import/);
      const ids = all(html, /\sid="([^"]*)"/g);
      expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
      const targets = new Set(ids);
      expect(all(html, /href="#([^"]*)"/g).filter((target) => !targets.has(target))).toEqual([]);
      expect(all(html, /href="([^#][^"]*)"/g)).toEqual([]);
      expect(
        all(html, /aria-labelledby="([^"]*)"/g)
          .flatMap((names) => names.split(" "))
          .filter((id) => !targets.has(id)),
      ).toEqual([]);
    },
  );

  it("states the provenance before any number", async () => {
    const html = await page(recorded("hannover"));
    expect(html.indexOf("invented filler")).toBeGreaterThan(0);
    expect(html.indexOf("invented filler")).toBeLessThan(html.indexOf('class="key-figures"'));
  });

  it("leads from a number in the text to its unrounded result and on to the study numbers that it was computed from", async () => {
    const html = await page(recorded("hannover"));
    const link = /<a class="number" href="#(n\d+)"[^>]*>20\.5 months<\/a>/.exec(html)!;
    const row = new RegExp(`<tr id="${link[1]}">(.*?)</tr>`, "s").exec(html)![1];
    expect(row).toContain("os/first/radicality=R1/R2/median");
    expect(row).toMatch(/20\.50\d{10,}/);
    const rows = /href="#(m\d+)"[^>]*>8</.exec(row)![1];
    const list = new RegExp(`<details id="${rows}">(.*?)</details>`, "s").exec(html)![1];
    expect(list).toContain("Survival after first resection: R1/R2 (8 resections)");
    // the eight whose first resection was R1 or R2 in resections.csv
    expect(list).toContain("P16 · 1, P17 · 1, P18 · 1, P19 · 1, P20 · 1, P21 · 1, P22 · 1, P23 · 1<");
  });

  it("names files and parts of the page plainly, whatever an analysis is called", async () => {
    const recordedResults = recorded("hannover");
    const renamed = (id: string) => (id === "os" ? "../o s/1" : id);
    const { files } = await renderReport({
      ...recordedResults,
      analyses: recordedResults.analyses.map((each) => ({ ...each, id: renamed(each.id) })),
      results: recordedResults.results.map((each) => ({ ...each, analysis: renamed(each.analysis) })),
    });
    const names = Object.keys(files).filter((name) => name !== "report.html");
    expect(names).toContain("tables/survival-_2e_2e_2fo_20s_2f1.csv");
    expect(names.filter((name) => !/^(figures|tables)\/[A-Za-z0-9_-]+\.(svg|csv)$/.test(name))).toEqual([]);
    const ids = all(files["report.html"], /\sid="([^"]*)"/g);
    expect(ids.filter((id) => !/^[A-Za-z0-9_-]+$/.test(id))).toEqual([]);
    expect(all(files["report.html"], /href="#([^"]*)"/g).filter((target) => !ids.includes(target))).toEqual([]);
  });

  it("shows hostile names of a study as text", async () => {
    const hostile = `</style><script>alert("x")</script>&<img src=x>`;
    const html = await page(
      resultsOf({ study: { title: hostile, provenance: hostile, authors: [hostile], source: hostile } }),
    );
    expect(html).not.toMatch(/<script|<img/);
    expect(all(html, /<h1>(.*?)<\/h1>/g)).toEqual([expect.stringContaining("&#x3C;/style>")]);
  });

  it("carries the fonts that it is given", async () => {
    const fonts = [{ family: "Source Sans 3", weight: 400, woff2: "AAAA" }];
    const { files } = await renderReport(resultsOf({}), { fonts });
    expect(files["report.html"]).toContain(
      '@font-face{font-family:"Source Sans 3";font-weight:400;src:url(data:font/woff2;base64,AAAA) format("woff2")}',
    );
  });
});
