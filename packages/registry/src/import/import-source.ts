import type { RawTable } from "@seriatim/records";
import type { Mapping } from "./mapping.js";

/** A file to be imported, as one or several tables of cells. Made by `readSource`. */
export interface ImportSource {
  /** Name without folder. */
  file: string;
  /** Of the file's bytes. */
  sha256: string;
  /** Each table of the dictionary is in one mapping at most. */
  sources: readonly { raw: RawTable; mapping: Mapping }[];
  /** Columns that no source has, since nothing in the dictionary is named like them. */
  unknownColumns: readonly string[];
  /** How the file was read. */
  sniffed: readonly string[];
}
