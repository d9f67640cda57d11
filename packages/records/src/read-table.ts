import type { RawTable } from "./raw-table.js";
import { readCsv } from "./read-csv.js";
import { isOle, isZip, readXlsx } from "./read-xlsx.js";

/**
 * A CSV or XLSX file's cells as strings; which of the two it is, its bytes say, or, where they say nothing, its name.
 *
 * @param options.file  the name without folder, for messages
 * @param options.sheet for a workbook; the first sheet where it is not given
 * @throws RecordsError as `readCsv` and `readXlsx`
 */
export function readTable(bytes: Uint8Array, options: { file: string; sheet?: string }): RawTable {
  const isWorkbook = isZip(bytes) || isOle(bytes) || /\.xls[xmb]?$/i.test(options.file);
  return isWorkbook ? readXlsx(bytes, options) : readCsv(bytes, { file: options.file });
}
