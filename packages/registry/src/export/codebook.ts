import type { FieldDefinition } from "@seriatim/records";
import { guardFormula } from "../rows/formula-cell.js";
import { csvLines } from "../rows/record-files.js";

/** What a column of an export is, or why a field has none. */
export interface CodebookLine {
  file: string;
  /** Empty where the field was left out. */
  column: string;
  field?: FieldDefinition;
  unit?: string;
  /** Of what the export made of the field; its own type where it made nothing. */
  type?: string;
  notes: readonly string[];
}

const headings = ["file", "column", "field", "label", "type", "unit", "codes", "notes"];

/** The codebook as CSV. @param lines asked when the codebook is read, after the files before it */
export function* codebook(lines: () => readonly CodebookLine[]): Generator<string> {
  yield csvLines([headings]);
  yield csvLines(
    lines().map(({ file, column, field, unit, type, notes }) =>
      [
        file,
        column,
        field?.name ?? "",
        field?.label ?? "",
        type ?? field?.type ?? "",
        unit ?? (type === undefined ? (field?.unit ?? "") : ""),
        column === "" || type !== undefined ? "" : codesOf(field),
        notes.join("; "),
      ].map(guardFormula),
    ),
  );
}

function codesOf(field: FieldDefinition | undefined): string {
  return (field?.codes ?? []).map(({ value, label }) => (value === label ? value : `${value} = ${label}`)).join("; ");
}
