import type { CompletionRule } from "@seriatim/records";
import type {
  AnalysisDefinition,
  CohortDefinition,
  ConditionDefinition,
  Confidence,
  EndpointDefinition,
  FactorDefinition,
  PublishedFigure,
} from "@seriatim/study";

/** A study as clicks make it; plain and never changed. `studyText` writes it, `draftOf` reads it back. */
export interface StudyDraft {
  readonly title: string;
  readonly authors?: readonly string[];
  readonly provenance?: string;
  readonly source?: string;
  /** By derived field (`table.field`); the dictionary's default where none is named. */
  readonly definitions: Readonly<Record<string, string>>;
  /** `1998-12-31`. */
  readonly asOf?: string;
  readonly partialDates: CompletionRule;
  readonly confidence: Confidence;
  readonly cohorts: readonly CohortDraft[];
  readonly endpoints: readonly EndpointDraft[];
  readonly factors: readonly FactorDraft[];
  /** The report's sections, in their order. */
  readonly analyses: readonly AnalysisDraft[];
  /** Carried along; no page changes them. */
  readonly published: readonly PublishedDraft[];
}

export type ConditionDraft = Omit<ConditionDefinition, "path">;

export interface StepDraft {
  readonly conditions: readonly ConditionDraft[];
  /** The reason given for those left out. */
  readonly otherwise?: string;
}

export type CohortDraft = Omit<CohortDefinition, "path" | "steps"> & { readonly steps: readonly StepDraft[] };
export type EndpointDraft = Omit<EndpointDefinition, "path" | "event"> & { readonly event: readonly ConditionDraft[] };
export type FactorDraft = Omit<FactorDefinition, "path">;
export type PublishedDraft = Omit<PublishedFigure, "path">;

type DraftOfAnalysis<One> = One extends AnalysisDefinition
  ? Omit<One, "path" | "confidence" | "cohorts"> &
      // Only where it is not that of the whole study.
      (One extends { confidence: Confidence } ? { readonly confidence?: Confidence } : unknown) &
      // Of a flow: all, where it names none.
      (One extends { cohorts: unknown } ? { readonly cohorts?: readonly string[] } : unknown)
  : never;
export type AnalysisDraft = DraftOfAnalysis<AnalysisDefinition>;
export type AnalysisDraftOf<Method extends AnalysisDraft["method"]> = Extract<AnalysisDraft, { method: Method }>;

/** What of a study is not one of its parts. */
export type StudyConventions = Partial<
  Pick<
    StudyDraft,
    "title" | "authors" | "provenance" | "source" | "definitions" | "asOf" | "partialDates" | "confidence"
  >
>;

/** The study with other words or conventions; one that is `undefined` is taken out. */
export function withConventions(draft: StudyDraft, conventions: StudyConventions): StudyDraft {
  return { ...draft, ...conventions };
}

/** The cohort in place of the one of its id, or at the end. */
export function withCohort(draft: StudyDraft, cohort: CohortDraft): StudyDraft {
  return { ...draft, cohorts: withOne(draft.cohorts, cohort) };
}

export function withEndpoint(draft: StudyDraft, endpoint: EndpointDraft): StudyDraft {
  return { ...draft, endpoints: withOne(draft.endpoints, endpoint) };
}

export function withFactor(draft: StudyDraft, factor: FactorDraft): StudyDraft {
  return { ...draft, factors: withOne(draft.factors, factor) };
}

export function withAnalysis(draft: StudyDraft, analysis: AnalysisDraft): StudyDraft {
  return { ...draft, analyses: withOne(draft.analyses, analysis) };
}

/** Some parts of an analysis changed: its cohort, endpoint, grouping, times, lists of factors, conventions. */
export function changeAnalysis<Method extends AnalysisDraft["method"]>(
  draft: StudyDraft,
  id: string,
  method: Method,
  change: Partial<Omit<AnalysisDraftOf<Method>, "id" | "method">>,
): StudyDraft {
  const analysis = draft.analyses.find((one) => one.id === id && one.method === method);
  if (!analysis) throw new RangeError(`no ${method} analysis “${id}”`);
  return withAnalysis(draft, { ...analysis, ...change });
}

/** A step more for a cohort, at its end or before the step at `before`. */
export function addStep(draft: StudyDraft, cohort: string, step: StepDraft, before?: number): StudyDraft {
  return changeSteps(draft, cohort, (steps) => steps.toSpliced(before ?? steps.length, 0, step));
}

export function replaceStep(draft: StudyDraft, cohort: string, place: number, step: StepDraft): StudyDraft {
  return changeSteps(draft, cohort, (steps) => steps.with(place, step));
}

export function removeStep(draft: StudyDraft, cohort: string, place: number): StudyDraft {
  return changeSteps(draft, cohort, (steps) => steps.toSpliced(place, 1));
}

/** The report's sections: the analyses of these ids, in this order; the others are left out with what was published of them. */
export function withSections(draft: StudyDraft, ids: readonly string[]): StudyDraft {
  const analyses = ids.map((id) => {
    const found = draft.analyses.find((one) => one.id === id);
    if (!found) throw new RangeError(`no analysis “${id}”`);
    return found;
  });
  return { ...draft, analyses, published: draft.published.filter(({ analysis }) => ids.includes(analysis)) };
}

/**
 * An analysis counted from a landmark, in the endpoint's unit, or from its time zero again. The endpoint of other analyses
 * stays as it is: the landmark's is one of its own, `os_landmark_12`.
 */
export function withLandmark(draft: StudyDraft, analysisId: string, landmark: number | undefined): StudyDraft {
  const analysis = draft.analyses.find(({ id }) => id === analysisId);
  if (!analysis || !("endpoint" in analysis)) throw new RangeError(`no analysis “${analysisId}” with an endpoint`);
  const bare = analysis.endpoint.replace(/_landmark_[\d.]+$/, "");
  const base =
    draft.endpoints.find(({ id }) => id === bare) ?? draft.endpoints.find(({ id }) => id === analysis.endpoint);
  if (!base) throw new RangeError(`no endpoint “${analysis.endpoint}”`);
  const id = landmark === undefined ? base.id : `${base.id}_landmark_${landmark}`;
  const label = `${base.label} from ${landmark} ${base.unit ?? ("from" in base.clock ? "months" : "")}`.trim();
  const added = landmark === undefined ? draft : withEndpoint(draft, { ...base, id, label, landmark });
  const pointed = withAnalysis(added, { ...analysis, endpoint: id });
  const used = new Set(pointed.analyses.flatMap((one) => ("endpoint" in one ? [one.endpoint] : [])));
  const endpoints = pointed.endpoints.filter((one) => used.has(one.id) || !/_landmark_[\d.]+$/.test(one.id));
  return { ...pointed, endpoints };
}

export type PartKind = "cohort" | "endpoint" | "factor" | "analysis";

/** What would go with a part that is taken out: analyses that need it, cohorts taken from it. */
export function usesOf(draft: StudyDraft, kind: PartKind, id: string): { cohorts: string[]; analyses: string[] } {
  const left = without(draft, kind, id);
  const gone = (before: readonly { id: string }[], after: readonly { id: string }[]) =>
    before.map((one) => one.id).filter((one) => !after.some((other) => other.id === one));
  return {
    cohorts: gone(draft.cohorts, left.cohorts).filter((one) => kind !== "cohort" || one !== id),
    analyses: gone(draft.analyses, left.analyses).filter((one) => kind !== "analysis" || one !== id),
  };
}

/**
 * The study without a part, and without what cannot be said without it: cohorts taken from a cohort, analyses of a cohort or
 * endpoint, those that have no factor left. A factor is struck from lists and conditions.
 */
export function without(draft: StudyDraft, kind: PartKind, id: string): StudyDraft {
  switch (kind) {
    case "cohort": {
      const gone = new Set([id]);
      // A cohort may stand before the one that it is taken from.
      for (let size = 0; size !== gone.size; ) {
        size = gone.size;
        for (const one of draft.cohorts) if (one.from !== undefined && gone.has(one.from)) gone.add(one.id);
      }
      const analyses = draft.analyses.flatMap((one): AnalysisDraft[] => {
        if (one.method === "flow") {
          const cohorts = one.cohorts?.filter((cohort) => !gone.has(cohort));
          return cohorts?.length === 0 ? [] : [{ ...one, ...(cohorts ? { cohorts } : {}) }];
        }
        return gone.has(one.cohort) ? [] : [one];
      });
      const published = draft.published.filter(({ cohort }) => cohort === undefined || !gone.has(cohort));
      return sound({ ...draft, cohorts: draft.cohorts.filter((one) => !gone.has(one.id)), analyses, published });
    }
    case "endpoint":
      return sound({
        ...draft,
        endpoints: draft.endpoints.filter((one) => one.id !== id),
        analyses: draft.analyses.filter((one) => !("endpoint" in one) || one.endpoint !== id),
      });
    case "factor":
      return withoutFactor(draft, id);
    case "analysis":
      return sound({ ...draft, analyses: draft.analyses.filter((one) => one.id !== id) });
  }
}

function withoutFactor(draft: StudyDraft, id: string): StudyDraft {
  const conditionsOf = (conditions: readonly ConditionDraft[]) => conditions.filter(({ name }) => name !== id);
  const analyses = draft.analyses.flatMap((one) => withoutFactorIn(one, id));
  const cohorts = draft.cohorts.map((cohort) => ({
    ...cohort,
    steps: cohort.steps
      .map((step) => ({ ...step, conditions: conditionsOf(step.conditions) }))
      .filter(({ conditions }) => conditions.length > 0),
  }));
  const published = draft.published.filter(({ factor, group }) => factor !== id && !Object.hasOwn(group, id));
  return sound({ ...draft, factors: draft.factors.filter((one) => one.id !== id), cohorts, analyses, published });
}

function withoutFactorIn(analysis: AnalysisDraft, id: string): AnalysisDraft[] {
  const kept = (names: readonly string[]) => names.filter((name) => name !== id);
  switch (analysis.method) {
    case "baseline": {
      const factors = kept(analysis.factors);
      return factors.length === 0 ? [] : [{ ...analysis, factors, by: kept(analysis.by) }];
    }
    case "survival":
      return [{ ...analysis, by: kept(analysis.by), strata: kept(analysis.strata) }];
    case "factors": {
      const univariable = kept(analysis.univariable);
      if (univariable.length === 0) return [];
      const [multivariable, strata] = [kept(analysis.multivariable), kept(analysis.strata)];
      return [{ ...analysis, univariable, multivariable, strata }];
    }
    case "follow-up":
      return [{ ...analysis, by: kept(analysis.by) }];
    case "swimmer":
      return analysis.level === id ? [] : [analysis];
    case "flow":
      return [analysis];
  }
}

/** Published figures of analyses that are no longer there go with them. */
function sound(draft: StudyDraft): StudyDraft {
  const ids = draft.analyses.map(({ id }) => id);
  return { ...draft, published: draft.published.filter(({ analysis }) => ids.includes(analysis)) };
}

function changeSteps(
  draft: StudyDraft,
  id: string,
  change: (steps: readonly StepDraft[]) => readonly StepDraft[],
): StudyDraft {
  const cohort = draft.cohorts.find((one) => one.id === id);
  if (!cohort) throw new RangeError(`no cohort “${id}”`);
  return withCohort(draft, { ...cohort, steps: change(cohort.steps) });
}

function withOne<Part extends { id: string }>(parts: readonly Part[], part: Part): readonly Part[] {
  const place = parts.findIndex(({ id }) => id === part.id);
  return place < 0 ? [...parts, part] : parts.with(place, part);
}
