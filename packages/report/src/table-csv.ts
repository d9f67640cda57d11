import { stringify } from "#csv-stringify";
import { plainText, type Table } from "./document.js";

/**
 * A table as CSV (RFC 4180, UTF-8 with a byte-order mark, so that spreadsheets read its letters right), with the words and
 * roundings of the report. A cell that a spreadsheet would take for a formula is preceded by an apostrophe.
 */
export function tableCsv({ columns, rows }: Table): string {
  return stringify(
    rows.map(({ kind, cells }) =>
      columns.map((_, j) => (kind === "level" && j === 0 ? "  " : "") + plainText(cells[j] ?? [])),
    ),
    {
      header: true,
      columns: columns.map(({ heading }, j) => ({ key: String(j), header: heading })),
      bom: true,
      escape_formulas: true,
    },
  );
}
