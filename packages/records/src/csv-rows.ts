import { CsvError, parse } from "#csv-parse";
import { RecordsError } from "./records-error.js";

interface CsvRowsOptions {
  separator: string;
  /** The file's name, for messages. */
  file: string;
  /** The file's line on which the text begins, 1-based. */
  firstLine: number;
  /** Whether the text may break off inside quotation marks: then there is no answer yet. */
  mayContinue?: boolean;
  /** The longest row in characters that may continue; any where it is not given. */
  longestRow?: number;
}

/**
 * The cells of each row of a CSV's text, empty lines among them as one empty cell; undefined where it breaks off inside
 * quotation marks and may continue.
 *
 * @throws RecordsError where quotation marks are wrong, with the line; of a row without end, that on which it begins
 */
export function csvRows(text: string, options: CsvRowsOptions & { mayContinue?: false }): string[][];
export function csvRows(text: string, options: CsvRowsOptions): string[][] | undefined;
export function csvRows(text: string, options: CsvRowsOptions): string[][] | undefined {
  const { separator, file, firstLine, mayContinue = false, longestRow = Number.POSITIVE_INFINITY } = options;
  const parsed = (to?: number): string[][] =>
    parse(text, {
      delimiter: separator,
      relax_column_count: true,
      record_delimiter: ["\r\n", "\n", "\r"],
      ...(to === undefined ? {} : { to }),
    });
  try {
    return parsed();
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (error.code !== "CSV_QUOTE_NOT_CLOSED") {
      const says = faults[error.code] ?? `not readable as CSV (${error.code})`;
      throw new RecordsError(file, says, { line: firstLine - 1 + Number(error.lines) });
    }
    if (mayContinue && text.length < longestRow) return undefined;
    const before = Number(error.records);
    const line = (before === 0 ? [] : parsed(before)).reduce((next, cells) => next + linesOf(cells), firstLine);
    throw new RecordsError(file, mayContinue ? endlessRow : faults[error.code], { line });
  }
}

/** How many lines of the file a row takes: one, and one more for each line break within its quoted cells. */
export function linesOf(cells: readonly string[]): number {
  let lines = 1;
  for (const cell of cells)
    if (cell.includes("\n") || cell.includes("\r")) lines += cell.split(/\r\n|\n|\r/).length - 1;
  return lines;
}

const endlessRow = "a row of more than 8 MB begins here; a quotation mark is probably never closed";

const faults: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED:
    "a quotation mark is opened and never closed; close it, or double it where it is part of the text",
  INVALID_OPENING_QUOTE:
    "a quotation mark stands inside a field that is not quoted; quote the whole field and double the mark",
  CSV_INVALID_CLOSING_QUOTE:
    "text stands behind a closing quotation mark; double the mark where it is part of the text",
};
