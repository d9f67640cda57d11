import { RecordsError } from "./records-error.js";

/**
 * What is held in memory at most: four times the largest series that we know of (100,000 rows of 40 columns are 125 MB of
 * XML and 4 million cells), and still below 2 GB, which is all that Node gives a program on a computer of 8 GB.
 */
export const tableLimits = {
  /** Of a file, and of what a workbook unpacks to. Node holds no text of more than 512 MB. */
  bytes: 256 * 1024 * 1024,
  rows: 5_000_000,
  /** As in Excel. */
  columns: 16_384,
  cells: 20_000_000,
};

/** @throws RecordsError where a file is larger than can be read at once */
export function refuseLargeFile(bytes: number, file: string): void {
  if (bytes > tableLimits.bytes)
    throw new RecordsError(
      file,
      `the file has ${megabytes(bytes)}, and ${megabytes(tableLimits.bytes)} are allowed; split it, or leave out columns that are not needed`,
    );
}

/** @throws RecordsError where a table would have more rows, columns or cells than can be held */
export function refuseLargeTable(size: { rows?: number; columns?: number; cells?: number }, file: string): void {
  for (const what of ["rows", "columns", "cells"] as const) {
    const found = size[what] ?? 0;
    if (found > tableLimits[what])
      throw new RecordsError(
        file,
        `the table has ${grouped(found)} ${what}, empty ones among them, and ${grouped(tableLimits[what])} are allowed; split the file, or delete what is not needed`,
      );
  }
}

/** At most how many rows and cells a text holds, before it is parsed: what is quoted counts as if it were not. O(text). */
export function sizeOfText(text: string, separator: string): { rows: number; cells: number } {
  const rows = Math.max(occurrences(text, "\n"), occurrences(text, "\r"));
  return { rows, cells: rows + occurrences(text, separator) };
}

/** `256 MB`, in megabytes of 1024 · 1024 bytes, never fewer than there are. */
export function megabytes(bytes: number): string {
  return `${grouped(Math.ceil(bytes / (1024 * 1024)))} MB`;
}

function occurrences(text: string, mark: string): number {
  let n = 0;
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) n++;
  return n;
}

function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}
