import type { Results } from "@seriatim/study/results";
import { type FontFace, renderHtml } from "./html/render-html.js";
import { reportDocument } from "./report-document.js";
import { tableCsv } from "./table-csv.js";

export interface ReportOptions {
  /** Fonts that the page carries with it; without them it falls back to those of the reader's machine. */
  fonts?: readonly FontFace[];
}

/**
 * A report of results: `report.html`, which needs nothing beside it, its figures as `figures/*.svg` and its tables as
 * `tables/*.csv`. The same results give the same bytes.
 *
 * @returns the files by their paths in the report's folder
 */
export async function renderReport(
  results: Results,
  { fonts = [] }: ReportOptions = {},
): Promise<{ files: Record<string, string> }> {
  const document = await reportDocument(results);
  const files: Record<string, string> = { "report.html": renderHtml(document, results, fonts) };
  for (const block of document.sections.flatMap(({ blocks }) => blocks)) {
    if (block.kind === "figure") files[`figures/${block.id}.svg`] = block.svg;
    if (block.kind === "table") files[`tables/${block.id}.csv`] = tableCsv(block);
  }
  return { files };
}
