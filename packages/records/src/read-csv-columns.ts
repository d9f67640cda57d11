import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { ByteLabels, ByteNumbers, decodeField, type LabelColumn, type NumberColumn } from "./csv-column-readers.js";
import { CsvScanner } from "./csv-scanner.js";
import { unknownName } from "./nearest-name.js";
import { RecordsError } from "./records-error.js";

export type ColumnKind = "number" | "label";

type ColumnOf<Kind extends ColumnKind> = Kind extends "number" ? NumberColumn : LabelColumn;

/** The wanted columns of a CSV. */
export interface CsvColumns<Kinds extends Readonly<Record<string, ColumnKind>>> {
  /** Number of rows. */
  n: number;
  columns: { [Name in keyof Kinds]: ColumnOf<Kinds[Name]> };
  /** All headings of the file. */
  headings: string[];
  /** For each row the 1-based line on which it begins, length n. */
  lines: Int32Array;
  /** `separator: ";"`, `byte-order mark`, `decimal comma`. */
  sniffed: string[];
}

/**
 * Reads some columns of one large CSV in one pass, without holding the file: numbers into a Float64Array, labels as codes
 * into an Int32Array. The separator (, ; tab |) is that of the header; numbers are written 1.5, or 1,5 where the
 * separator is not a comma; text is UTF-8, labels that are no UTF-8 are read as Windows-1252. Empty lines are passed over.
 * O(bytes) time, O(rows × wanted columns) memory.
 *
 * @param source a path, or the file's bytes in pieces
 * @param kinds  the wanted columns by heading
 * @param options.file name for messages; the path's last part where it is not given
 * @throws RecordsError where the file is empty or no text, lacks a wanted column, is ragged, or a cell of a number column is no number
 */
export async function readCsvColumns<const Kinds extends Readonly<Record<string, ColumnKind>>>(
  source: string | AsyncIterable<Uint8Array>,
  kinds: Kinds,
  options: { file?: string } = {},
): Promise<CsvColumns<Kinds>> {
  const file = options.file ?? (typeof source === "string" ? basename(source) : "the file");
  const pieces = typeof source === "string" ? createReadStream(source, { highWaterMark: 1 << 20 }) : source;
  const reader = new ColumnsReader(file, kinds);
  const scanner = new CsvScanner(file, reader);
  for await (const piece of pieces as AsyncIterable<Uint8Array>) scanner.push(piece);
  scanner.end();
  return reader.result(scanner.hasByteOrderMark) as CsvColumns<Kinds>;
}

class ColumnsReader {
  /** By place in the row; undefined where the column is not wanted. */
  private readers: (ByteNumbers | ByteLabels | undefined)[] = [];
  private headings: string[] | undefined;
  private separator = 0x2c;
  private lines = new Int32Array(1024);
  private n = 0;

  constructor(
    private readonly file: string,
    private readonly kinds: Readonly<Record<string, ColumnKind>>,
  ) {}

  /** The number of fields of the header, 0 before it. */
  get width(): number {
    return this.readers.length;
  }

  /** The header's bytes say the separator: whichever stands in it most often. */
  header(bytes: Uint8Array, line: number): number {
    const counts = [0x3b, 0x09, 0x7c, 0x2c].map((separator) => ({
      separator,
      n: countOutsideQuotes(bytes, separator),
    }));
    this.separator = counts.reduce((best, one) => (one.n > best.n ? one : best), { separator: 0x2c, n: 0 }).separator;
    const headings = splitHeader(bytes, this.separator);
    headings.forEach((heading, j) => {
      const first = headings.indexOf(heading);
      if (first < j && (Object.hasOwn(this.kinds, heading) || heading !== ""))
        throw new RecordsError(
          this.file,
          `the heading “${heading}” stands twice, in columns ${first + 1} and ${j + 1}; rename or remove one`,
          { line },
        );
    });
    for (const name of Object.keys(this.kinds))
      if (!headings.includes(name)) throw new RecordsError(this.file, unknownName(name, "column", headings), { line });
    this.headings = headings;
    const decimalComma = this.separator !== 0x2c;
    this.readers = headings.map((heading) => {
      if (!Object.hasOwn(this.kinds, heading)) return undefined;
      return this.kinds[heading] === "number" ? new ByteNumbers(decimalComma) : new ByteLabels();
    });
    return this.separator;
  }

  field(place: number, bytes: Uint8Array, from: number, to: number, line: number): void {
    const reader = this.readers[place];
    if (reader === undefined || reader.push(bytes, from, to)) return;
    const heading = this.headings?.[place];
    throw new RecordsError(
      this.file,
      `${heading} is “${decodeField(bytes, from, to)}”; it must be a number, or empty where it is not known`,
      { line },
    );
  }

  row(line: number): void {
    if (this.n === this.lines.length) {
      const larger = new Int32Array(this.n * 2);
      larger.set(this.lines);
      this.lines = larger;
    }
    this.lines[this.n++] = line;
  }

  result(hasByteOrderMark: boolean): CsvColumns<Readonly<Record<string, ColumnKind>>> {
    const headings = this.headings;
    if (!headings) throw new RecordsError(this.file, "the file is empty; its first row must hold the headings");
    const isDecimalComma = this.readers.some((reader) => reader instanceof ByteNumbers && reader.sawComma);
    return {
      n: this.n,
      columns: Object.fromEntries(
        Object.keys(this.kinds).map((name) => [name, this.readers[headings.indexOf(name)]!.column()]),
      ),
      headings,
      lines: this.lines.slice(0, this.n),
      sniffed: [
        `separator: ${this.separator === 0x09 ? "tab" : `"${String.fromCharCode(this.separator)}"`}`,
        ...(hasByteOrderMark ? ["byte-order mark"] : []),
        ...(isDecimalComma ? ["decimal comma"] : []),
      ],
    };
  }
}

function countOutsideQuotes(bytes: Uint8Array, sought: number): number {
  let n = 0;
  let isQuoted = false;
  for (const byte of bytes)
    if (byte === 0x22) isQuoted = !isQuoted;
    else if (byte === sought && !isQuoted) n++;
  return n;
}

function splitHeader(bytes: Uint8Array, separator: number): string[] {
  const headings: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let i = 0; i <= bytes.length; i++) {
    if (bytes[i] === 0x22) isQuoted = !isQuoted;
    if (i < bytes.length && (bytes[i] !== separator || isQuoted)) continue;
    const text = decodeField(bytes, start, i).trim();
    headings.push(
      text.startsWith('"') && text.endsWith('"') && text.length > 1
        ? text.slice(1, -1).replaceAll('""', '"').trim()
        : text,
    );
    start = i + 1;
  }
  return headings;
}
