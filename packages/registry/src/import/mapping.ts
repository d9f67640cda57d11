import type { TableDefinition } from "@seriatim/records";

/** From the columns of a file to the fields of the dictionary. Made by `parseMapping` or `suggestMapping`. */
export interface Mapping {
  readonly sheet?: string;
  /** Compared without case and spaces. */
  readonly missing: readonly string[];
  readonly decimalComma?: boolean;
  readonly slashes?: "day-first" | "month-first";
  readonly twoDigitYearsFrom?: number;
  readonly empty: "keep" | "erase";
  readonly tables: readonly TableMapping[];
}

export interface TableMapping {
  readonly definition: TableDefinition;
  /** Empty where a row of the file is one of the table. */
  readonly forEach: readonly string[];
  readonly columns: readonly ColumnMapping[];
}

export interface ColumnMapping {
  readonly field: string;
  readonly from?: string;
  readonly value?: string;
  readonly values: Readonly<Record<string, string>>;
  readonly prefix: string;
  readonly digits?: number;
  readonly factor?: number;
}
