import type { Dictionary } from "@seriatim/records";
import { createContext, useContext } from "react";
import type { StatisticsAnswer } from "../../statistics/messages.js";
import type { AskOptions, Statistics, Superseded } from "../../statistics/statistics.js";
import type { StudyDraft } from "../../statistics/study-draft.js";

/** The study that the pages Cohort, Survival, Factors and Report share. */
export interface Study {
  readonly draft: StudyDraft;
  /** The draft's study file. */
  readonly text: string;
  /** That of another draft, to compare with. */
  textOf(draft: StudyDraft): string;
  readonly dictionary: Dictionary;
  /** Those with rows. */
  readonly tables: readonly string[];
  /** Of the records: differs when they do. */
  readonly version: string;
  /** @param options.joined takes the place of the present, as each step of a slider does */
  change(next: StudyDraft | ((draft: StudyDraft) => StudyDraft), options?: { joined?: boolean }): void;
  undo(): void;
  redo(): void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Back to the study that the registry came with, or to that of the dictionary; can be undone. */
  reset(): void;
  readonly statistics: Statistics;
  run(only?: readonly string[], options?: AskOptions): Promise<StatisticsAnswer<"run"> | Superseded>;
  figure(analysis: string, options?: AskOptions & { width?: number }): Promise<StatisticsAnswer<"figure"> | Superseded>;
  report(options?: AskOptions): Promise<StatisticsAnswer<"report"> | Superseded>;
}

export const StudyContext = createContext<Study | null>(null);

/** The study of the page, below `WithStudy`. */
export function useStudy(): Study {
  const study = useContext(StudyContext);
  if (!study) throw new TypeError("no WithStudy stands above");
  return study;
}
