import { ColumnsReader } from "./columns-reader.js";
import type { ColumnKinds, CsvColumns } from "./csv-columns.js";
import { csvRows } from "./csv-rows.js";
import { separatorOf } from "./csv-separator.js";
import { decodedLines, type LinesSource } from "./decoded-lines.js";

/**
 * Reads some columns of one large CSV in one pass, without holding the file: numbers into a Float64Array, labels as codes
 * into an Int32Array. The separator (, ; tab |) is sniffed, or obeyed where the first line is `sep=;`; numbers are written
 * 1.5, or 1,5 where the separator is not a comma; text is UTF-8, else Windows-1252. Empty lines are passed over. O(bytes)
 * time, O(rows × wanted columns) memory.
 *
 * @param source the file's bytes in pieces
 * @param wanted the wanted columns by heading
 * @param options.file name for messages
 * @throws RecordsError where the file is empty or no text, lacks a wanted column, is ragged, or a cell of a number column
 *   is no number or, as 1,234, could be two
 */
export async function readCsvColumns<const Wanted extends ColumnKinds>(
  source: LinesSource,
  wanted: Wanted,
  options: { file?: string } = {},
): Promise<CsvColumns<Wanted>> {
  const { file = "the file" } = options;
  const decoded = decodedLines(source, file);
  const beginning = await firstBlocks(decoded.lines);
  const { separator, announcement } = separatorOf(beginning);
  const reader = new ColumnsReader(file, wanted, separator, announcement > 0 ? 2 : 1);
  let text = "";
  for await (const block of withFirst(beginning.slice(announcement), decoded.lines)) {
    text += block;
    const { nextLine: firstLine } = reader;
    const rows = csvRows(text, { separator, file, firstLine, mayContinue: true, longestRow: 8 * 1024 * 1024 });
    if (rows === undefined) continue;
    for (const cells of rows) reader.row(cells);
    text = "";
  }
  for (const cells of csvRows(text, { separator, file, firstLine: reader.nextLine })) reader.row(cells);
  return reader.result(decoded.sniffed()) as CsvColumns<Wanted>;
}

/** As many blocks as the separator is sniffed from, however short the pieces are in which the file arrives. */
async function firstBlocks(lines: AsyncIterator<string, void>): Promise<string> {
  let text = "";
  while (text.length < 65_536) {
    const block = await lines.next();
    if (block.done) break;
    text += block.value;
  }
  return text;
}

async function* withFirst(first: string, rest: AsyncIterable<string>): AsyncIterable<string> {
  if (first !== "") yield first;
  yield* rest;
}
