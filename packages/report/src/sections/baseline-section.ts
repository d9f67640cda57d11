import type { AnalysisSummary, Result, Results } from "@seriatim/study/results";
import { bound, enumeration, type Inline, label, paragraph, sentence } from "../document.js";
import { factorOf, findResult, groupLabel, groupsOf, levelLabel, lowerFirst, ownResults } from "../find-analysis.js";
import { formatCount } from "../format.js";
import { countAndShare, rowOfAll, shown } from "./baseline-cells.js";
import { baselineTable } from "./baseline-table.js";
import type { Draft } from "./draft.js";

/** Baseline characteristics: Table 1, and in words what it says of everyone. */
export function baselineSection(results: Results, analysis: AnalysisSummary): Draft {
  const rows = ownResults(results, analysis.id);
  const factors = [...new Set(rows.flatMap(({ factor }) => (factor === undefined ? [] : [factor])))];
  const said =
    analysis.by.length > 0
      ? [groupSentence(results, analysis, rows)]
      : factors.map((id) => factorSentence(results, rows, id));
  return { blocks: [paragraph(...said)], tables: [baselineTable(results, analysis, rows, factors)] };
}

/** How many are in each group; what they are like is left to the table. */
function groupSentence(results: Results, analysis: AnalysisSummary, rows: readonly Result[]): Inline[] {
  const [all, ...groups] = groupsOf(rows).map((group) => {
    const row = rowOfAll(rows, group);
    const n = row === undefined ? "–" : bound(row, formatCount(row.n));
    return Object.keys(group).length === 0 ? [n] : sentence`${n} ${label(groupLabel(results, group, analysis.by))}`;
  });
  return all === undefined ? [] : sentence`The table describes ${all}: ${enumeration(groups)}.`;
}

function factorSentence(results: Results, rows: readonly Result[], id: string): Inline[] {
  const factor = factorOf(results, id);
  const name = label(factor?.label ?? id);
  const missing = missingPhrase(rows, id);
  const median = findResult(rows, { name: "median", factor: id });
  if (median !== undefined) {
    const [lower, upper] = (["minimum", "maximum"] as const).map((of) => findResult(rows, { name: of, factor: id }));
    const range =
      lower === undefined || upper === undefined || !("value" in lower.estimate)
        ? []
        : sentence`, range ${shown(lower, rows)} to ${shown(upper, rows)}`;
    const unit = median.unit === undefined ? "" : ` ${median.unit}`;
    return sentence`${name}: median ${shown(median, rows)}${label(unit)}${range}${missing}.`;
  }
  const counts = rows.filter(
    (each) =>
      each.name === "count" &&
      each.factor === id &&
      Object.keys(each.group).length === 0 &&
      !("value" in each.estimate && each.estimate.value === 0),
  );
  const levels = counts.map(
    (count) => sentence`${label(lowerFirst(levelLabel(factor, count.level!)))} ${countAndShare(rows, count)}`,
  );
  return levels.length === 0
    ? sentence`${name}: nothing recorded.`
    : sentence`${name}: ${enumeration(levels)}${missing}.`;
}

function missingPhrase(rows: readonly Result[], factor: string): Inline[] {
  const missing = findResult(rows, { name: "missing", factor });
  if (missing === undefined || ("value" in missing.estimate && missing.estimate.value === 0)) return [];
  return sentence`; not known in ${shown(missing, rows)}`;
}
