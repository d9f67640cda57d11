/** A file of an export. Files are taken in their order, each to its end. */
export interface ExportedFile {
  /** `patients.csv`. */
  name: string;
  /** CSV, UTF-8, with a line of headings. */
  pieces: AsyncIterable<string> | Iterable<string>;
}
