import { RecordsError } from "./records-error.js";

/** Takes what the scanner finds. Bytes are those of the field without its quotes, valid during the call only. */
export interface CsvSink {
  /** Number of fields of the header, 0 before it. */
  readonly width: number;
  /** The header's line without line end; answers the separator's byte. */
  header(bytes: Uint8Array, line: number): number;
  field(place: number, bytes: Uint8Array, from: number, to: number, line: number): void;
  /** After the last field of a row that begins on `line`. */
  row(line: number): void;
}

/**
 * Cuts a CSV's bytes into rows and fields as RFC 4180 has it (a field in quotes may hold separators, line ends and doubled
 * quotes). The parser for ordinary files, csv-parse, makes a string of every field, which for a million rows takes
 * longer than all that follows.
 */
export class CsvScanner {
  hasByteOrderMark = false;
  private separator = 0;
  /** The beginning of a row whose end has not come. */
  private rest: Uint8Array = new Uint8Array(0);
  private line = 1;
  private isFirst = true;

  constructor(
    private readonly file: string,
    private readonly sink: CsvSink,
  ) {}

  push(piece: Uint8Array): void {
    this.scan(this.rest.length === 0 ? piece : joined(this.rest, piece), false);
  }

  end(): void {
    if (this.rest.length > 0) this.scan(this.rest, true);
  }

  private scan(all: Uint8Array, isLast: boolean): void {
    let bytes = all;
    if (this.isFirst && bytes.length > 0) {
      if (bytes.length < 3 && !isLast) {
        this.rest = bytes.slice();
        return;
      }
      bytes = this.withoutMark(bytes);
      this.isFirst = false;
    }
    let at = 0;
    while (at < bytes.length) {
      const next = this.sink.width === 0 ? this.scanHeader(bytes, at, isLast) : this.scanRow(bytes, at, isLast);
      if (next < 0) break;
      at = next;
    }
    this.rest = bytes.slice(at);
    if (this.rest.length > longestRow)
      throw new RecordsError(
        this.file,
        "a row of more than 8 MB begins here; a quotation mark is probably never closed",
        { line: this.line },
      );
  }

  private withoutMark(bytes: Uint8Array): Uint8Array {
    if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
      throw new RecordsError(this.file, "the file is UTF-16; save it as UTF-8");
    this.hasByteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    return this.hasByteOrderMark ? bytes.subarray(3) : bytes;
  }

  private scanHeader(bytes: Uint8Array, from: number, isLast: boolean): number {
    let isQuoted = false;
    for (let i = from; i <= bytes.length; i++) {
      const byte = bytes[i];
      if (byte === 0)
        throw new RecordsError(this.file, "a 0 byte does not belong in a text; the file is no CSV", {
          line: this.line,
        });
      if (byte === QUOTE) isQuoted = !isQuoted;
      const isEnd = i === bytes.length ? isLast : (byte === LF || byte === CR) && !isQuoted;
      if (!isEnd) continue;
      if (byte === CR && i + 1 === bytes.length && !isLast) return -1;
      const header = bytes.subarray(from, i);
      const line = this.line;
      this.line += 1 + linesIn(header);
      if (!isBlank(header)) this.separator = this.sink.header(header, line);
      return byte === CR && bytes[i + 1] === LF ? i + 2 : i + 1;
    }
    return -1;
  }

  /** One row from `from` on; the offset behind it, or −1 where its end is not among the bytes (then nothing was handed on). */
  private scanRow(bytes: Uint8Array, from: number, isLast: boolean): number {
    const end = this.rowEnd(bytes, from);
    if (end < 0 && !isLast) return -1;
    const to = end < 0 ? bytes.length : end;
    // A carriage return at the very end may be half of a line end.
    if (bytes[to] === CR && to + 1 === bytes.length && !isLast) return -1;
    const next = bytes[to] === CR && bytes[to + 1] === LF ? to + 2 : to + 1;
    const line = this.line;
    this.line += 1 + this.linesInRow;
    if (this.isEmptyRow) return next;
    let place = 0;
    let start = from;
    const { separator, sink } = this;
    const { width } = sink;
    if (this.isPlainRow) {
      for (let i = from; i <= to; i++) {
        if (i < to && bytes[i] !== separator) continue;
        if (place < width) sink.field(place, bytes, start, i, line);
        place++;
        start = i + 1;
      }
    } else place = this.quotedRow(bytes, from, to, line);
    if (place !== width)
      throw new RecordsError(
        this.file,
        `found ${place} field${place === 1 ? "" : "s"}, expected ${width} as in the header`,
        { line },
      );
    sink.row(line);
    return next;
  }

  private linesInRow = 0;
  private isPlainRow = true;
  private isEmptyRow = false;

  private rowEnd(bytes: Uint8Array, from: number): number {
    let isQuoted = false;
    this.linesInRow = 0;
    this.isPlainRow = true;
    this.isEmptyRow = true;
    for (let i = from; i < bytes.length; i++) {
      const byte = bytes[i];
      if (byte > QUOTE) {
        this.isEmptyRow = false;
        continue;
      }
      if (byte === QUOTE) {
        isQuoted = !isQuoted;
        this.isPlainRow = false;
        this.isEmptyRow = false;
      } else if (byte === LF || byte === CR) {
        if (!isQuoted) return i;
        if (byte === LF) this.linesInRow++;
      } else if (byte === 0)
        throw new RecordsError(this.file, "a 0 byte does not belong in a text; the file is no CSV", {
          line: this.line,
        });
      else if (byte !== SPACE && byte !== TAB) this.isEmptyRow = false;
      else if (byte === this.separator && this.sink.width > 1) this.isEmptyRow = false;
    }
    return -1;
  }

  private quotedRow(bytes: Uint8Array, from: number, to: number, line: number): number {
    let place = 0;
    let i = from;
    for (;;) {
      if (bytes[i] === QUOTE && i < to) {
        const field: number[] = [];
        let isClosed = false;
        for (i++; i < to; i++) {
          if (bytes[i] !== QUOTE) field.push(bytes[i]);
          else if (bytes[i + 1] === QUOTE && i + 1 < to) field.push(bytes[i++]);
          else {
            isClosed = true;
            i++;
            break;
          }
        }
        if (!isClosed)
          throw new RecordsError(
            this.file,
            "a quotation mark is opened and never closed; close it, or double it where it is part of the text",
            { line },
          );
        if (i < to && bytes[i] !== this.separator)
          throw new RecordsError(
            this.file,
            "text stands behind a closing quotation mark; double the mark where it is part of the text",
            { line },
          );
        if (place < this.sink.width) this.sink.field(place, Uint8Array.from(field), 0, field.length, line);
      } else {
        const start = i;
        while (i < to && bytes[i] !== this.separator) {
          if (bytes[i] === QUOTE)
            throw new RecordsError(
              this.file,
              "a quotation mark stands inside a field that is not quoted; quote the whole field and double the mark",
              { line },
            );
          i++;
        }
        if (place < this.sink.width) this.sink.field(place, bytes, start, i, line);
      }
      place++;
      if (i >= to) return place;
      i++;
    }
  }
}

/** A quotation mark that is never closed would make one row of the rest of the file, scanned anew with each piece. */
const longestRow = 8 * 1024 * 1024;

const LF = 0x0a;
const CR = 0x0d;
const TAB = 0x09;
const SPACE = 0x20;
const QUOTE = 0x22;

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function linesIn(bytes: Uint8Array): number {
  let n = 0;
  for (const byte of bytes) if (byte === LF) n++;
  return n;
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === SPACE || byte === TAB);
}
