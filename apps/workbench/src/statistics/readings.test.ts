import { parseDictionary, readRecords } from "@seriatim/records";
import { parseStudy, type Results, runStudy } from "@seriatim/study";
import { describe, expect, it } from "vitest";
import { changedNumbers } from "./changed-numbers.js";
import { curveAt, longestTime } from "./curve-at.js";
import { eventsPerParameter } from "./events-per-parameter.js";
import { hannoverSource, hannoverText } from "./fixtures/hannover.js";

const text = hannoverText("study.yaml");
const { dictionaryText, files } = hannoverSource();
const dictionary = parseDictionary(dictionaryText, "dictionary.yaml");
const { records } = readRecords(dictionary, files);
const run = (study: string) => runStudy(parseStudy(study, "study.yaml"), dictionary, { records });
const results = run(text);

/** Results with one curve: events at 2 and 4, censored at 3 and 6, of four. */
function byHand(survival = [3 / 4, 3 / 4, 3 / 8, 3 / 8]): Results {
  const series = {
    time: [2, 3, 4, 6],
    survival,
    lower: [0.1, 0.1, null, null],
    upper: [0.9, 0.9, null, null],
    atRisk: [4, 3, 2, 1],
    events: [1, 0, 1, 0],
    censored: [0, 1, 0, 1],
  };
  const [curve] = results.results.filter(({ name, group }) => name === "curve" && Object.keys(group).length === 0);
  return { ...results, results: [{ ...curve, n: 4, events: 2, series }] };
}

describe("curveAt", () => {
  it("reads S(t), limits and counts before, on, between and beyond the times of the curve", () => {
    const at = (time: number, of = byHand()) => {
      const { group: _, label, n: __, ...reading } = curveAt(of, "os", time).groups[0];
      expect(label).toBe("All");
      return reading;
    };
    expect(at(0)).toEqual({ survival: 1, lower: null, upper: null, atRisk: 4, events: 0, censored: 0 });
    expect(at(2)).toEqual({ survival: 3 / 4, lower: 0.1, upper: 0.9, atRisk: 4, events: 1, censored: 0 });
    expect(at(2.5)).toEqual({ survival: 3 / 4, lower: 0.1, upper: 0.9, atRisk: 3, events: 1, censored: 0 });
    expect(at(4 * (1 - 1e-12))).toEqual({
      survival: 3 / 8,
      lower: null,
      upper: null,
      atRisk: 2,
      events: 2,
      censored: 1,
    });
    expect(at(6).atRisk).toBe(1);
    expect(at(7)).toEqual({ survival: null, lower: null, upper: null, atRisk: 0, events: 2, censored: 2 });
    expect(at(7, byHand([0.75, 0.75, 0, 0])).survival).toBe(0);
  });

  it("agrees with the survival that the results give at their own times, group by group", () => {
    for (const at of [1, 12, 36, 60])
      for (const reading of curveAt(results, "os", at).groups) {
        const given = results.results.find(
          (one) =>
            one.analysis === "os" &&
            one.name === "survival" &&
            one.at === at &&
            JSON.stringify(one.group) === JSON.stringify(reading.group),
        )!;
        expect(reading.survival).toBe("value" in given.estimate ? given.estimate.value : null);
        expect([reading.lower, reading.upper]).toEqual([given.interval?.lower ?? null, given.interval?.upper ?? null]);
      }
    expect(curveAt(results, "os", 12).groups.map(({ label, n }) => [label, n])).toEqual([
      ["R0", 15],
      ["R1/R2", 8],
    ]);
  });

  it("ends where the last observation does, and refuses an analysis without curves", () => {
    const last = longestTime(results, "os");
    expect(curveAt(results, "os", last).groups.some(({ atRisk }) => atRisk > 0)).toBe(true);
    expect(() => curveAt(results, "flow", 1)).toThrow("no curves of “flow”");
  });
});

describe("changedNumbers", () => {
  it("finds nothing between a run and itself, and the intervals between two interval types", () => {
    expect(changedNumbers(results, run(text))).toEqual([]);
    const changed = changedNumbers(results, run(text.replace("type: log-log", "type: plain")), "os");
    expect(changed.length).toBeGreaterThan(0);
    for (const { differs } of changed) expect(differs).toEqual(expect.not.arrayContaining(["estimate", "counts"]));
    expect(changed.map(({ key }) => key)).toContain("os/first/radicality=R0/median");
  });

  it("finds the times that another rule for partial dates changes, and what only one run has", () => {
    const last = changedNumbers(results, run(text.replace("partial_dates: middle", "partial_dates: last")));
    expect(last.every(({ key }) => !key.startsWith("baseline/first/sex"))).toBe(true);
    const published = text.slice(0, text.indexOf("published:"));
    const other = changedNumbers(run(published), run(published.replace("at: [1, 12, 36, 60]", "at: [24]")), "os");
    expect(other.find(({ key }) => key === "os/first/survival@24")).toMatchObject({ differs: [] });
    expect(other.find(({ key }) => key === "os/first/survival@24")?.before).toBeUndefined();
    expect(other.find(({ key }) => key === "os/first/survival@60")?.after).toBeUndefined();
  });
});

describe("eventsPerParameter", () => {
  it("counts the parameters of the multivariable model and what each factor costs", () => {
    expect(eventsPerParameter(results, "predictors")).toEqual({
      events: 21,
      n: 23,
      parameters: 2,
      eventsPerParameter: 21 / 2,
      affordable: 2,
      costs: { radicality: 1, extrahepatic_tumour: 1, sex: 1, age: 1 },
    });
  });

  it("has no multivariable model to divide by where there is none", () => {
    const alone = run(text.replace(", multivariable: [radicality, extrahepatic_tumour]", ""));
    expect(eventsPerParameter(alone, "predictors")).toMatchObject({
      parameters: 0,
      eventsPerParameter: null,
      events: 21,
    });
    expect(() => eventsPerParameter(alone, "os")).toThrow("no hazard ratios of “os”");
  });
});
