import type { CohortSummary } from "@seriatim/study/results";
import { describe, expect, it } from "vitest";
import { layoutFaults, readSvg } from "../fixtures/read-svg.js";
import { analysisOf, hannover, resultOf, resultsOf } from "../fixtures/results.js";
import { flowFigure } from "./flow.js";
import { countsText, flowNodes } from "./flow-nodes.js";

async function silent(...[results, id, options]: Parameters<typeof flowFigure>) {
  const warnings: string[] = [];
  const figure = await flowFigure(results, id, { ...options, warn: (warning) => warnings.push(warning) });
  expect(warnings).toEqual([]);
  return figure;
}

function cohort(id: string, from?: string, label = id): CohortSummary {
  const excluded = [{ reason: 'margin < 1 mm & "unclear"', rows: 4, patients: 3 }];
  const steps = [{ label: `step of ${id}`, rows: 10, patients: 9, excluded }];
  return { id, label, rowsOf: "resections", from, rows: 10, patients: 9, steps, members: [] };
}

function flowOf(cohorts: CohortSummary[], named: string[] = []) {
  return resultsOf({
    cohorts,
    analyses: [analysisOf({ id: "f", method: "flow", label: "Flow" })],
    results: named.map((each) => resultOf({ analysis: "f", name: "rows", cohort: each })),
  });
}

const titles = (cohorts: CohortSummary[], named?: string[]) => {
  const results = flowOf(cohorts, named);
  return flowNodes(results, results.analyses[0]).map((node) => `${"-".repeat(node.depth)}${node.title}`);
};

describe("flowFigure", () => {
  it("is the flow of the Hannover series, byte for byte", async () => {
    const figure = await silent(hannover(), "flow");
    await expect(figure.svg).toMatchFileSnapshot("./__snapshots__/flow.svg");
    const picture = readSvg(figure.svg);
    expect(layoutFaults(picture)).toEqual([]);
    const words = picture.texts.map((each) => each.text.replaceAll("\u00a0", " "));
    expect(words).toContain("34 resections of 26 patients");
    expect(words).toContain("Left out: 11 resections");
    expect(words).toContain("First resection elsewhere (n = 3)");
    expect(figure.description).toContain(
      "First liver resections (from All liver resections): 23 resections of 23 patients.",
    );
  });

  it("escapes reasons, and breaks long labels in deep trees", async () => {
    const long =
      "Cohort of those with a first resection of hepatic metastases, a known margin and a complete follow-up";
    const chain = ["a", "b", "c", "d", "e", "f"].map((id, index, ids) => cohort(id, ids[index - 1], `${id} ${long}`));
    const picture = readSvg((await silent(flowOf([...chain, cohort("x", "a"), cohort("y", "b")]), "f")).svg);
    expect(layoutFaults(picture)).toEqual([]);
    expect(picture.texts.map((each) => each.text).join(" ")).toContain('Margin < 1 mm & "unclear"');
  });

  it("is empty, in words, without cohorts", async () => {
    const picture = readSvg((await silent(flowOf([]), "f")).svg);
    expect(picture.texts.map((each) => each.text)).toEqual(["No cohorts"]);
  });
});

describe("flowNodes", () => {
  it("indents cohorts with sisters, and keeps a line without branches straight", () => {
    expect(titles([cohort("a"), cohort("b", "a"), cohort("c", "b")])).toEqual(["a", "b", "c"]);
    expect(titles([cohort("c", "b"), cohort("b", "a"), cohort("d", "a"), cohort("a")])).toEqual([
      "a",
      "-b",
      "--c",
      "-d",
    ]);
  });

  it("shows the cohorts that the analysis counts and those they came from", () => {
    const all = [cohort("a"), cohort("b", "a"), cohort("c", "b"), cohort("d", "a"), cohort("e")];
    expect(titles(all, ["b"])).toEqual(["a", "b"]);
    expect(titles(all, ["c", "d"])).toEqual(["a", "-b", "--c", "-d"]);
  });

  it("does not repeat the cohort that another starts from", () => {
    const child = cohort("b", "a");
    child.steps.unshift({ label: "a", rows: 10, patients: 9, excluded: [] });
    expect(titles([cohort("a"), child])).toEqual(["a", "b"]);
    child.steps[0].rows = 11;
    expect(titles([cohort("a"), child])).toEqual(["a", "a", "b"]);
  });

  it("draws each cohort once, even where the results name a cohort that is not there, or a circle", () => {
    expect(titles([cohort("a", "nowhere")])).toEqual(["a"]);
    expect(titles([cohort("a", "b"), cohort("b", "a")])).toHaveLength(2);
    expect(titles([cohort("a", "b"), cohort("b", "a")], ["a"])).toHaveLength(2);
  });
});

describe("countsText", () => {
  it("counts rows and patients, one of them in the singular", () => {
    expect(countsText(34, 26, "resections")).toBe("34 resections of 26 patients");
    expect(countsText(1, 1, "resections")).toBe("1 resection of 1 patient");
    expect(countsText(1234, 1234, "patients")).toBe("1,234 patients");
  });
});
