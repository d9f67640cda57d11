import { describe, expect, it } from "vitest";
import { exampleText, runExample } from "./testing/run-example.js";

const results = runExample("hannover");

/** Of each number of published-figures.json the result that it is held against. */
const addresses: Record<string, string> = {
  "period.from": "flow/all/firstYear",
  "period.to": "flow/all/lastYear",
  patients: "flow/all/patients",
  "resections.all": "flow/all/rows",
  "resections.first": "flow/first/rows",
  "resections.second": "flow/second/rows",
  "resections.third": "flow/third/rows",
  "firstResection.rStatus.R0": "baseline/first/r_status=R0/count",
  "firstResection.rStatus.R1": "baseline/first/r_status=R1/count",
  "firstResection.rStatus.R2": "baseline/first/r_status=R2/count",
  "firstResection.medianSurvivalMonths.R0": "os/first/radicality=R0/median",
  "firstResection.medianSurvivalMonths.R1/R2": "os/first/radicality=R1/R2/median",
  "firstResection.fiveYearSurvivalPercent.all": "os/first/survival@60",
  "firstResection.fiveYearSurvivalPercent.R0": "os/first/radicality=R0/survival@60",
  "firstResection.extrahepaticTumour.patients": "flow/extrahepatic/patients",
  "firstResection.extrahepaticTumour.rStatus.R0": "baseline-extrahepatic/extrahepatic/r_status=R0/count",
  "firstResection.extrahepaticTumour.rStatus.R2": "baseline-extrahepatic/extrahepatic/r_status=R2/count",
  "firstResection.extrahepaticTumour.afterR0.medianSurvivalMonths": "os-extrahepatic/extrahepatic/radicality=R0/median",
  "firstResection.extrahepaticTumour.afterR0.rangeMonths.0": "os-extrahepatic/extrahepatic/radicality=R0/shortestTime",
  "firstResection.extrahepaticTumour.afterR0.rangeMonths.1": "os-extrahepatic/extrahepatic/radicality=R0/longestTime",
  "firstResection.extrahepaticTumour.afterR0.fiveYearSurvivalPercent":
    "os-extrahepatic/extrahepatic/radicality=R0/survival@60",
  "repeatResection.medianSurvivalMonths.all": "os-repeat/second/median",
  "repeatResection.medianSurvivalMonths.R0": "os-repeat/second/radicality=R0/median",
  "repeatResection.medianSurvivalMonths.R1/R2": "os-repeat/second/radicality=R1/R2/median",
  "repeatResection.rangeMonths.0": "os-repeat/second/shortestTime",
  "repeatResection.rangeMonths.1": "os-repeat/second/longestTime",
  "repeatResection.fiveYearSurvivors": "os-repeat/second/survivors@60",
};

/** The bounds that other series gave: no more than 14 months untreated, less than 5 % dead of the operation. */
const bounds: Record<string, { result: string; published: number; is: string }> = {
  "comparators.0.months": { result: "os/first/median", published: 14, is: "above" },
  "comparators.1.percent": { result: "os/first/survival@1", published: 100 - 5, is: "above" },
};

describe("the Hannover study", () => {
  const leaves = numbersOf(JSON.parse(exampleText("hannover", "published-figures.json")), "");

  it("holds each figure of the abstract against a result, and that agrees", () => {
    for (const { path, value } of leaves) {
      const sought = bounds[path] ?? { result: addresses[path], published: value, is: "equal" };
      const found = results.published.filter(({ result, is }) => result === sought.result && is === sought.is);
      expect(found, path).toHaveLength(1);
      expect(found[0], path).toMatchObject({ published: sought.published, agrees: true });
    }
    expect(leaves).toHaveLength(29);
    expect(results.published).toHaveLength(29);
  });

  it("agrees with the abstract to the decimals that were printed", () => {
    const ours = (address: string) => results.published.find(({ result }) => result === address)!;
    expect(ours("os/first/radicality=R1/R2/median")).toMatchObject({ published: 20.5, decimals: 1 });
    expect(results.published.filter(({ decimals }) => decimals > 0)).toHaveLength(1);
    // 3 of 23, 3 of 15, 2 of 6
    expect(ours("os/first/survival@60").ours).toBeCloseTo(300 / 23, 10);
    expect(ours("os/first/radicality=R0/survival@60").ours).toBeCloseTo(300 / 15, 10);
    expect(ours("os-extrahepatic/extrahepatic/radicality=R0/survival@60").ours).toBeCloseTo(200 / 6, 10);
  });

  it("shows three patients in the flow whose first resection was elsewhere", () => {
    const { steps } = results.cohorts.find(({ id }) => id === "first")!;
    const elsewhere = steps.flatMap(({ excluded }) => excluded).filter(({ reason }) => /elsewhere/.test(reason));
    expect(elsewhere).toEqual([{ reason: "First resection elsewhere", rows: 3, patients: 3 }]);
    expect(steps.map(({ rows, patients }) => [rows, patients])).toEqual([
      [34, 26],
      [31, 23],
      [23, 23],
    ]);
  });

  it("says in words that five years after a repeat resection are not known", () => {
    const last = { notEstimable: "last observation at 51 months" };
    const all = results.results.find((r) => r.analysis === "os-repeat" && r.name === "survival" && r.at === 60);
    expect(all).toMatchObject({ group: {}, estimate: last });
    expect(all).not.toHaveProperty("interval");
  });

  it("begins the courses of three patients with their second resection", () => {
    const { courses } = results.results.find(({ name }) => name === "courses")!;
    expect(courses).toHaveLength(26);
    const later = courses!.filter(({ operations }) => operations[0].ordinal > 1);
    expect(later.map(({ patient, operations }) => [patient, operations.map(({ ordinal }) => ordinal)])).toEqual([
      ["P24", [2]],
      ["P25", [2]],
      ["P26", [2]],
    ]);
    expect(courses!.flatMap(({ operations }) => operations)).toHaveLength(34);
  });

  it("says where the records come from, and what is solved and what is filler", () => {
    expect(results.study.provenance).toMatch(/solved from the published figures/);
    expect(results.study.provenance).toMatch(/filler/);
  });
});

function numbersOf(value: unknown, path: string): { path: string; value: number }[] {
  if (typeof value === "number") return [{ path, value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => numbersOf(part, path === "" ? key : `${path}.${key}`));
}
