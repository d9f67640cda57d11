import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parse } from "csv-parse";
import { doubled, GrowingLabels, GrowingNumbers, type LabelColumn, type NumberColumn } from "./csv-columns.js";
import { decodedLines, type LinesSource } from "./decoded-lines.js";
import { unknownName } from "./nearest-name.js";
import { csvFault, lineEnds, sniffSeparator } from "./read-csv.js";
import { RecordsError } from "./records-error.js";

export type { LabelColumn, NumberColumn } from "./csv-columns.js";

export type ColumnKind = "number" | "label";

type ColumnOf<Kind extends ColumnKind> = Kind extends "number" ? NumberColumn : LabelColumn;
type Kinds = Readonly<Record<string, ColumnKind>>;

/** The wanted columns of a CSV. */
export interface CsvColumns<Wanted extends Kinds> {
  /** Number of rows. */
  n: number;
  columns: { [Name in keyof Wanted]: ColumnOf<Wanted[Name]> };
  /** All headings of the file. */
  headings: string[];
  /** For each row the 1-based line on which it begins, length n. */
  lines: Int32Array;
  /** `separator: ";"`, `byte-order mark`, `decimal comma`. */
  sniffed: string[];
}

/**
 * Reads some columns of one large CSV in one pass, without holding the file: numbers into a Float64Array, labels as codes
 * into an Int32Array. The separator (, ; tab |) is sniffed; numbers are written 1.5, or 1,5 where the separator is not a
 * comma; text is UTF-8, else Windows-1252. Empty lines are passed over. O(bytes) time, O(rows × wanted columns) memory.
 *
 * @param source a path, or the file's bytes in pieces
 * @param wanted the wanted columns by heading
 * @param options.file name for messages; the path's last part where it is not given
 * @throws RecordsError where the file is empty or no text, lacks a wanted column, is ragged, or a cell of a number column is no number
 */
export async function readCsvColumns<const Wanted extends Kinds>(
  source: string | LinesSource,
  wanted: Wanted,
  options: { file?: string } = {},
): Promise<CsvColumns<Wanted>> {
  const file = options.file ?? (typeof source === "string" ? basename(source) : "the file");
  const pieces: LinesSource =
    typeof source === "string" ? createReadStream(source, { highWaterMark: 1 << 20 }) : source;
  const decoded = decodedLines(pieces, file);
  const first = await decoded.lines.next();
  const separator = sniffSeparator(first.done ? "" : first.value);
  const reader = new ColumnsReader(file, wanted, separator);
  const parser = parse({
    delimiter: separator,
    record_delimiter: [...lineEnds],
    relax_column_count: true,
    max_record_size: 8 * 1024 * 1024,
  });
  let fault: unknown;
  try {
    await pipeline(Readable.from(withFirst(first, decoded.lines)), parser, async (records: AsyncIterable<string[]>) => {
      try {
        for await (const record of records) reader.row(record);
      } catch (error) {
        fault = error;
        throw error;
      }
    });
  } catch (error) {
    // The pipeline may speak of its abortion rather than of the fault that caused it.
    throw csvFault(fault ?? error, file, reader.nextLine - 1 - reader.records);
  }
  return reader.result(decoded.sniffed()) as CsvColumns<Wanted>;
}

async function* withFirst(first: IteratorResult<string>, rest: AsyncIterable<string>): AsyncIterable<string> {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

class ColumnsReader {
  private headings: string[] | undefined;
  /** By place in the row; undefined where the column is not wanted. */
  private columns: (GrowingNumbers | GrowingLabels | undefined)[] = [];
  private lines = new Int32Array(1024);
  private n = 0;
  /** Records taken so far, empty lines among them, and the line on which the next begins. */
  records = 0;
  nextLine = 1;

  constructor(
    private readonly file: string,
    private readonly wanted: Kinds,
    private readonly separator: string,
  ) {}

  row(cells: string[]): void {
    this.records++;
    const line = this.nextLine++;
    for (const cell of cells) if (cell.includes("\n")) this.nextLine += cell.split("\n").length - 1;
    if (cells.length === 1 && cells[0].trim() === "" && this.headings?.length !== 1) return;
    if (!this.headings) {
      this.header(cells, line);
      return;
    }
    if (cells.length !== this.headings.length) {
      const found = `found ${cells.length} field${cells.length === 1 ? "" : "s"}`;
      throw new RecordsError(this.file, `${found}, expected ${this.headings.length} as in the header`, { line });
    }
    for (let j = 0; j < cells.length; j++)
      if (this.columns[j] && !this.columns[j]?.push(cells[j])) {
        const found = `${this.headings[j]} is “${cells[j]}”`;
        throw new RecordsError(this.file, `${found}; it must be a number, or empty where it is not known`, { line });
      }
    if (this.n === this.lines.length) this.lines = doubled(this.lines, new Int32Array(this.n * 2));
    this.lines[this.n++] = line;
  }

  private header(cells: string[], line: number): void {
    const headings = cells.map((cell) => cell.trim());
    headings.forEach((heading, j) => {
      const first = headings.indexOf(heading);
      if (first === j || heading === "") return;
      const places = `columns ${first + 1} and ${j + 1}`;
      throw new RecordsError(this.file, `the heading “${heading}” stands twice, in ${places}; rename or remove one`, {
        line,
      });
    });
    for (const name of Object.keys(this.wanted))
      if (!headings.includes(name)) throw new RecordsError(this.file, unknownName(name, "column", headings), { line });
    this.headings = headings;
    this.columns = headings.map((heading) => {
      if (!Object.hasOwn(this.wanted, heading)) return undefined;
      return this.wanted[heading] === "number" ? new GrowingNumbers(this.separator !== ",") : new GrowingLabels();
    });
  }

  result(sniffedText: string[]): CsvColumns<Kinds> {
    const { headings } = this;
    if (!headings) throw new RecordsError(this.file, "the file is empty; its first row must hold the headings");
    const decimalComma = this.columns.some((column) => column instanceof GrowingNumbers && column.sawComma);
    const separator = `separator: ${this.separator === "\t" ? "tab" : `"${this.separator}"`}`;
    return {
      n: this.n,
      columns: Object.fromEntries(
        Object.keys(this.wanted).map((name) => [name, this.columns[headings.indexOf(name)]!.column()]),
      ),
      headings,
      lines: this.lines.slice(0, this.n),
      sniffed: [separator, ...sniffedText, ...(decimalComma ? ["decimal comma"] : [])],
    };
  }
}
