import { type Dictionary, definedFields, unknownName } from "@seriatim/records";
import { bindOperations, checkOperations } from "./analyses/swimmer.js";
import { type CohortPlan, planCohorts } from "./cohort.js";
import { bindEndpoint, type Endpoint } from "./endpoint.js";
import { bindFactor, type Factor } from "./factor.js";
import type { Scope } from "./scope.js";
import type { AnalysisDefinition, Study, SurvivalDefinition } from "./study.js";
import { StudyError, studyError } from "./study-error.js";
import { checkHasLevels } from "./study-run.js";

/** A study whose names are all known to exist, with what its analyses use. */
export interface ResolvedStudy {
  readonly study: Study;
  readonly dictionary: Dictionary;
  readonly cohorts: readonly CohortPlan[];
  /** Those that an analysis uses: in the study's order, then the fields that are used as they are. */
  readonly factors: readonly Factor[];
  /** Those that an analysis uses, in the study's order. */
  readonly endpoints: readonly Endpoint[];
}

/**
 * Checks a study against the dictionary, before anything is computed: what no analysis uses as well, as rows of any table.
 *
 * @throws StudyError at the first cohort, endpoint, factor, field, code or analysis that is not what the study says
 */
export function resolveStudy(study: Study, dictionary: Dictionary): ResolvedStudy {
  const tables = Object.keys(dictionary.tables);
  for (const table of study.records.kind === "files" ? Object.keys(study.records.tables) : [])
    if (!tables.includes(table))
      throw studyError(study, `records.${table}`, unknownName(table, "table of the dictionary", tables), true);
  checkDefinitions(study, dictionary);
  const cohorts = planCohorts(study, dictionary);
  const cohortAt = (id: string, path: string): CohortPlan => {
    const cohort = cohorts.find(({ definition }) => definition.id === id);
    if (cohort) return cohort;
    throw studyError(
      study,
      path,
      unknownName(
        id,
        "cohort",
        cohorts.map(({ definition }) => definition.id),
      ),
    );
  };
  const uses: Uses = { factors: new Map(), endpoints: new Map() };
  for (const analysis of study.analyses) {
    if (analysis.method === "flow")
      analysis.cohorts.forEach((id, i) => {
        cohortAt(id, `${analysis.path}.cohorts[${i}]`);
      });
    else {
      const { table } = cohortAt(analysis.cohort, `${analysis.path}.cohort`);
      resolveAnalysis(analysis, { study, dictionary, table }, uses);
    }
  }
  checkUnused(uses, { study, dictionary }, cohorts[0].table.name);
  checkPublished(study, cohortAt);
  return {
    study,
    dictionary,
    cohorts,
    factors: inOrder(uses.factors, study.factors),
    endpoints: inOrder(uses.endpoints, study.endpoints),
  };
}

/** Whether the definitions that the study chooses are those of derived fields. */
function checkDefinitions(study: Study, dictionary: Dictionary): void {
  const known = new Map(
    definedFields(dictionary).map(({ table, name, derived }) => [
      `${table}.${name}`,
      derived.definitions.map((definition) => definition.name),
    ]),
  );
  for (const [field, chosen] of Object.entries(study.definitions)) {
    const path = `definitions.${field}`;
    const names = known.get(field);
    if (!names)
      throw studyError(study, "definitions", unknownName(field, "field with definitions", [...known.keys()]), true);
    if (!names.includes(chosen)) throw studyError(study, path, unknownName(chosen, `definition of ${field}`, names));
  }
}

interface Uses {
  factors: Map<string, Factor>;
  endpoints: Map<string, Endpoint>;
}

function resolveAnalysis(analysis: Exclude<AnalysisDefinition, { method: "flow" }>, scope: Scope, uses: Uses): void {
  const { path } = analysis;
  const use = (names: readonly string[], key: string) =>
    names.map((name, i) =>
      useFactor(bindFactor(name, scope, `${path}.${key}[${i}]`), `${path}.${key}[${i}]`, scope, uses),
    );
  const group = (names: readonly string[], key: string) => {
    const factors = use(names, key);
    for (const [i, factor] of factors.entries()) checkHasLevels(scope.study, factor, `${path}.${key}[${i}]`);
    return factors;
  };
  if (analysis.method === "swimmer") {
    checkOperations(analysis, scope.table.name, scope);
    const operations = { ...scope, table: scope.dictionary.tables[analysis.operations] };
    const { endpoint, level } = bindOperations(analysis, operations);
    uses.endpoints.set(endpoint.id, endpoint);
    useFactor(level, `${path}.level`, scope, uses);
    return;
  }
  if (analysis.method === "baseline") {
    use(analysis.factors, "factors");
    group(analysis.by, "by");
    return;
  }
  const endpoint = bindEndpoint(analysis.endpoint, scope, `${path}.endpoint`);
  uses.endpoints.set(endpoint.id, endpoint);
  if (analysis.method === "factors") {
    use(analysis.univariable, "univariable");
    use(analysis.multivariable, "multivariable");
    group(analysis.strata, "strata");
    checkStrata(analysis, [...analysis.univariable, ...analysis.multivariable], scope.study);
    return;
  }
  const by = group(analysis.by, "by");
  if (analysis.method === "follow-up") return;
  group(analysis.strata, "strata");
  checkStrata(analysis, analysis.by, scope.study);
  checkComparison(analysis, by, scope.study);
}

/** Endpoints and factors that no analysis uses must be right for the rows of some table; `first` is the one that errors speak of. */
function checkUnused(uses: Uses, scope: Omit<Scope, "table">, first: string): void {
  const { tables } = scope.dictionary;
  const names = [first, ...Object.keys(tables).filter((name) => name !== first)];
  const check = (bind: (scope: Scope) => unknown) => {
    const faults = names.map((name) => faultOf(() => bind({ ...scope, table: tables[name] })));
    if (faults.every((fault) => fault !== undefined)) throw faults[0];
  };
  for (const { id, path } of scope.study.endpoints)
    if (!uses.endpoints.has(id)) check((one) => bindEndpoint(id, one, path));
  for (const { id, path } of scope.study.factors) if (!uses.factors.has(id)) check((one) => bindFactor(id, one, path));
}

function faultOf(bind: () => unknown): StudyError | undefined {
  try {
    bind();
    return undefined;
  } catch (error) {
    if (error instanceof StudyError) return error;
    throw error;
  }
}

/** A factor has one meaning in the whole study: the same fields wherever it is used. */
function useFactor(factor: Factor, path: string, { study }: Scope, { factors }: Uses): Factor {
  const known = factors.get(factor.id);
  if (known && known.fields.join() !== factor.fields.join())
    throw studyError(
      study,
      path,
      `“${factor.id}” is ${factor.fields.join(" and ")} here, but ${known.fields.join(" and ")} in another analysis; write it with its table`,
    );
  factors.set(factor.id, factor);
  return factor;
}

/** Within a stratum its own factor does not vary. */
function checkStrata(
  { path, strata }: { path: string; strata: readonly string[] },
  compared: readonly string[],
  study: Study,
): void {
  strata.forEach((name, i) => {
    if (compared.includes(name))
      throw studyError(study, `${path}.strata[${i}]`, `“${name}” is compared here; the strata are other factors`);
  });
}

function checkComparison(
  { path, by, strata, rho, trend, exact }: SurvivalDefinition,
  factors: readonly Factor[],
  study: Study,
): void {
  if (by.length === 0) {
    const stray =
      strata.length > 0 ? "strata" : rho > 0 ? "rho" : trend !== undefined ? "trend" : exact ? "exact" : undefined;
    if (stray)
      throw studyError(study, `${path}.${stray}`, "there is nothing to compare; say by which factor (by)", true);
  }
  const groups = factors.reduce((product, { levels }) => product * levels.length, 1);
  if (Array.isArray(trend) && trend.length !== groups)
    throw studyError(
      study,
      `${path}.trend`,
      `found ${trend.length} scores, but there are ${groups} groups; give one a group`,
    );
}

function checkPublished(study: Study, cohortAt: (id: string, path: string) => CohortPlan): void {
  const ids = study.analyses.map(({ id }) => id);
  for (const { path, analysis, cohort } of study.published) {
    if (!ids.includes(analysis)) throw studyError(study, `${path}.analysis`, unknownName(analysis, "analysis", ids));
    if (cohort !== undefined) cohortAt(cohort, `${path}.cohort`);
  }
}

function inOrder<T extends { id: string }>(used: ReadonlyMap<string, T>, defined: readonly { id: string }[]): T[] {
  const ids = defined.map(({ id }) => id);
  const place = (id: string) => (ids.includes(id) ? ids.indexOf(id) : ids.length);
  return [...used.values()].sort((a, b) => place(a.id) - place(b.id));
}
