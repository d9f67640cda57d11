import type { Course } from "@seriatim/study/results";
import { describe, expect, it } from "vitest";
import { layoutFaults, readSvg } from "../fixtures/read-svg.js";
import { analysisOf, hannover, resultOf, resultsOf } from "../fixtures/results.js";
import { swimmerFigure } from "./swimmer.js";
import { palette } from "./theme.js";

async function silent(...[results, id, options]: Parameters<typeof swimmerFigure>) {
  const warnings: string[] = [];
  const figure = await swimmerFigure(results, id, { ...options, warn: (warning) => warnings.push(warning) });
  expect(warnings).toEqual([]);
  return figure;
}

function coursesOf(courses: Course[]) {
  return resultsOf({
    analyses: [analysisOf({ id: "s", method: "swimmer", label: "Courses", endpoint: "os" })],
    results: [resultOf({ analysis: "s", name: "courses", n: courses.length, courses })],
  });
}

const course = (
  patient: string,
  end: number,
  event = true,
  operations = [{ at: 0, ordinal: 1, level: "R0" }],
): Course => ({
  patient,
  end,
  event,
  operations,
});

describe("swimmerFigure", () => {
  it("is the figure of the 26 courses, byte for byte", async () => {
    const figure = await silent(hannover(), "courses");
    await expect(figure.svg).toMatchFileSnapshot("./__snapshots__/swimmer-courses.svg");
    expect(figure.description).toBe(
      "Swimmer plot. Courses: all liver resections. 26 patients with 34 operations; died: 24. Last contact after 5 to 84 months.",
    );
    const { texts, paths } = readSvg(figure.svg);
    const count = (text: string) =>
      texts.filter((each) => each.text === text && each.attributes.fill === palette.paper).length;
    // 23 first, 9 second and 2 third resections
    expect([count("1"), count("2"), count("3")]).toEqual([23, 9, 2]);
    // The sign of each margin once for every operation and once in the legend: R0 15 + 6, R1 3 + 2, R2 5 + 3
    const signs = (colour: string) => paths.filter((each) => each.attributes.fill === colour).length;
    expect(["R0", "R1", "R2"].map((level) => signs(palette.margins[level as "R0"]))).toEqual([22, 6, 9]);
  });

  it("sorts the lanes by length, and by study number where they are as long", async () => {
    const { svg } = await silent(coursesOf([course("P3", 10), course("P2", 30), course("P1", 10)]), "s");
    const lanes = readSvg(svg).texts.filter((each) => each.text.startsWith("P"));
    expect(lanes.map((each) => each.text)).toEqual(["P2", "P1", "P3"]);
    expect(lanes.map((each) => each.y)).toEqual(lanes.map((each) => each.y).toSorted((a, b) => a - b));
  });

  it("has a cross for the dead and an arrow for the living, and explains only those it has", async () => {
    const words = async (courses: Course[]) =>
      readSvg((await silent(coursesOf(courses), "s")).svg).texts.map((each) => each.text);
    expect(await words([course("P1", 10)])).not.toContain("Alive at last contact");
    expect(await words([course("P1", 10, false)])).not.toContain("Died");
    expect(await words([course("P1", 10, false), course("P2", 10)])).toEqual(
      expect.arrayContaining(["Died", "Alive at last contact"]),
    );
  });

  it("draws the end beside an operation that it falls on", async () => {
    const { svg } = await silent(coursesOf([course("P1", 0), course("P2", 12)]), "s");
    const crosses = readSvg(svg).lines.filter((line) => line.attributes["stroke-width"] === "1.8");
    const start = readSvg(svg).texts.find((each) => each.text === "1")!.x;
    expect(Math.min(...crosses.map((line) => Math.min(line.x1, line.x2)))).toBeGreaterThan(start + 7);
  });

  it("takes operations before time zero, unknown margins, and long study numbers", async () => {
    const operations = [
      { at: -7, ordinal: 1, level: "segmentectomy & <more>" },
      { at: 0, ordinal: 2, level: "" },
    ];
    const picture = readSvg(
      (await silent(coursesOf([course(`A "very" long study number ${"x".repeat(60)}`, 31, true, operations)]), "s"))
        .svg,
    );
    const words = picture.texts.map((each) => each.text);
    expect(words).toEqual(expect.arrayContaining(["−12", "segmentectomy & <more>", "Not recorded"]));
    expect(words.some((each) => each.startsWith('A "very" long') && each.endsWith("…"))).toBe(true);
    expect(layoutFaults(picture)).toEqual([]);
  });

  it("gives 300 patients a lane each, without numbers, and says so by leaving them out of the caption", async () => {
    const many = Array.from({ length: 300 }, (_, index) => course(`P${index}`, 300 - index, index % 2 === 0));
    const figure = await silent(coursesOf(many), "s");
    const picture = readSvg(figure.svg);
    expect(picture.texts.filter((each) => each.text.startsWith("P"))).toHaveLength(300);
    expect(figure.caption).not.toContain("numbered");
    expect(layoutFaults(picture)).toEqual([]);
  });

  it("names the levels as the study does", async () => {
    const results = coursesOf([course("P1", 10)]);
    results.analyses[0].by = ["margin"];
    const levels = [{ id: "R0", label: "Clear margin" }];
    results.factors = [{ id: "margin", label: "Margin", type: "categorical", levels }];
    const figure = await silent(results, "s");
    expect(readSvg(figure.svg).texts.map((each) => each.text)).toContain("Clear margin");
    expect(figure.caption).toContain("operations, by margin, numbered");
  });

  it("is empty, in words, without patients", async () => {
    const picture = readSvg((await silent(coursesOf([]), "s")).svg);
    expect(picture.texts.map((each) => each.text)).toContain("No patients");
    expect(layoutFaults(picture)).toEqual([]);
  });
});
