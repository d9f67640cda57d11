import type { Dictionary } from "@seriatim/records";
import { type DraftHistory, historyOf } from "../../statistics/draft-history.js";
import { draftOf } from "../../statistics/draft-of.js";
import { defaultDraft } from "../../statistics/study-defaults.js";
import type { StudyDraft } from "../../statistics/study-draft.js";

/** As many steps back as outlive a reload. */
const keptSteps = 30;

/** The draft that this window had of a registry, else the study that came with it, else one from the dictionary. */
export function firstHistory(
  registry: string,
  dictionary: Dictionary,
  { studyText, tables }: { studyText?: string; tables: readonly string[] },
): DraftHistory<StudyDraft> {
  return keptHistory(registry) ?? historyOf(firstDraft(dictionary, { studyText, tables }));
}

export function firstDraft(
  dictionary: Dictionary,
  { studyText, tables }: { studyText?: string | undefined; tables: readonly string[] },
): StudyDraft {
  const given = studyText === undefined ? undefined : draftOf(studyText);
  return given && "draft" in given ? given.draft : defaultDraft(dictionary, { tables });
}

export function keepHistory(registry: string, { past, present, future }: DraftHistory<StudyDraft>): void {
  try {
    const kept = { past: past.slice(-keptSteps), present, future: future.slice(0, keptSteps) };
    sessionStorage.setItem(nameOf(registry), JSON.stringify(kept));
  } catch {
    // Full or forbidden: the draft then lives as long as the page.
  }
}

function keptHistory(registry: string): DraftHistory<StudyDraft> | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(nameOf(registry)) ?? "null") as DraftHistory<StudyDraft> | null;
    return kept && Array.isArray(kept.past) && Array.isArray(kept.present?.cohorts) ? kept : undefined;
  } catch {
    return undefined;
  }
}

function nameOf(registry: string): string {
  return `seriatim-study-${registry}`;
}
