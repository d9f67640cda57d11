import type { AnalysisSummary, EndpointSummary, Result, Results } from "@seriatim/study/results";
import { bound, enumeration, type Inline, label, sentence } from "../document.js";
import { endpointOf, findResult, groupLabel, groupsOf, lowerFirst, ownResults, shareName } from "../find-analysis.js";
import {
  formatCount,
  formatEstimateWithUnit,
  formatIntervalPhrase,
  formatPercent,
  formatPValuePhrase,
  formatTime,
} from "../format.js";

/** Events, medians, tests and the survival at the last of the analysis' times, of everyone and of each group. */
export function survivalSentences(results: Results, analysis: AnalysisSummary): Inline[][] {
  const rows = ownResults(results, analysis.id);
  const endpoint = endpointOf(results, analysis);
  const outcome = lowerFirst(endpoint?.label ?? "survival");
  const parts = groupsOf(rows).map((group) => ({
    group,
    name: Object.keys(group).length === 0 ? undefined : groupLabel(results, group, analysis.by),
  }));
  const horizon = analysis.at.at(-1);
  return [
    medianSentence(rows, parts, outcome),
    ...(horizon === undefined ? [] : [horizonSentence(rows, parts, horizon, endpoint)]),
    ...testSentence(rows),
  ];
}

interface Part {
  group: Record<string, string>;
  /** Undefined for everyone. */
  name: string | undefined;
}

function medianSentence(rows: readonly Result[], parts: readonly Part[], outcome: string): Inline[] {
  const said = parts.flatMap(({ group, name }) => {
    const median = findResult(rows, { name: "median", group });
    if (median === undefined) return [];
    const { estimate, interval, unit, n, events } = median;
    const limits = interval === undefined ? [] : sentence`${bound(median, formatIntervalPhrase(interval, unit))}; `;
    const text = sentence`${bound(median, formatEstimateWithUnit(estimate, unit))} (${limits}${bound(
      median,
      `${formatCount(events)} events in ${formatCount(n)}`,
    )})`;
    return [
      name === undefined ? sentence`${text}${parts.length > 1 ? " in all" : ""}` : sentence`${text} for ${label(name)}`,
    ];
  });
  return sentence`Median ${label(outcome)} was ${enumeration(said)}.`;
}

function horizonSentence(
  rows: readonly Result[],
  parts: readonly Part[],
  at: number,
  endpoint: EndpointSummary | undefined,
): Inline[] {
  const said = parts.flatMap(({ group, name }) => {
    const survival = findResult(rows, { name: "survival", group, at });
    if (survival === undefined) return [];
    const text = sentence`${bound(
      survival,
      formatEstimateWithUnit(survival.estimate, "probability", { n: survival.n }),
    )}${remarks(rows, survival, group, at)}`;
    return [
      name === undefined ? sentence`${text}${parts.length > 1 ? " in all" : ""}` : sentence`${text} for ${label(name)}`,
    ];
  });
  const isSurvival = shareName(endpoint?.label) === endpoint?.label;
  const when = label(formatTime(at, endpoint?.unit ?? "months"));
  return sentence`${label(shareName(endpoint?.label))} at ${when} ${isSurvival ? "was " : "were "}${enumeration(said, "; ", "; and ")}.`;
}

/** In brackets: the curve's interval, and the crude proportion with its exact one where nobody was censored before. */
function remarks(rows: readonly Result[], survival: Result, group: Record<string, string>, at: number): Inline[] {
  const remark: Inline[][] = [];
  const { interval, n } = survival;
  if (interval !== undefined && (interval.lower !== null || interval.upper !== null))
    remark.push([bound(survival, formatIntervalPhrase(interval, "probability", { n }))]);
  const crude = findResult(rows, { name: "crudeSurvival", group, at });
  const survivors = findResult(rows, { name: "survivors", group, at });
  if (crude?.interval !== undefined && "value" in crude.estimate && survivors && "value" in survivors.estimate) {
    const ofAll = bound(survivors, `${formatCount(survivors.estimate.value)} of ${formatCount(survivors.n)}`);
    const exact = bound(crude, formatIntervalPhrase(crude.interval, "probability", { n }));
    const share = bound(crude, formatPercent(crude.estimate.value, { n }));
    remark.push(sentence`crude ${ofAll}, ${share}, exact ${exact}`);
  }
  return remark.length === 0 ? [] : sentence` (${enumeration(remark, "; ", "; ")})`;
}

function testSentence(rows: readonly Result[]): Inline[][] {
  const tests = rows.filter((each) => each.name === "pValue" && each.test !== undefined);
  if (tests.length === 0) return [];
  const said = tests.map(
    (test) => sentence`${label(test.test!)} test ${bound(test, formatPValuePhrase(test.estimate))}`,
  );
  return [sentence`Difference between the groups: ${enumeration(said, "; ", "; ")}.`];
}
