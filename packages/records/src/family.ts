import { type Dictionary, type FieldReference, lineage, templateField } from "./dictionary.js";
import type { FindingKind } from "./finding.js";
import { valueText } from "./read-value.js";
import type { RecordRow, Value } from "./record.js";

/** A row with the rows of its parents, by table; a parent that does not exist is absent. */
export type Family = ReadonlyMap<string, RecordRow>;

/** A broken rule: the field and row to blame. `weight`: of several on one row the heaviest is told. */
export interface RuleFault {
  kind: FindingKind;
  at: FieldReference;
  row: RecordRow;
  why: string;
  weight?: number;
}

/** Whether anything stands there, readable or not. */
export function isRecorded({ table, field }: FieldReference, family: Family): boolean {
  const row = family.get(table);
  return row !== undefined && ((row.values[field] ?? null) !== null || Object.hasOwn(row.unread, field));
}

export function valueAt({ table, field }: FieldReference, family: Family): Value {
  return family.get(table)?.values[field] ?? null;
}

/** The dictionary's sentence with its placeholders filled in. */
export function worded(says: string, rowsOf: string, family: Family, dictionary: Dictionary): string {
  return says.replace(/\{([^{}]*)\}/g, (_, placeholder: string) => {
    const field = templateField(placeholder, lineage(dictionary, rowsOf), dictionary.tables);
    return valueText(field, valueAt({ table: field.table, field: field.name }, family));
  });
}
