import type { AnalysisSummary, Result, Results } from "@seriatim/study/results";
import { blockId } from "../block-id.js";
import { bound, type Inline, label, paragraph, sentence, type Table } from "../document.js";
import { findResult, groupLabel, groupsOf, ownResults } from "../find-analysis.js";
import {
  estimateReason,
  formatCount,
  formatEstimate,
  formatEstimateAndInterval,
  formatEstimateWithUnit,
  formatIntervalPhrase,
  formatPercent,
} from "../format.js";
import type { Draft } from "./draft.js";
import { footnotes } from "./footnotes.js";

/** How long and how completely everyone was followed; a table where there are groups. */
export function followUpSection(results: Results, analysis: AnalysisSummary): Draft {
  const rows = ownResults(results, analysis.id);
  return {
    blocks: [paragraph(...followUpSentences(rows))],
    tables: analysis.by.length > 0 ? [followUpTable(results, analysis, rows)] : [],
  };
}

function followUpSentences(rows: readonly Result[]): Inline[][] {
  const [median, shortest, longest, completeness] = (
    ["followUpMedian", "shortestTime", "longestTime", "completeness"] as const
  ).map((name) => findResult(rows, { name }));
  const said: Inline[][] = [];
  if (median !== undefined) {
    const limits =
      median.interval === undefined
        ? []
        : sentence` (${bound(median, formatIntervalPhrase(median.interval, median.unit))})`;
    said.push(
      sentence`Median follow-up was ${bound(median, formatEstimateWithUnit(median.estimate, median.unit))}${limits}.`,
    );
  }
  if (shortest !== undefined && longest !== undefined) {
    said.push(
      "value" in shortest.estimate
        ? sentence`The ${bound(shortest, formatCount(shortest.n))} without the event were followed for ${bound(
            shortest,
            formatEstimate(shortest.estimate, shortest.unit),
          )} to ${bound(longest, formatEstimateWithUnit(longest.estimate, longest.unit))}.`
        : sentence`Nobody remained without the event.`,
    );
  }
  if (completeness !== undefined) {
    const share =
      "value" in completeness.estimate
        ? formatPercent(completeness.estimate.value, { n: completeness.n })
        : formatEstimate(completeness.estimate);
    said.push(sentence`Completeness of follow-up (Clark's C) was ${bound(completeness, share)}.`);
  }
  return said;
}

function followUpTable(results: Results, analysis: AnalysisSummary, rows: readonly Result[]): Table {
  const notes = footnotes();
  const names = ["followUpMedian", "shortestTime", "longestTime", "completeness"] as const;
  const given = names.filter((name) => rows.some((row) => row.name === name));
  const unit = rows.find((row) => row.name === "followUpMedian")?.unit ?? "";
  const heading = {
    followUpMedian: `Median, ${unit} (CI)`,
    shortestTime: "Shortest without the event",
    longestTime: "Longest without the event",
    completeness: "Clark's C",
  };
  return {
    kind: "table",
    id: blockId("follow-up", analysis.id),
    caption: analysis.label,
    columns: [
      { heading: "Group" },
      { heading: "n", align: "right" },
      ...given.map((name) => ({ heading: heading[name], align: "right" as const })),
    ],
    rows: groupsOf(rows).map((group) => ({
      kind: "plain" as const,
      cells: [
        [label(groupLabel(results, group, analysis.by))],
        ...[findResult(rows, { name: "followUpMedian", group })].map((one) =>
          one === undefined ? [] : [bound(one, formatCount(one.n))],
        ),
        ...given.map((name) => {
          const result = findResult(rows, { name, group });
          if (result === undefined) return ["–"];
          const { estimate, interval, n } = result;
          return [
            bound(result, formatEstimateAndInterval(estimate, interval, result.unit, { n })),
            ...notes.mark(estimateReason(estimate)),
          ];
        }),
      ],
    })),
    notes: notes.all(),
  };
}
