import type { AnalysisSummary, Result, Results } from "@seriatim/study/results";
import { bound, type Inline, label, paragraph, sentence, type Table, type TableRow } from "../document.js";
import { kaplanMeierFigure } from "../figures/kaplan-meier.js";
import { findResult, groupLabel, groupsOf, upperFirst } from "../find-analysis.js";
import {
  estimateReason,
  formatCount,
  formatEstimate,
  formatEstimateAndInterval,
  formatEstimateCell,
  formatEstimateWithUnit,
  formatLevel,
  formatNumber,
  formatPValuePhrase,
  formatTime,
} from "../format.js";
import type { Draft } from "./draft.js";
import { footnotes } from "./footnotes.js";
import { survivalSentences } from "./survival-sentences.js";

/** Survival: the sentences, the curves, what is read off them, and what was observed without a model. */
export async function survivalSection(results: Results, analysis: AnalysisSummary): Promise<Draft> {
  return {
    blocks: [paragraph(...survivalSentences(results, analysis))],
    figures: [await kaplanMeierFigure(results, analysis.id)],
    tables: [survivalTable(results, analysis), ...(analysis.at.length > 0 ? [observedTable(results, analysis)] : [])],
  };
}

interface Part {
  group: Record<string, string>;
  name: string;
}

function partsOf(results: Results, analysis: AnalysisSummary, rows: readonly Result[]): Part[] {
  return groupsOf(rows).map((group) => ({ group, name: groupLabel(results, group, analysis.by) }));
}

function survivalTable(results: Results, analysis: AnalysisSummary): Table {
  const rows = results.results.filter((each) => each.analysis === analysis.id);
  const unit = results.endpoints.find(({ id }) => id === analysis.endpoint)?.unit ?? "months";
  const level = rows.find((each) => each.interval !== undefined)?.interval?.level ?? 0.95;
  const mean = rows.find((each) => each.name === "restrictedMean");
  const notes = footnotes();
  const tableRows = partsOf(results, analysis, rows).map(({ group, name }): TableRow => {
    const cell = (sought: { name: Result["name"]; at?: number }): Inline[] => {
      const result = findResult(rows, { ...sought, group });
      if (result === undefined) return ["–"];
      const { estimate, interval, n } = result;
      const text = formatEstimateAndInterval(estimate, interval, result.unit, { n });
      return [bound(result, text), ...notes.mark(estimateReason(estimate))];
    };
    const median = findResult(rows, { name: "median", group });
    return {
      kind: "plain",
      cells: [
        [label(name)],
        median === undefined ? [] : [bound(median, formatCount(median.n))],
        median === undefined ? [] : [bound(median, formatCount(median.events))],
        cell({ name: "median" }),
        ...analysis.at.map((at) => cell({ name: "survival", at })),
        ...(mean === undefined ? [] : [cell({ name: "restrictedMean", at: mean.at })]),
      ],
    };
  });
  return {
    kind: "table",
    id: `survival-${analysis.id}`,
    caption: `${analysis.label}: Kaplan–Meier estimates with ${formatLevel(level)} confidence intervals`,
    columns: [
      { heading: "Group" },
      { heading: "n", align: "right" },
      { heading: "Events", align: "right" },
      { heading: `Median, ${unit}`, align: "right" },
      ...analysis.at.map((at) => ({ heading: `At ${formatTime(at, unit)}`, align: "right" as const })),
      ...(mean?.at === undefined
        ? []
        : [
            {
              heading: `Mean up to ${formatEstimateWithUnit({ value: mean.at }, unit)}`,
              align: "right" as const,
            },
          ]),
    ],
    rows: tableRows,
    notes: [...notes.all(), ...testNotes(rows)],
  };
}

function testNotes(rows: readonly Result[]): Inline[][] {
  return rows
    .filter((each) => each.name === "pValue" && each.test !== undefined)
    .map((p) => {
      const test = { group: p.group, test: p.test };
      const statistic = findResult(rows, { name: "statistic", ...test });
      const df = findResult(rows, { name: "degreesOfFreedom", ...test });
      const chi =
        statistic !== undefined && df !== undefined && "value" in statistic.estimate
          ? sentence`χ² = ${bound(statistic, formatNumber(statistic.estimate.value, 2))}, df = ${bound(df, formatEstimate(df.estimate, "rows"))}, `
          : [];
      return sentence`${label(upperFirst(p.test!))} test: ${chi}${bound(p, formatPValuePhrase(p.estimate))}.`;
    });
}

/** Who was seen alive (without the event) how long: counts, and their shares where nobody was lost before. */
function observedTable(results: Results, analysis: AnalysisSummary): Table {
  const rows = results.results.filter((each) => each.analysis === analysis.id);
  const unit = results.endpoints.find(({ id }) => id === analysis.endpoint)?.unit ?? "months";
  const notes = footnotes();
  const tableRows = partsOf(results, analysis, rows).map(({ group, name }): TableRow => {
    const time = (which: "shortestTime" | "longestTime"): Inline[] => {
      const result = findResult(rows, { name: which, group });
      return result === undefined ? ["–"] : [bound(result, formatEstimateCell(result.estimate, result.unit))];
    };
    const observed = (at: number): Inline[] => {
      const survivors = findResult(rows, { name: "survivors", group, at });
      const crude = findResult(rows, { name: "crudeSurvival", group, at });
      if (survivors === undefined || crude === undefined) return ["–"];
      const counts = bound(
        survivors,
        `${formatEstimate(survivors.estimate, survivors.unit)}/${formatCount(survivors.n)}`,
      );
      const share = bound(
        crude,
        formatEstimateAndInterval(crude.estimate, crude.interval, "probability", { n: crude.n }),
      );
      return sentence`${counts}; ${share}${notes.mark(estimateReason(crude.estimate))}${notes.mark(survivors.notes[0])}`;
    };
    return {
      kind: "plain",
      cells: [[label(name)], sentence`${time("shortestTime")} to ${time("longestTime")}`, ...analysis.at.map(observed)],
    };
  });
  return {
    kind: "table",
    id: `observed-${analysis.id}`,
    caption: `${analysis.label}: as observed, without a model. Observed without the event that long, of all; crude proportion (exact Clopper–Pearson interval)`,
    columns: [
      { heading: "Group" },
      { heading: `Observed times, ${unit}`, align: "right" },
      ...analysis.at.map((at) => ({ heading: `At ${formatTime(at, unit)}`, align: "right" as const })),
    ],
    rows: tableRows,
    notes: notes.all(),
  };
}
