import type { Result, Results } from "@seriatim/study/results";
import { type Bound, bound, type Inline, label, sentence } from "./document.js";
import { endpointOf, groupLabel, sameGroup } from "./find-analysis.js";
import { formatCount, formatEstimateWithUnit, formatIntervalPhrase } from "./format.js";
import { agreementText } from "./sections/published-section.js";

/** One of the few lines that are looked at first. */
export interface KeyFigure {
  name: string;
  text: Inline[];
}

/**
 * What a reader looks at first: patients, operations, the median survival of each group of the first survival analysis
 * that has groups (else of all), and the agreement with the published figures.
 */
export function keyFigures(results: Results): KeyFigure[] {
  return [...counts(results), ...medians(results), agreement(results)];
}

/** The patients, and the table of which the cohorts are made where that is another. */
function counts({ records, cohorts }: Results): KeyFigure[] {
  const [patients, ...others] = records.tables;
  const operations = others.filter(({ name }) => cohorts.some(({ rowsOf }) => rowsOf === name)).slice(0, 1);
  return [...(patients ? [patients] : []), ...operations].map(({ label: name, rows }) => ({
    name,
    text: [{ text: formatCount(rows), from: "records" }],
  }));
}

function medians(results: Results): KeyFigure[] {
  const survival = results.analyses.filter(({ method }) => method === "survival");
  const analysis = survival.find(({ by }) => by.length > 0) ?? survival[0];
  if (analysis === undefined) return [];
  const outcome = endpointOf(results, analysis)?.label ?? analysis.label;
  const isShown = ({ group }: Result) => analysis.by.length === 0 || !sameGroup(group, {});
  return results.results
    .filter((result) => result.analysis === analysis.id && result.name === "median" && isShown(result))
    .map((median) => ({
      name: analysis.by.length === 0 ? outcome : `${outcome}, ${groupLabel(results, median.group, analysis.by)}`,
      text: medianText(median),
    }));
}

function medianText(median: Result): Inline[] {
  const { estimate, interval, unit, n, events } = median;
  const of = (text: string): Bound => bound(median, text);
  const limits = interval === undefined ? [] : sentence` (${of(formatIntervalPhrase(interval, unit))})`;
  return sentence`median ${of(formatEstimateWithUnit(estimate, unit))}${limits}; n = ${of(formatCount(n))}, events = ${of(formatCount(events))}`;
}

function agreement({ published }: Results): KeyFigure {
  return {
    name: "Published figures",
    text: published.length === 0 ? [label("none listed")] : [agreementText(published)],
  };
}
