import { stringify } from "#csv-stringify";

/** Rows of cells as CSV (RFC 4180 with line feeds), the first row being the headings. */
export function csvText(rows: readonly (readonly string[])[]): string {
  // A lone carriage return would end the row for a reader of old Macintosh files.
  return stringify(
    rows.map((row) => [...row]),
    { quoted_match: /\r/ },
  );
}
