import type { AnalysisSummary, Results } from "@seriatim/study/results";
import { blockId } from "../block-id.js";
import { bound, type Inline, label, sentence, type Table, type TableRow } from "../document.js";
import { endpointOf, findResult, groupLabel, groupsOf, ownResults } from "../find-analysis.js";
import { formatCount, formatEstimate, formatEstimateAndInterval, formatEstimateCell, formatTime } from "../format.js";
import { footnotes } from "./footnotes.js";

const notCrude = "no crude proportion, since rows were censored before that time or entered late";

/**
 * Who was observed without the event how long: counts, and their shares with exact intervals where nobody was lost before.
 * No table where that holds for no group at any time.
 */
export function observedTable(results: Results, analysis: AnalysisSummary): Table[] {
  const rows = ownResults(results, analysis.id);
  if (!rows.some((each) => each.name === "crudeSurvival" && "value" in each.estimate)) return [];
  const unit = endpointOf(results, analysis)?.unit ?? "months";
  const notes = footnotes();
  const tableRows = groupsOf(rows).map((group): TableRow => {
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
      if (!("value" in crude.estimate))
        return sentence`${counts}; ${bound(crude, "–")}${notes.mark(notCrude)}${notes.mark(survivors.notes[0])}`;
      const { estimate, interval, n } = crude;
      const share = bound(crude, formatEstimateAndInterval(estimate, interval, "probability", { n }));
      return sentence`${counts}; ${share}${notes.mark(survivors.notes[0])}`;
    };
    return {
      kind: "plain",
      cells: [
        [label(groupLabel(results, group, analysis.by))],
        sentence`${time("shortestTime")} to ${time("longestTime")}`,
        ...analysis.at.map(observed),
      ],
    };
  });
  return [
    {
      kind: "table",
      id: blockId("observed", analysis.id),
      caption: `${analysis.label}: as observed, without a model. Observed without the event that long, of all; crude proportion (exact Clopper–Pearson interval)`,
      columns: [
        { heading: "Group" },
        { heading: `Observed times, ${unit}`, align: "right" },
        ...analysis.at.map((at) => ({ heading: `At ${formatTime(at, unit)}`, align: "right" as const })),
      ],
      rows: tableRows,
      notes: notes.all(),
    },
  ];
}
