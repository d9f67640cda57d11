import { readFileSync } from "node:fs";
import { parseDictionary, readRecords } from "@seriatim/records";
import { describe, expect, it } from "vitest";
import { parseStudy } from "../study-file.js";
import { expectClose } from "../testing/r-answer.js";
import { proportionalHazardsPanels, splineEffect } from "./cox-panels.js";

const dictionary = parseDictionary(
  `title: Panels
tables:
  veterans:
    key: id
    fields:
      id: { type: integer }
      trt: { type: code, codes: [1, 2] }
      time: { type: integer, unit: days }
      event: { type: code, codes: [0, 1] }
      karno: { type: integer }
      age: { type: integer, unit: years }
`,
  "dictionary.yaml",
);
const study = parseStudy(
  `title: Panels
dictionary: dictionary.yaml
records: { veterans: veterans.csv }
cohorts: { all: { rows: veterans } }
endpoints: { os: { time: time, event: { event: 1 } } }
factors: { decades: { of: age, per: 10 } }
analyses:
  - { id: flow, method: flow }
  - { id: cox, method: factors, cohort: all, endpoint: os, univariable: [karno, age], multivariable: [karno, trt] }
`,
  "study.yaml",
);
const file = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const [heading, ...rows] = file("../../../../references/data/veteran.csv").trimEnd().split("\n");
const { records } = readRecords(dictionary, {
  veterans: {
    file: "veterans.csv",
    bytes: new TextEncoder().encode([`id,${heading}`, ...rows.map((row, i) => `${i + 1},${row}`)].join("\n")),
  },
});

interface SplineAnswer {
  knots: number[];
  hazardRatio: number[];
  lower: number[];
  upper: number[];
  pValue: [number];
  nonlinearity: [number];
}
const r = JSON.parse(file("../testing/cox-panels-r.json")) as {
  alone: SplineAnswer;
  adjusted: SplineAnswer;
  hazards: { coefficient: number[]; pValue: number[]; karno: number[]; trt: number[]; smooth: number[] };
};

describe("splineEffect", () => {
  it.each(["alone", "adjusted"] as const)("agrees with R's splines::ns on the same knots, %s", (how) => {
    const answer = r[how];
    const at = [40, 50, 62, 70];
    const question = { analysis: "cox", adjusted: how === "adjusted", reference: 62, at };
    const effect = splineEffect(study, dictionary, { records }, { ...question, factor: "age" });
    expect(effect).toMatchObject({
      n: 137,
      events: 128,
      unit: "years",
      label: "Age",
      level: 0.95,
    });
    for (const [j, knot] of answer.knots.entries()) expectClose("knot", effect.knots[j], knot, 1e-12);
    expectClose("p", effect.pValue, answer.pValue[0], 1e-7);
    expectClose("nonlinearity", effect.nonlinearity, answer.nonlinearity[0], 1e-7);
    for (const [i, value] of at.entries()) {
      const point = effect.points.find((one) => one.value === value)!;
      expectClose(`HR ${value}`, point.hazardRatio, answer.hazardRatio[i], 1e-7);
      expectClose(`lower ${value}`, point.lower, answer.lower[i], 1e-7);
      expectClose(`upper ${value}`, point.upper, answer.upper[i], 1e-7);
    }
    // The unit of a hazard ratio elsewhere changes nothing of a ratio between two values.
    const { points } = splineEffect(study, dictionary, { records }, { ...question, factor: "decades" });
    for (const [i, { hazardRatio }] of points.entries())
      expectClose("decades", hazardRatio, effect.points[i].hazardRatio, 1e-12);
  });

  it("refuses a factor with levels, and knots that coincide, in a sentence", () => {
    const effect = (factor: string, knots = 4) =>
      splineEffect(study, dictionary, { records }, { analysis: "cox", factor, knots });
    expect(() => effect("trt")).toThrow("Trt has levels; a spline is of a number");
    expect(() => effect("karno", 30)).toThrow("take fewer knots");
    expect(() => splineEffect(study, dictionary, { records }, { analysis: "flow", factor: "age" })).toThrow(
      "“flow” is no analysis of factors; there is cox",
    );
  });
});

describe("proportionalHazardsPanels", () => {
  it("agrees with R's scaled Schoenfeld residuals, cox.zph and loess", () => {
    const panels = proportionalHazardsPanels(study, dictionary, { records }, { analysis: "cox" });
    expect(panels.map(({ factor, level }) => [factor, level])).toEqual([
      ["karno", undefined],
      ["trt", "2"],
    ]);
    for (const [k, name] of (["karno", "trt"] as const).entries()) {
      expectClose(name, panels[k].coefficient, r.hazards.coefficient[k], 1e-8);
      expectClose(`${name} p`, panels[k].pValue, r.hazards.pValue[k], 1e-7);
      const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);
      const ours = sorted(panels[k].points.map(({ residual }) => residual));
      const theirs = sorted(r.hazards[name]);
      expect(ours).toHaveLength(128);
      for (const [i, value] of ours.entries()) expect(Math.abs(value - theirs[i])).toBeLessThan(1e-8);
    }
    const { smooth } = panels[0];
    for (const [i, { value }] of smooth.entries()) expect(Math.abs(value - r.hazards.smooth[i])).toBeLessThan(1e-8);
  });

  it("takes the univariable model of a factor where it is asked for", () => {
    const [panel] = proportionalHazardsPanels(study, dictionary, { records }, { analysis: "cox", univariable: "age" });
    expect(panel).toMatchObject({ factor: "age", label: "Age", unit: "days" });
    expect(panel.points).toHaveLength(128);
  });
});
