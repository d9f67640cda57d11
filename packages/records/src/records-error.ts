import { shownFile } from "./short-text.js";

/** A file of records that cannot be read at all: one sentence with the file, and the line or row where it is known. */
export class RecordsError extends Error {
  override readonly name = "RecordsError";
  readonly file: string;
  /** 1-based line in a CSV, row in a sheet. */
  readonly line?: number;

  constructor(file: string, says: string, place: { line?: number; row?: number } = {}) {
    const line = place.line ?? place.row;
    super(
      `${shownFile(file)}${line === undefined ? "" : `, ${place.line === undefined ? "row" : "line"} ${line}`}: ${says}`,
    );
    this.file = file;
    if (line !== undefined) this.line = line;
  }
}
