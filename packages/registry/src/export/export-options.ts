/** What is taken out. */
export type ExportOptions = FullExport | DeidentifiedExport;

/** All fields as they are recorded. */
export interface FullExport {
  deidentified: false;
}

/** What identifies nobody by itself; see `deidentifiedColumns`. */
export interface DeidentifiedExport {
  deidentified: true;
  /**
   * Random, 16 characters at least, another for each export: whoever has it, and the study numbers, can tell whose pseudonym is
   * whose. So it is neither in the files nor in the history; with the same seed an export has the same pseudonyms.
   */
  seed: string;
  /** The date from which days are counted, `resections.date`, the patient's first; unless given, where the dictionary's follow-up begins. */
  zero?: string;
}
