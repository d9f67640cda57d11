import { changeAnalysis, type StudyDraft, withConventions } from "../../../statistics/study-draft.js";
import type { Conventions } from "./survival-search.js";

/** The conventions that an analysis is computed with. */
export function conventionsOf(draft: StudyDraft, analysis: string): Conventions {
  const found = draft.analyses.find(({ id }) => id === analysis);
  const own = found && "confidence" in found ? found.confidence : undefined;
  return { ...(own ?? draft.confidence), partialDates: draft.partialDates };
}

/** The study with them: as its own where the analysis has no other. */
export function withConventionsOf(
  draft: StudyDraft,
  analysis: string,
  { type, level, partialDates }: Conventions,
): StudyDraft {
  const found = draft.analyses.find(({ id }) => id === analysis);
  const hasOwn = found !== undefined && "confidence" in found && found.confidence !== undefined;
  return hasOwn
    ? changeAnalysis(withConventions(draft, { partialDates }), analysis, "survival", { confidence: { type, level } })
    : withConventions(draft, { partialDates, confidence: { type, level } });
}
