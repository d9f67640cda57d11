import type { Dictionary } from "@seriatim/records";
import { resolveStudy } from "./resolve-study.js";
import type { AnalysisDefinition, Study } from "./study.js";
import { StudyError } from "./study-error.js";
import { parseParts } from "./study-file.js";

/**
 * All faults of a study file, for an editor: those of the text and the schema; where there are none, those of its parts and
 * of their names in the dictionary. A part with a fault is passed over with what needs it, so that one fault is told once.
 *
 * @param fileName as it shall stand in the errors' messages
 * @returns by position; empty where `parseStudy` and `resolveStudy` find nothing
 */
export function studyFaults(text: string, fileName: string, dictionary: Dictionary): StudyError[] {
  const { study, faults } = parseParts(text, fileName);
  if (!study) return inOrder(faults);
  let left = faults.reduce((rest, { path }) => withoutPart(rest, path, study) ?? rest, study);
  // Each turn takes out a part at least.
  while (left.cohorts.length > 0) {
    const fault = faultOf(left, dictionary);
    if (!fault) break;
    faults.push(fault);
    const rest = withoutPart(left, fault.path, left);
    if (!rest) break;
    left = rest;
  }
  return inOrder(faults);
}

function faultOf(study: Study, dictionary: Dictionary): StudyError | undefined {
  try {
    resolveStudy(study, dictionary);
    return undefined;
  } catch (error) {
    if (error instanceof StudyError) return error;
    throw error;
  }
}

function inOrder(faults: readonly StudyError[]): StudyError[] {
  return faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** The study without the part at a path and all that names it; undefined where the path is of no part. */
function withoutPart(study: Study, path: string, { records }: Study): Study | undefined {
  const cohort = partAt(path, "cohorts.", study.cohorts);
  if (cohort !== undefined) return withoutCohort(study, cohort);
  const endpoint = partAt(path, "endpoints.", study.endpoints);
  if (endpoint !== undefined) return withoutEndpoint(study, endpoint);
  const factor = partAt(path, "factors.", study.factors);
  if (factor !== undefined) return withoutFactor(study, factor);
  const analyses = study.analyses.filter((one) => !isWithin(path, one.path));
  if (analyses.length < study.analyses.length) return soundly({ ...study, analyses });
  const published = study.published.filter((one) => !isWithin(path, one.path));
  if (published.length < study.published.length) return { ...study, published };
  if (isWithin(path, "definitions") && Object.keys(study.definitions).length > 0) return { ...study, definitions: {} };
  if (isWithin(path, "records") && records.kind === "files" && Object.keys(records.tables).length > 0)
    return { ...study, records: { ...records, tables: {} } };
  return undefined;
}

/** The id of the part that a path lies in; of a part that could not be read too, as what needs it is faultless itself. */
function partAt(path: string, prefix: string, parts: readonly { id: string; path: string }[]): string | undefined {
  const known = parts.filter((part) => isWithin(path, part.path)).sort((a, b) => b.path.length - a.path.length)[0];
  if (known) return known.id;
  return path.startsWith(prefix) ? /^[^.[]+/.exec(path.slice(prefix.length))?.[0] : undefined;
}

function isWithin(path: string, part: string): boolean {
  return path === part || path.startsWith(`${part}.`) || path.startsWith(`${part}[`);
}

function withoutCohort(study: Study, id: string): Study | undefined {
  const gone = new Set([id]);
  for (let size = 0; size !== gone.size; ) {
    size = gone.size;
    for (const one of study.cohorts) if (one.from !== undefined && gone.has(one.from)) gone.add(one.id);
  }
  const cohorts = study.cohorts.filter((one) => !gone.has(one.id));
  const analyses = study.analyses.flatMap((one): AnalysisDefinition[] => {
    if (one.method === "flow") return [{ ...one, cohorts: one.cohorts.filter((name) => !gone.has(name)) }];
    return gone.has(one.cohort) ? [] : [one];
  });
  const published = study.published.filter(({ cohort }) => cohort === undefined || !gone.has(cohort));
  return changed(study, { ...study, cohorts, analyses, published });
}

function withoutEndpoint(study: Study, id: string): Study | undefined {
  const endpoints = study.endpoints.filter((one) => one.id !== id);
  const analyses = study.analyses.filter((one) => !("endpoint" in one) || one.endpoint !== id);
  return changed(study, { ...study, endpoints, analyses });
}

function withoutFactor(study: Study, id: string): Study | undefined {
  const factors = study.factors.filter((one) => one.id !== id);
  const analyses = study.analyses.filter((one) => !namesOf(one).includes(id));
  const cohorts = study.cohorts.map((cohort) => ({
    ...cohort,
    steps: cohort.steps.map((step) => ({ ...step, conditions: step.conditions.filter(({ name }) => name !== id) })),
  }));
  return changed(study, { ...study, factors, analyses, cohorts });
}

function namesOf(analysis: AnalysisDefinition): readonly string[] {
  switch (analysis.method) {
    case "flow":
      return [];
    case "baseline":
      return [...analysis.factors, ...analysis.by];
    case "survival":
      return [...analysis.by, ...analysis.strata];
    case "factors":
      return [...analysis.univariable, ...analysis.multivariable, ...analysis.strata];
    case "follow-up":
      return analysis.by;
    case "swimmer":
      return [analysis.level];
  }
}

/** Undefined where nothing was taken out: the same fault would come again. */
function changed(before: Study, after: Study): Study | undefined {
  const size = ({ cohorts, endpoints, factors, analyses }: Study) =>
    cohorts.length + endpoints.length + factors.length + analyses.length;
  return size(after) < size(before) ? soundly(after) : undefined;
}

function soundly(study: Study): Study {
  const ids = study.analyses.map(({ id }) => id);
  return { ...study, published: study.published.filter(({ analysis }) => ids.includes(analysis)) };
}
