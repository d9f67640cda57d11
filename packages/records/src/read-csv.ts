import { csvRows, linesOf } from "./csv-rows.js";
import { separatorOf, separatorText } from "./csv-separator.js";
import { decodeText } from "./decode-text.js";
import { type RawRow, type RawTable, rawTable } from "./raw-table.js";
import { RecordsError } from "./records-error.js";
import { refuseLargeFile, refuseLargeTable, sizeOfText } from "./table-limits.js";

/**
 * A CSV's cells as strings. Separator (, ; tab |) and encoding are sniffed and said in `sniffed`; a first line `sep=;` is obeyed.
 *
 * @throws RecordsError where the file is empty, too large, no text, ragged, wrongly quoted, or a heading stands twice
 */
export function readCsv(bytes: Uint8Array, options: { file: string }): RawTable {
  const { file } = options;
  if (bytes.length === 0) throw new RecordsError(file, "the file is empty; its first row must hold the headings");
  refuseLargeFile(bytes.length, file);
  const { text, encoding, byteOrderMark } = decodeText(bytes, file);
  const { separator, announcement } = separatorOf(text);
  refuseLargeTable(sizeOfText(text, separator), file);
  const announced = announcement > 0 ? 1 : 0;
  const rows = csvRows(text.slice(announcement), { separator, file, firstLine: 1 + announced });
  const sniffed = [separatorText(separator), `encoding: "${encoding}"`, ...(byteOrderMark ? ["byte-order mark"] : [])];
  return rawTable(file, "csv", placed(rows, announced), sniffed);
}

/** A quoted field may hold line breaks: the row counts rows, as a spreadsheet does, the line counts lines of the file. */
function placed(rows: readonly string[][], before: number): RawRow[] {
  let line = 1 + before;
  return rows.map((cells, i) => {
    const row = { cells, row: i + 1 + before, line };
    line += linesOf(cells);
    return row;
  });
}
