import { formatCount, formatEstimateWithUnit, formatIntervalPhrase } from "@seriatim/report";
import type { Result, Results } from "@seriatim/study";
import type { TextStyle } from "./text-style.js";
import { textTable } from "./text-table.js";

/**
 * The few lines of a report that are looked at first: patients, operations, the median survival of each group of the first
 * survival analysis that has groups (else of all), and the agreement with the published figures.
 */
export function studySummary(results: Results, style: TextStyle): string {
  const lines = [...tableLines(results), ...medianLines(results), agreementLine(results)];
  return textTable([{ heading: results.study.title }, { heading: "" }], lines, (text, row) =>
    row < 0 ? style.strong(text) : text,
  );
}

/** The patients, and the table of which the cohorts are made where that is another. */
function tableLines({ records, cohorts }: Results): string[][] {
  const [patients, ...others] = records.tables;
  const operations = others.filter(({ name }) => cohorts.some(({ rowsOf }) => rowsOf === name)).slice(0, 1);
  return [...(patients ? [patients] : []), ...operations].map(({ label, rows }) => [label, formatCount(rows)]);
}

function medianLines({ analyses, endpoints, factors, results }: Results): string[][] {
  const survival = analyses.filter(({ method }) => method === "survival");
  const analysis = survival.find(({ by }) => by.length > 0) ?? survival[0];
  if (analysis === undefined) return [];
  const outcome = endpoints.find(({ id }) => id === analysis.endpoint)?.label ?? analysis.label;
  const groupLabel = ([factor, level]: [string, string]) =>
    factors.find(({ id }) => id === factor)?.levels?.find(({ id }) => id === level)?.label ?? level;
  const isGroup = ({ group }: Result) => analysis.by.length === 0 || Object.keys(group).length > 0;
  return results
    .filter((result) => result.analysis === analysis.id && result.name === "median" && isGroup(result))
    .map(({ group, estimate, interval, unit, n, events }) => {
      const limits = interval === undefined ? "" : ` (${formatIntervalPhrase(interval, unit)})`;
      return [
        [outcome, ...Object.entries(group).map(groupLabel)].join(", "),
        `median ${formatEstimateWithUnit(estimate, unit)}${limits}; n = ${n}, events = ${events}`,
      ];
    });
}

function agreementLine({ published }: Results): string[] {
  const agreeing = published.filter(({ agrees }) => agrees).length;
  return ["Published figures", published.length === 0 ? "none listed" : `${agreeing} of ${published.length} agree`];
}
