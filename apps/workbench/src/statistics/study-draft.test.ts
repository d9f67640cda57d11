import { parseStudy } from "@seriatim/study";
import { describe, expect, it } from "vitest";
import { changed, historyOf, redone, undone } from "./draft-history.js";
import { draftOf } from "./draft-of.js";
import { hannoverText } from "./fixtures/hannover.js";
import {
  addStep,
  changeAnalysis,
  removeStep,
  replaceStep,
  type StudyDraft,
  usesOf,
  withConventions,
  withFactor,
  withLandmark,
  without,
  withSections,
} from "./study-draft.js";
import { studyText } from "./study-text.js";

const made = draftOf(hannoverText("study.yaml"));
if ("readOnly" in made) throw new Error(made.why);
const { draft: hannover, files } = made;
const parsed = (draft: StudyDraft) => parseStudy(studyText(draft, files), "study.yaml");
const cohort = (draft: StudyDraft, id: string) => draft.cohorts.find((one) => one.id === id)!;

describe("the operations on a draft", () => {
  it("add, replace and remove a step of a cohort, and change nothing that was given", () => {
    const before = JSON.stringify(hannover);
    const step = { conditions: [{ name: "r_status", must: ["R0", "R1"] }], otherwise: "R2 or RX" };
    const added = addStep(hannover, "first", step);
    expect(parsed(added).cohorts[1].steps).toHaveLength(3);
    expect(cohort(addStep(hannover, "first", step, 0), "first").steps[0]).toBe(step);
    const other = { conditions: [{ name: "age", must: { from: 18 } }] };
    expect(cohort(replaceStep(added, "first", 2, other), "first").steps[2]).toBe(other);
    expect(removeStep(added, "first", 2)).toEqual(hannover);
    expect(JSON.stringify(hannover)).toBe(before);
    expect(() => addStep(hannover, "fifth", step)).toThrow("no cohort “fifth”");
  });

  it("choose what an analysis is of, its grouping, lists and conventions", () => {
    const draft = withConventions(
      changeAnalysis(
        changeAnalysis(hannover, "os", "survival", { by: ["sex"], at: [24], cohort: "all" }),
        "predictors",
        "factors",
        { univariable: ["age"], multivariable: [], ties: "breslow" },
      ),
      { confidence: { level: 0.9, type: "log" }, partialDates: "last", asOf: undefined },
    );
    const { analyses, partialDates, asOf } = parsed(draft);
    expect({ partialDates, asOf }).toEqual({ partialDates: "last", asOf: undefined });
    expect(analyses[3]).toMatchObject({
      by: ["sex"],
      at: [24],
      cohort: "all",
      confidence: { level: 0.9, type: "log" },
    });
    expect(analyses[6]).toMatchObject({ univariable: ["age"], multivariable: [], ties: "breslow" });
    expect(() => changeAnalysis(hannover, "os", "factors", {})).toThrow("no factors analysis “os”");
  });

  it("add a factor, and take sections in another order with what was published of them", () => {
    const factor = { id: "old", label: "Age", of: { field: "age" }, asNumber: false, cut: [60], per: 1 };
    expect(parsed(withFactor(hannover, factor)).factors.at(-1)).toMatchObject(factor);
    const some = withSections(hannover, ["os", "flow"]);
    expect(some.analyses.map(({ id }) => id)).toEqual(["os", "flow"]);
    expect(new Set(some.published.map(({ analysis }) => analysis))).toEqual(new Set(["os", "flow"]));
  });

  it("take a part out with what needs it, and say so before", () => {
    expect(usesOf(hannover, "cohort", "first")).toEqual({
      cohorts: ["extrahepatic"],
      analyses: ["baseline", "baseline-extrahepatic", "os", "os-extrahepatic", "predictors", "follow-up"],
    });
    expect(usesOf(hannover, "factor", "r_status")).toEqual({
      cohorts: [],
      analyses: ["baseline-extrahepatic", "courses"],
    });
    expect(usesOf(hannover, "endpoint", "os").analyses).toHaveLength(6);
    for (const draft of [
      without(hannover, "cohort", "first"),
      without(hannover, "factor", "radicality"),
      without(hannover, "factor", "extrahepatic_tumour"),
      without(hannover, "endpoint", "os"),
      without(hannover, "analysis", "os"),
    ])
      expect(parsed(draft).analyses.length).toBeGreaterThan(0);
    expect(cohort(without(hannover, "factor", "extrahepatic_tumour"), "extrahepatic").steps).toEqual([]);
  });

  it("count one analysis from a landmark by an endpoint of its own, and from time zero again", () => {
    const at12 = withLandmark(hannover, "os", 12);
    expect(parsed(at12).endpoints).toMatchObject([
      { id: "os", label: "Overall survival" },
      { id: "os_landmark_12", label: "Overall survival from 12 months", landmark: 12 },
    ]);
    expect(at12.analyses.flatMap((one) => ("endpoint" in one && one.endpoint !== "os" ? [one.id] : []))).toEqual([
      "os",
    ]);
    const at6 = withLandmark(at12, "os", 6.5);
    expect(at6.endpoints.map(({ id }) => id)).toEqual(["os", "os_landmark_6.5"]);
    expect(withLandmark(at6, "os", undefined)).toEqual(hannover);
  });
});

describe("a history of drafts", () => {
  it("goes back and forth, and forgets what was undone with the next change", () => {
    const three = changed(changed(historyOf(1), 2), 3);
    expect(undone(three)).toEqual({ past: [1], present: 2, future: [3] });
    expect(redone(undone(undone(three)))).toEqual({ past: [1], present: 2, future: [3] });
    expect(changed(undone(three), 4)).toEqual({ past: [1, 2], present: 4, future: [] });
    expect(undone(historyOf(1))).toEqual(historyOf(1));
    expect(redone(three)).toEqual(three);
  });

  it("makes one step of a slider that is dragged", () => {
    const dragged = changed(changed(changed(historyOf(0), 1), 2, { joined: true }), 3, { joined: true });
    expect(undone(dragged)).toEqual({ past: [], present: 0, future: [3] });
    expect(changed(dragged, 3)).toBe(dragged);
  });
});
