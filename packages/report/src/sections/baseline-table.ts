import type { AnalysisSummary, FactorSummary, Result, Results } from "@seriatim/study/results";
import { blockId } from "../block-id.js";
import { bound, enumeration, type Inline, label, sentence, type Table, type TableRow } from "../document.js";
import { cohortOf, factorOf, findResult, groupLabel, groupsOf, levelLabel } from "../find-analysis.js";
import { estimateReason, formatCount, formatPValue } from "../format.js";
import { countAndShare, rowOfAll, shown } from "./baseline-cells.js";
import { footnotes } from "./footnotes.js";

/** Table 1: of each factor counts and shares by level, or median, quartiles, mean and spread; of everyone and of each group. */
export function baselineTable(
  results: Results,
  analysis: AnalysisSummary,
  rows: readonly Result[],
  factors: readonly string[],
): Table {
  const groups = groupsOf(rows);
  const tests = rows.filter((each) => each.name === "pValue");
  const notes = footnotes();
  const members = (group: Record<string, string>) => rowOfAll(rows, group)?.n ?? 0;
  const testOf = (factor: string): Inline[] => {
    const test = tests.find((each) => each.factor === factor);
    if (test === undefined) return [];
    const p = "value" in test.estimate ? formatPValue(test.estimate) : "–";
    return [bound(test, p), ...notes.mark(estimateReason(test.estimate) ?? test.test)];
  };
  return {
    kind: "table",
    id: blockId("baseline", analysis.id),
    caption: `${analysis.label}: baseline characteristics`,
    columns: [
      { heading: cohortOf(results, analysis)?.label ?? "" },
      ...groups.map((group) => ({
        heading: `${groupLabel(results, group, analysis.by)} (n\u00a0=\u00a0${formatCount(members(group))})`,
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
  const cell = (group: Record<string, string>, ...names: Result["name"][]): Inline[] => {
    const [first, ...others] = names.map((name) => {
      const result = findResult(rows, { name, group, factor: id });
      return result === undefined ? "–" : shown(result, rows);
    });
    return sentence`${first} (${enumeration(
      others.map((one) => [one]),
      "–",
      "–",
    )})`;
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
      cells: [["Not known"], ...missing.map((result) => (result === undefined ? ["–"] : [shown(result, rows)]))],
    },
  ];
}
