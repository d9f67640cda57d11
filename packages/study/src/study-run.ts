import type { Cohort } from "./cohort.js";
import { bindEndpoint, type Endpoint } from "./endpoint.js";
import { bindFactor, type Factor } from "./factor.js";
import type { Member } from "./member.js";
import type { AnalysisSummary, Result } from "./results.js";
import type { Scope } from "./scope.js";
import type { Study } from "./study.js";
import { studyError } from "./study-error.js";

/** What an analysis may ask for while the study runs. */
export interface StudyRun extends Omit<Scope, "table"> {
  /** In the file's order. */
  readonly cohorts: ReadonlyMap<string, Cohort>;
  membersOf(table: string): readonly Member[];
}

/** What an analysis gives back. */
export interface Outcome {
  results: Result[];
  conventions: string[];
  /** Everyone analysed and each group, of those in the analysis' cohort. */
  groups: { group: Record<string, string>; members: readonly Member[] }[];
  excluded: AnalysisSummary["excluded"];
  notes: string[];
}

export function scopeOf(run: StudyRun, cohort: Cohort): Scope {
  return { study: run.study, dictionary: run.dictionary, table: cohort.plan.table };
}

/** @throws StudyError where nobody is in the cohort, with the counts that led there */
export function cohortWithRows(run: StudyRun, { cohort: id, path }: { cohort: string; path: string }): Cohort {
  const cohort = run.cohorts.get(id)!;
  if (cohort.members.length > 0) return cohort;
  throw studyError(run.study, `${path}.cohort`, `nobody is in the cohort “${id}”: ${history(run, cohort)}`);
}

export function factorsOf(run: StudyRun, cohort: Cohort, names: readonly string[], path: string): Factor[] {
  return names.map((name, i) => bindFactor(name, scopeOf(run, cohort), `${path}[${i}]`));
}

export function endpointOf(
  run: StudyRun,
  cohort: Cohort,
  { endpoint, path }: { endpoint: string; path: string },
): Endpoint {
  return bindEndpoint(endpoint, scopeOf(run, cohort), `${path}.endpoint`);
}

/** @throws StudyError where a factor that is to make groups is continuous */
export function groupingFactors(run: StudyRun, cohort: Cohort, names: readonly string[], path: string): Factor[] {
  const factors = factorsOf(run, cohort, names, path);
  for (const [i, factor] of factors.entries()) checkHasLevels(run.study, factor, `${path}[${i}]`);
  return factors;
}

export function checkHasLevels(study: Study, { label, type }: Factor, path: string): void {
  if (type === "continuous")
    throw studyError(
      study,
      path,
      `${label} is a number and makes no groups; give a factor with levels, or one with cut`,
    );
}

/** `34 Liver resections; 0 after “Number is 7” (34 Number is not 7)`, with the cohorts that it was taken from. */
function history(run: StudyRun, { plan, steps }: Cohort): string {
  const before = plan.from && run.cohorts.get(plan.from.definition.id)!;
  const start = before && before.members.length === 0 ? history(run, before) : undefined;
  const own = steps.slice(start === undefined ? 0 : 1).map(({ label, rows, excluded }, i) => {
    if (i === 0 && start === undefined) return `${rows} in ${label}`;
    const reasons = excluded.map(({ reason, rows: left }) => `${left} left out: ${reason}`).join("; ");
    return `${rows} after “${label}”${reasons === "" ? "" : ` (${reasons})`}`;
  });
  return [...(start === undefined ? [] : [start]), ...own].join(", ");
}
