import type { AnalysisSummary, FactorSummary, Result, Results } from "@seriatim/study/results";
import { bound, enumeration, type Inline, label, paragraph, sentence, type Table, type TableRow } from "../document.js";
import {
  cohortOf,
  factorOf,
  findResult,
  groupLabel,
  groupsOf,
  levelLabel,
  lowerFirst,
  sameGroup,
} from "../find-analysis.js";
import {
  estimateReason,
  formatCount,
  formatEstimate,
  formatEstimateCell,
  formatEstimateWithUnit,
  formatPercent,
  formatPValue,
} from "../format.js";
import type { Draft } from "./draft.js";
import { footnotes } from "./footnotes.js";

/** Baseline characteristics: Table 1, and in words what it says of everyone. */
export function baselineSection(results: Results, analysis: AnalysisSummary): Draft {
  const rows = results.results.filter((each) => each.analysis === analysis.id);
  const factors = [...new Set(rows.flatMap(({ factor }) => (factor === undefined ? [] : [factor])))];
  const said = factors.map((id) => factorSentence(results, rows, id));
  return { blocks: [paragraph(...said)], tables: [baselineTable(results, analysis, rows, factors)] };
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
        : sentence`, range ${shown(lower)} to ${shown(upper)}`;
    const middle = bound(median, formatEstimateWithUnit(median.estimate, median.unit));
    return sentence`${name}: median ${middle}${range}${missing}.`;
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
  return sentence`; not known in ${shown(missing)}`;
}

function shown(result: Result): Inline {
  return bound(result, formatEstimate(result.estimate, result.unit));
}

/** `15 (65%)`, the share bound to its own result. */
function countAndShare(rows: readonly Result[], count: Result): Inline[] {
  const share = findResult(rows, { ...count, name: "proportion" });
  const percent =
    share === undefined || !("value" in share.estimate)
      ? "–"
      : bound(share, formatPercent(share.estimate.value, { n: share.n }));
  return sentence`${shown(count)} (${percent})`;
}

function baselineTable(
  results: Results,
  analysis: AnalysisSummary,
  rows: readonly Result[],
  factors: readonly string[],
): Table {
  const groups = groupsOf(rows);
  const tests = rows.filter((each) => each.name === "pValue");
  const notes = footnotes();
  const members = (group: Record<string, string>) =>
    Math.max(0, ...rows.filter((row) => row.name === "missing" && sameGroup(row.group, group)).map(({ n }) => n));
  const testOf = (factor: string): Inline[] => {
    const test = tests.find((each) => each.factor === factor);
    if (test === undefined) return [];
    const p = "value" in test.estimate ? formatPValue(test.estimate) : "–";
    return [bound(test, p), ...notes.mark(estimateReason(test.estimate) ?? test.test)];
  };
  return {
    kind: "table",
    id: `baseline-${analysis.id}`,
    caption: `${analysis.label}: baseline characteristics`,
    columns: [
      { heading: cohortOf(results, analysis)?.label ?? "" },
      ...groups.map((group) => ({
        heading: `${groupLabel(results, group, analysis.by)} (n = ${formatCount(members(group))})`,
        align: "right" as const,
      })),
      ...(tests.length > 0 ? [{ heading: "P", align: "right" as const }] : []),
    ],
    rows: factors.flatMap((id) => {
      const factor = factorOf(results, id);
      const own = rows.filter((each) => each.factor === id);
      const lines = own.some((each) => each.name === "median")
        ? numericRows(own, groups, factor, id)
        : levelRows(own, groups, factor, id);
      const [first, ...others] = lines;
      const missing = missingRow(own, groups, id);
      return [
        tests.length > 0 ? { ...first, cells: [...first.cells, testOf(id)] } : first,
        ...[...others, ...missing].map((row) => (tests.length > 0 ? { ...row, cells: [...row.cells, []] } : row)),
      ];
    }),
    notes: notes.all(),
  };
}

function levelRows(
  rows: readonly Result[],
  groups: readonly Record<string, string>[],
  factor: FactorSummary | undefined,
  id: string,
): TableRow[] {
  const levels = [...new Set(rows.flatMap(({ level }) => (level === undefined ? [] : [level])))];
  const occurs = (level: string) =>
    rows.some(
      (row) => row.name === "count" && row.level === level && "value" in row.estimate && row.estimate.value > 0,
    );
  return [
    {
      kind: "heading",
      cells: [sentence`${label(factor?.label ?? id)}, n (%)`, ...groups.map(() => [])],
    },
    ...levels.filter(occurs).map(
      (level): TableRow => ({
        kind: "level",
        cells: [
          [label(levelLabel(factor, level))],
          ...groups.map((group) => {
            const count = findResult(rows, { name: "count", group, factor: id, level });
            return count === undefined ? ["–"] : countAndShare(rows, count);
          }),
        ],
      }),
    ),
  ];
}

function numericRows(
  rows: readonly Result[],
  groups: readonly Record<string, string>[],
  factor: FactorSummary | undefined,
  id: string,
): TableRow[] {
  const cell = (
    group: Record<string, string>,
    ...names: [Result["name"], Result["name"], Result["name"]?]
  ): Inline[] => {
    const found = names.map((name) => name && findResult(rows, { name, group, factor: id }));
    const [a, b, c] = found.map((result) =>
      result === undefined ? "–" : bound(result, formatEstimateCell(result.estimate, result.unit)),
    );
    return names.length === 3 ? sentence`${a} (${b}–${c})` : sentence`${a} (${b})`;
  };
  const unit = factor?.unit === undefined ? "" : `, ${factor.unit}`;
  return [
    { kind: "heading", cells: [[label(`${factor?.label ?? id}${unit}`)], ...groups.map(() => [])] },
    {
      kind: "level",
      cells: [
        ["Median (quartiles)"],
        ...groups.map((group) => cell(group, "median", "lowerQuartile", "upperQuartile")),
      ],
    },
    {
      kind: "level",
      cells: [["Mean (standard deviation)"], ...groups.map((group) => cell(group, "mean", "standardDeviation"))],
    },
  ];
}

function missingRow(rows: readonly Result[], groups: readonly Record<string, string>[], factor: string): TableRow[] {
  const missing = groups.map((group) => findResult(rows, { name: "missing", group, factor }));
  if (missing.every((result) => result === undefined || ("value" in result.estimate && result.estimate.value === 0)))
    return [];
  return [
    {
      kind: "level",
      cells: [["Not known"], ...missing.map((result) => (result === undefined ? ["–"] : [shown(result)]))],
    },
  ];
}
