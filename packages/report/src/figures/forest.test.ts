import type { Estimate, Interval, Result } from "@seriatim/study/results";
import { describe, expect, it } from "vitest";
import { layoutFaults, type Picture, readSvg } from "../fixtures/read-svg.js";
import { analysisOf, hannover, resultOf, resultsOf } from "../fixtures/results.js";
import { forestFigure } from "./forest.js";
import { palette } from "./theme.js";

async function silent(...[results, id, options]: Parameters<typeof forestFigure>) {
  const warnings: string[] = [];
  const figure = await forestFigure(results, id, { ...options, warn: (warning) => warnings.push(warning) });
  expect(warnings).toEqual([]);
  return figure;
}

function ratio(
  factor: string,
  level: string | undefined,
  estimate: Estimate,
  limits?: [number | null, number | null],
): Result {
  const interval: Interval | undefined = limits && { lower: limits[0], upper: limits[1], level: 0.95, method: "Wald" };
  return resultOf({
    analysis: "f",
    name: "hazardRatio",
    model: "univariable",
    factor,
    level,
    estimate,
    interval,
    n: 12,
    events: 7,
  });
}

function forestOf(results: Result[], label = "Vessel", levels = ["None", "Vena cava", "Portal vein"]) {
  return resultsOf({
    factors: [
      {
        id: "a",
        label,
        type: "categorical",
        levels: levels.map((each, index) => ({ id: `l${index}`, label: each })),
        reference: "l0",
      },
    ],
    analyses: [analysisOf({ id: "f", method: "factors", label: "Factors", endpoint: "os" })],
    results,
  });
}

const rowOf = (picture: Picture, label: string) => {
  const found = picture.texts.find((each) => each.text === label)!;
  return picture.texts.filter((each) => Math.abs(each.y - found.y) < 1).map((each) => each.text);
};

describe("forestFigure", () => {
  it("is the figure of the predictive factors, byte for byte", async () => {
    const figure = await silent(hannover(), "predictors");
    await expect(figure.svg).toMatchFileSnapshot("./__snapshots__/forest-predictors.svg");
    expect(figure.id).toBe("forest-predictors");
    expect(figure.description).toContain("Resection: R1/R2, univariable: 2.18 (0.86–5.51), P 0.10.");
    const picture = readSvg(figure.svg);
    expect(layoutFaults(picture)).toEqual([]);
    expect(rowOf(picture, "R1/R2")).toEqual([
      "R1/R2",
      "8",
      "8",
      "2.18 (0.86–5.51)",
      "0.10",
      "2.17 (0.85–5.52)",
      "0.10",
    ]);
    expect(rowOf(picture, "R0")).toEqual(["R0", "15", "13", "1.00 (reference)", "", "1.00 (reference)", ""]);
  });

  it("prints a dash for a factor that is not in the multivariable model, and says what it means", async () => {
    const figure = await silent(hannover(), "predictors");
    expect(rowOf(readSvg(figure.svg), "Male")).toEqual(["Male", "7", "7", "0.97 (0.39–2.42)", "0.95", "–", ""]);
    expect(figure.caption).toContain("–: not in the model.");
  });

  it("places ratios on a log axis", async () => {
    const figure = await silent(forestOf([ratio("b", undefined, { value: 4 }, [2, 8])]), "f");
    const picture = readSvg(figure.svg);
    const whisker = picture.lines.find((line) => line.attributes["stroke-width"] === "1.3")!;
    const tick = (label: string) => picture.texts.find((each) => each.text === label)!.x;
    expect(whisker.x1).toBeCloseTo(tick("2"), 1);
    const decade = tick("10") - tick("1");
    expect(whisker.x2 - whisker.x1).toBeCloseTo(decade * Math.log10(4), 1);
  });

  it("ends in an arrow where an interval leaves the axis or has no limit", async () => {
    const arrows = async (limits: [number | null, number | null]) => {
      const { svg } = await silent(forestOf([ratio("b", undefined, { value: 2 }, limits)]), "f");
      return readSvg(svg).paths.filter((each) => each.attributes.fill === palette.ink).length;
    };
    expect(await arrows([1, 4])).toBe(0);
    expect(await arrows([1, 400])).toBe(1);
    expect(await arrows([0.0001, 400])).toBe(2);
    expect(await arrows([1, null])).toBe(1);
    expect(await arrows([null, null])).toBe(0);
  });

  it("says “not estimable” in words, and why in the caption", async () => {
    const figure = await silent(
      forestOf([
        ratio("a", "l1", { value: 14.2 }, [3.1, 55]),
        ratio("a", "l2", { notEstimable: "no events in this level" }),
      ]),
      "f",
    );
    const picture = readSvg(figure.svg);
    expect(rowOf(picture, "None")).toContain("1.00 (reference)");
    expect(rowOf(picture, "Portal vein")).toContain("not estimable");
    expect(figure.caption).toContain("Vessel: Portal vein (univariable): not estimable, no events in this level.");
    expect(layoutFaults(picture)).toEqual([]);
  });

  it("prints a reference that could not be estimated as it is", async () => {
    const figure = await silent(
      forestOf([ratio("a", "l0", { suppressed: "fewer than 5 patients" }), ratio("a", "l1", { value: 2 })]),
      "f",
    );
    expect(rowOf(readSvg(figure.svg), "None")).toContain("suppressed");
  });

  it("breaks and escapes long labels and draws nothing over them, down to a narrow page", async () => {
    const label = 'Extended right hemihepatectomy with "vascular" reconstruction & <bypass> of the übliche Gefäße';
    const results = forestOf([ratio("a", "l1", { value: 1.5 }, [0.5, 4])], label, [label, `${label}!`]);
    for (const width of [undefined, 620]) {
      const picture = readSvg((await silent(results, "f", { width })).svg);
      expect(layoutFaults(picture)).toEqual([]);
      expect(picture.texts.map((each) => each.text).join(" ")).toContain("& <bypass>");
    }
  });

  it("names the tests: of a level, and of a factor as a whole", async () => {
    const p = (level: string | undefined, test: string) =>
      resultOf({
        analysis: "f",
        name: "pValue",
        model: "univariable",
        factor: "a",
        level,
        test,
        estimate: { value: 0.0004 },
      });
    const results = [
      ratio("a", "l1", { value: 2 }),
      ratio("a", "l2", { value: 3 }),
      p("l1", "Wald"),
      p(undefined, "likelihood ratio"),
    ];
    const figure = await silent(forestOf(results), "f");
    expect(rowOf(readSvg(figure.svg), "Vessel")).toContain("<0.001");
    expect(figure.caption).toContain(
      "P: Wald test; beside a factor of several levels, likelihood ratio test of all of them.",
    );
    expect((await silent(hannover(), "predictors")).caption).toContain("P: Wald test.");
  });

  it.each([
    ["years", undefined, "Age, per year"],
    ["years", 10, "Age, per 10 years"],
    ["mm", undefined, "Age, per mm"],
    [undefined, 2, "Age, per 2"],
    [undefined, undefined, "Age"],
  ])("says per how much a ratio is: %s, %s", async (unit, per, label) => {
    const results = forestOf([ratio("age", undefined, { value: 1.5 }, [1, 2])]);
    results.factors = [{ id: "age", label: "Age", type: "continuous", unit, per }];
    expect(readSvg((await silent(results, "f")).svg).texts.map((each) => each.text)).toContain(label);
  });

  it("is empty, in words, without factors", async () => {
    const picture = readSvg((await silent(forestOf([]), "f")).svg);
    expect(picture.texts.map((each) => each.text)).toContain("No factors");
  });
});
