import type { AnalysisSummary, Results } from "@seriatim/study/results";
import { blockId } from "./block-id.js";
import { type Block, label, type ReportDocument, type Section } from "./document.js";
import { formatCounted } from "./format.js";
import { keyFigures } from "./key-figures.js";
import { baselineSection } from "./sections/baseline-section.js";
import type { Draft } from "./sections/draft.js";
import { factorsSection } from "./sections/factors-section.js";
import { flowSection } from "./sections/flow-section.js";
import { followUpSection } from "./sections/follow-up-section.js";
import { methodsSection } from "./sections/methods-section.js";
import { publishedSection } from "./sections/published-section.js";
import { recordsSection } from "./sections/records-section.js";
import { survivalSection } from "./sections/survival-section.js";
import { swimmerSection } from "./sections/swimmer-section.js";

/**
 * The report of a study: a section an analysis in the file's order, then the agreement with the published figures, the
 * methods, and the records. Tables and figures are numbered in the order in which they stand.
 */
export async function reportDocument(results: Results): Promise<ReportDocument> {
  const analysed: Section[] = [];
  for (const analysis of results.analyses)
    analysed.push(analysisSection(results, analysis, await draft(results, analysis)));
  return {
    title: results.study.title,
    authors: results.study.authors ?? [],
    source: results.study.source,
    provenance: results.study.provenance,
    keyFigures: keyFigures(results),
    sections: numbered([...analysed, ...publishedSection(results), methodsSection(results), recordsSection(results)]),
  };
}

function draft(results: Results, analysis: AnalysisSummary): Draft | Promise<Draft> {
  switch (analysis.method) {
    case "flow":
      return flowSection(results, analysis);
    case "baseline":
      return baselineSection(results, analysis);
    case "survival":
      return survivalSection(results, analysis);
    case "factors":
      return factorsSection(results, analysis);
    case "follow-up":
      return followUpSection(results, analysis);
    case "swimmer":
      return swimmerSection(results, analysis);
  }
}

function analysisSection(
  results: Results,
  analysis: AnalysisSummary,
  { blocks, figures = [], tables = [] }: Draft,
): Section {
  const rowsOf = results.cohorts.find(({ id }) => id === analysis.cohort)?.rowsOf ?? "rows";
  const remarks = [
    ...analysis.excluded.map(({ reason, rows }) => `Left out: ${formatCounted(rows, rowsOf)}: ${reason}`),
    ...analysis.notes,
  ];
  return {
    id: blockId("analysis", analysis.id),
    title: analysis.label,
    blocks: [
      ...blocks,
      ...figures.map(({ id, svg, title, caption }): Block => ({ kind: "figure", id, svg, title, caption })),
      ...tables,
      ...(remarks.length === 0
        ? []
        : [{ kind: "list" as const, title: "Remarks", items: remarks.map((remark) => [label(`${remark}.`)]) }]),
    ],
  };
}

function numbered(sections: readonly Section[]): Section[] {
  const counts = { table: 0, figure: 0 };
  return sections.map((section) => ({
    ...section,
    blocks: section.blocks.map((block) => {
      if (block.kind === "table") return { ...block, number: `Table ${++counts.table}` };
      if (block.kind === "figure") return { ...block, number: `Figure ${++counts.figure}` };
      return block;
    }),
  }));
}
