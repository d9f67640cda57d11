import { CsvError, parse } from "csv-parse/sync";
import { decodeText } from "./decode-text.js";
import { type RawRow, type RawTable, rawTable } from "./raw-table.js";
import { RecordsError } from "./records-error.js";

/**
 * A CSV's cells as strings. Separator (, ; tab |) and encoding are sniffed and said in `sniffed`; a first line `sep=;` is obeyed.
 *
 * @throws RecordsError where the file is empty, no text, ragged, wrongly quoted, or a heading stands twice
 */
export function readCsv(bytes: Uint8Array, options: { file: string }): RawTable {
  const { file } = options;
  if (bytes.length === 0) throw new RecordsError(file, "the file is empty; its first row must hold the headings");
  const { text, encoding, byteOrderMark } = decodeText(bytes, file);
  const announced = /^sep=(.)\r?\n/i.exec(text);
  const body = announced ? text.slice(announced[0].length) : text;
  const separator = announced?.[1] ?? sniffSeparator(body);
  const sniffed = [
    `separator: ${separator === "\t" ? "tab" : `"${separator}"`}`,
    `encoding: "${encoding}"`,
    ...(byteOrderMark ? ["byte-order mark"] : []),
  ];
  return rawTable(file, "csv", parseRows(body, separator, file, announced ? 1 : 0), sniffed);
}

/** How a line of a CSV may end. */
export const lineEnds = ["\r\n", "\n", "\r"] as const;

interface RowWithLines {
  record: string[];
  info: { lines: number };
}

function parseRows(text: string, delimiter: string, file: string, linesBefore: number): RawRow[] {
  let records: RowWithLines[];
  try {
    records = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      record_delimiter: [...lineEnds],
    }) as unknown as RowWithLines[];
  } catch (error) {
    throw csvFault(error, file, linesBefore);
  }
  // A quoted field may hold line breaks: the row counts records, as a spreadsheet does, the line counts lines of the file.
  let line = 1 + linesBefore;
  return records.map(({ record, info }, i) => {
    const row = { cells: record, row: i + 1 + linesBefore, line };
    line = info.lines + 1 + linesBefore;
    return row;
  });
}

/**
 * What the parser found wrong, as a sentence; anything that is no fault of the CSV is handed back as it is.
 *
 * @param linesBefore lines that the parser has not counted
 */
export function csvFault(error: unknown, file: string, linesBefore = 0): unknown {
  if (!(error instanceof CsvError)) return error;
  const says = csvFaults[error.code] ?? `not readable as CSV (${error.code})`;
  // A row that is too long is named by where it begins, not by where the parser gave up.
  const line = error.code === "CSV_MAX_RECORD_SIZE" ? Number(error.records) + 1 : error.lines;
  return new RecordsError(file, says, typeof line === "number" ? { line: line + linesBefore } : {});
}

const csvFaults: Record<string, string> = {
  CSV_MAX_RECORD_SIZE: "a row of more than 8 MB begins here; a quotation mark is probably never closed",
  CSV_QUOTE_NOT_CLOSED:
    "a quotation mark is opened and never closed; close it, or double it where it is part of the text",
  INVALID_OPENING_QUOTE:
    "a quotation mark stands inside a field that is not quoted; quote the whole field and double the mark",
  CSV_INVALID_CLOSING_QUOTE:
    "text stands behind a closing quotation mark; double the mark where it is part of the text",
};

/**
 * The separator that splits the first lines into equally many fields, most of them; quoted parts are left out of the count.
 * A comma where none does: the file has one column.
 */
export function sniffSeparator(text: string): string {
  const lines = firstLines(text, 20);
  let best = { separator: ",", score: 0 };
  for (const separator of [";", "\t", "|", ","]) {
    const counts = lines.map((line) => line.split(separator).length - 1);
    const fields = counts[0] ?? 0;
    const equal = counts.filter((n) => n === fields).length;
    // Agreement of the lines weighs more than the number of fields: decimal commas are many, and uneven.
    const score = fields === 0 ? 0 : (equal / counts.length) * 1000 + fields;
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

function firstLines(text: string, most: number): string[] {
  const withoutQuoted = text.slice(0, 65_536).replace(/"(?:[^"]|"")*("|$)/g, "");
  const lines = withoutQuoted.split(/\r\n|\n|\r/).filter((line) => line.trim() !== "");
  // The last line may be cut off in the middle.
  return lines.slice(0, Math.min(most, Math.max(1, text.length > 65_536 ? lines.length - 1 : lines.length)));
}
