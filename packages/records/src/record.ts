import type { FindingKind } from "./finding.js";
import type { PartialDate } from "./partial-date.js";

/** A field's value after reading: `null` where nothing was recorded or what was recorded could not be read (then there is a finding). */
export type Value = string | number | boolean | PartialDate | null;

/** One row of a table of the dictionary. */
export interface RecordRow {
  /** 1-based row in the file, the header being row 1. */
  row: number;
  values: Readonly<Record<string, Value>>;
  /** What could not be read, by field. */
  unread: Readonly<Record<string, UnreadValue>>;
}

/** What stood in the file where a value could not be read, and the finding that this is. */
export interface UnreadValue {
  text: string;
  kind: FindingKind;
  why: string;
}

export interface RecordTable {
  name: string;
  /** The dictionary's fields that the file has, in the file's order. */
  fields: string[];
  rows: RecordRow[];
  /** Where the rows came from and how they were read, for the report. */
  source: RecordSource;
}

export interface RecordSource {
  /** File name without folder. */
  file: string;
  /** SHA-256 of the file's bytes, hexadecimal. */
  sha256: string;
  format: "csv" | "xlsx";
  /** What was sniffed: `separator: ";"`, `encoding: "windows-1252"`, `decimal comma`, `byte-order mark`; said to the user. */
  sniffed: string[];
  /** Coercions counted by description: `"dd.mm.yyyy read as date": 26`. */
  coercions: Record<string, number>;
  /** Columns of the file that the dictionary does not know (kept out of the analysis, said in the report). */
  unknownColumns: string[];
}

/** All tables of one study or registry, by the dictionary's names. */
export type Records = Readonly<Record<string, RecordTable>>;
