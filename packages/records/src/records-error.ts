/** A file of records that cannot be read at all: one sentence with the file, and line and column where they are known. */
export class RecordsError extends Error {
  override readonly name = "RecordsError";
  readonly file: string;
  /** 1-based line in a CSV, row in a sheet. */
  readonly line?: number;

  constructor(file: string, says: string, options: { line?: number } = {}) {
    super(`${file}${options.line === undefined ? "" : `, line ${options.line}`}: ${says}`);
    this.file = file;
    if (options.line !== undefined) this.line = options.line;
  }
}
