import type { TableDefinition } from "@seriatim/records";
import type { ColumnMapping } from "../mapping.js";

/** What is suggested for one table. */
export interface SuggestedTable {
  definition: TableDefinition;
  forEach: readonly string[];
  columns: SuggestedColumn[];
  /** Fields of the key that nothing in the file is, each with what is to be done. */
  lacking: { field: string; says: string }[];
  /** To be said above the table. */
  comments: string[];
}

export interface SuggestedColumn extends Omit<ColumnMapping, "values"> {
  values: Readonly<Record<string, string>>;
  sure: boolean;
  why: string;
  /** Of the file, 0-based. */
  columns: readonly number[];
  /** To be said beside it. */
  comments: string[];
}
