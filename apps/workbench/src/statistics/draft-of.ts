import { type AnalysisDefinition, type Confidence, parseStudy, type Study, StudyError } from "@seriatim/study";
import { isAlias, isNode, parseDocument, visit } from "yaml";
import type { AnalysisDraft, ConditionDraft, StudyDraft } from "./study-draft.js";
import { type StudyFiles, studyFiles } from "./study-text.js";

/** What `draftOf` makes of a study file. */
export type DraftOf =
  | {
      draft: StudyDraft;
      files: StudyFiles;
      /** Comments that the draft cannot keep, with their lines. */
      lost: { line: number; comment: string }[];
    }
  | { readOnly: true; why: string };

/**
 * The draft of a study file, so that what was written by hand can be clicked on. Read only, with the reason in a sentence, is
 * a file with a fault, and one with anchors, whose parts are shared in a way that a draft cannot say.
 */
export function draftOf(text: string): DraftOf {
  const document = parseDocument(text);
  let shared = false;
  visit(document, {
    Node(_, node) {
      if (isAlias(node) || ("anchor" in node && node.anchor !== undefined)) shared = true;
    },
  });
  if (shared) return { readOnly: true, why: "The file has anchors (& and *), which only the text can change." };
  try {
    const study = parseStudy(text, "study.yaml");
    return { draft: draftOfStudy(study), files: studyFiles(study.records), lost: commentsOf(text) };
  } catch (error) {
    if (error instanceof StudyError) return { readOnly: true, why: error.message };
    throw error;
  }
}

function draftOfStudy(study: Study): StudyDraft {
  const { title, authors, provenance, source, asOf, partialDates, confidence, definitions } = study;
  const all = study.cohorts.map(({ id }) => id);
  return {
    title,
    ...(authors ? { authors } : {}),
    ...(provenance === undefined ? {} : { provenance }),
    ...(source === undefined ? {} : { source }),
    definitions,
    ...(asOf ? { asOf: [String(asOf.year).padStart(4, "0"), two(asOf.month), two(asOf.day)].join("-") } : {}),
    partialDates,
    confidence,
    cohorts: study.cohorts.map(({ path: _, steps, ...cohort }) => ({
      ...cohort,
      steps: steps.map((step) => ({ ...step, conditions: withoutPaths(step.conditions) })),
    })),
    endpoints: study.endpoints.map(({ path: _, event, ...endpoint }) => ({ ...endpoint, event: withoutPaths(event) })),
    factors: study.factors.map(({ path: _, ...factor }) => factor),
    analyses: study.analyses.map((analysis) => analysisDraft(analysis, confidence, all)),
    published: study.published.map(({ path: _, ...figure }) => figure),
  };
}

function withoutPaths(conditions: readonly (ConditionDraft & { path: string })[]): ConditionDraft[] {
  return conditions.map(({ name, must }) => ({ name, must }));
}

function analysisDraft(
  { path: _, ...analysis }: AnalysisDefinition,
  study: Confidence,
  all: readonly string[],
): AnalysisDraft {
  const own: Record<string, unknown> = { ...analysis };
  if ("confidence" in analysis && analysis.confidence.level === study.level && analysis.confidence.type === study.type)
    delete own.confidence;
  if ("cohorts" in analysis && analysis.cohorts.join("\n") === all.join("\n")) delete own.cohorts;
  return own as unknown as AnalysisDraft;
}

/** The comments but for the line that tells editors the schema. */
function commentsOf(text: string): { line: number; comment: string }[] {
  const document = parseDocument(text);
  const kept = new Set<string>();
  const add = (comment: unknown) => {
    if (typeof comment === "string") for (const line of comment.split("\n")) kept.add(line.trim());
  };
  add(document.commentBefore);
  add(document.comment);
  visit(document, {
    Pair(_, { key, value }) {
      for (const node of [key, value])
        if (isNode(node)) {
          add(node.commentBefore);
          add(node.comment);
        }
    },
    Node(_, node) {
      add(node.commentBefore);
      add(node.comment);
    },
  });
  return text.split("\n").flatMap((line, i) => {
    const comment = /(?:^|\s)#(.*)$/.exec(line)?.[1].trim();
    const isOne = comment !== undefined && kept.has(comment) && !comment.startsWith("yaml-language-server:");
    return isOne ? [{ line: i + 1, comment }] : [];
  });
}

function two(part: number): string {
  return String(part).padStart(2, "0");
}
