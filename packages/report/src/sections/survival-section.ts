import type { AnalysisSummary, Results } from "@seriatim/study/results";
import { paragraph } from "../document.js";
import { kaplanMeierFigure } from "../figures/kaplan-meier.js";
import type { Draft } from "./draft.js";
import { observedTable } from "./observed-table.js";
import { survivalSentences } from "./survival-sentences.js";
import { survivalTable } from "./survival-table.js";

/** Survival: the sentences, the curves, what is read off them, and what was observed without a model. */
export async function survivalSection(results: Results, analysis: AnalysisSummary): Promise<Draft> {
  return {
    blocks: [paragraph(...survivalSentences(results, analysis))],
    figures: [await kaplanMeierFigure(results, analysis.id)],
    tables: [survivalTable(results, analysis), ...observedTable(results, analysis)],
  };
}
