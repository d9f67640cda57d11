import type { AnalysisSummary, Result, Results } from "@seriatim/study/results";
import { blockId } from "../block-id.js";
import { bound, type Inline, label, sentence, type Table, type TableRow } from "../document.js";
import { endpointOf, findResult, groupLabel, groupsOf, ownResults, upperFirst } from "../find-analysis.js";
import {
  estimateReason,
  formatCount,
  formatEstimate,
  formatEstimateAndInterval,
  formatEstimateWithUnit,
  formatLevel,
  formatNumber,
  formatPValuePhrase,
  formatTime,
} from "../format.js";
import { footnotes } from "./footnotes.js";

/** What is read off the curves: median, survival at times and restricted mean of everyone and of each group; the tests below. */
export function survivalTable(results: Results, analysis: AnalysisSummary): Table {
  const rows = ownResults(results, analysis.id);
  const unit = endpointOf(results, analysis)?.unit ?? "months";
  const level = rows.find((each) => each.interval !== undefined)?.interval?.level ?? 0.95;
  const mean = rows.find((each) => each.name === "restrictedMean");
  const notes = footnotes();
  const tableRows = groupsOf(rows).map((group): TableRow => {
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
        [label(groupLabel(results, group, analysis.by))],
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
    id: blockId("survival", analysis.id),
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
