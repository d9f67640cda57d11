import type {
  AnalysisMethod,
  AnalysisSummary,
  CohortSummary,
  EndpointSummary,
  FactorSummary,
  Result,
  Results,
} from "@seriatim/study/results";

/** The analysis of that id and method; a RangeError names those there are. */
export function findAnalysis(results: Results, id: string, method: AnalysisMethod): AnalysisSummary {
  const analysis = results.analyses.find((each) => each.id === id && each.method === method);
  if (analysis !== undefined) return analysis;
  const known = results.analyses.filter((each) => each.method === method).map((each) => each.id);
  throw new RangeError(
    `analyses: no ${method} analysis “${id}”; there ${known.length === 0 ? "is none" : `is ${known.join(", ")}`}.`,
  );
}

/** The results of an analysis. */
export function ownResults(results: Results, analysis: string): Result[] {
  return results.results.filter((each) => each.analysis === analysis);
}

export function endpointOf(results: Results, analysis: AnalysisSummary): EndpointSummary | undefined {
  return results.endpoints.find((each) => each.id === analysis.endpoint);
}

export function cohortOf(results: Results, analysis: AnalysisSummary): CohortSummary | undefined {
  return results.cohorts.find((each) => each.id === analysis.cohort);
}

export function factorOf(results: Results, id: string): FactorSummary | undefined {
  return results.factors.find((each) => each.id === id);
}

/** The label of a factor's level as the dictionary or study words it; the id where it is not listed. */
export function levelLabel(factor: FactorSummary | undefined, level: string): string {
  return factor?.levels?.find((each) => each.id === level)?.label ?? level;
}

/** A group in words: its levels in the order of `by`, `R0, yes`; `All` for the group of everyone. */
export function groupLabel(results: Results, group: Record<string, string>, by: readonly string[]): string {
  const factors = [...by.filter((id) => id in group), ...Object.keys(group).filter((id) => !by.includes(id))];
  if (factors.length === 0) return "All";
  return factors.map((id) => levelLabel(factorOf(results, id), group[id])).join(", ");
}

/** The first letter in lower case, unless the word is an abbreviation: `first resections`, `R0 resections`, `R status`. */
export function lowerFirst(text: string): string {
  return /^(?:\p{Lu}\p{Ll}|A )/u.test(text) ? text[0].toLowerCase() + text.slice(1) : text;
}

export function upperFirst(text: string): string {
  return text === "" ? "" : text[0].toUpperCase() + text.slice(1);
}

/** What a curve of an endpoint shows, for an axis or a sentence: `Overall survival`; of one that is no survival, `Without the event`. */
export function shareName(endpoint: string | undefined): string {
  return endpoint === undefined || /survival/i.test(endpoint) ? (endpoint ?? "Survival") : "Without the event";
}

/** The result of that name with just these attributes; undefined where the analysis did not give it. */
export function findResult(
  rows: readonly Result[],
  sought: Pick<Result, "name"> & Partial<Pick<Result, "group" | "factor" | "level" | "model" | "test" | "at">>,
): Result | undefined {
  return rows.find(
    (row) =>
      row.name === sought.name &&
      sameGroup(row.group, sought.group ?? {}) &&
      (["factor", "level", "model", "test", "at"] as const).every((key) => row[key] === sought[key]),
  );
}

export function sameGroup(a: Record<string, string>, b: Record<string, string>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((factor) => a[factor] === b[factor]);
}

/** The groups of an analysis in the order of its results, that of everyone ({}) first. */
export function groupsOf(rows: readonly Result[]): Record<string, string>[] {
  const groups: Record<string, string>[] = [];
  for (const { group } of rows) if (!groups.some((each) => sameGroup(each, group))) groups.push(group);
  return groups.sort((a, b) => Math.min(1, Object.keys(a).length) - Math.min(1, Object.keys(b).length));
}
