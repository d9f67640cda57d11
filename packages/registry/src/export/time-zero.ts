import {
  completeDate,
  type Dictionary,
  dayNumber,
  type FieldDefinition,
  type FullDate,
  parsePartialDate,
} from "@seriatim/records";
import { sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";
import { RegistryError } from "../registry-error.js";
import { keyTextOf } from "../rows/stored-row.js";
import { quoted } from "../schema/column-of-field.js";
import { recordedFields } from "../schema/record-tables.js";
import { patientTable } from "../vault/patient-table.js";
import { isOfPatients } from "./deidentified-columns.js";

/**
 * The field from whose first date a patient's days are counted.
 *
 * @throws RegistryError where none is named, or the named one is no recorded date of patients that identifies nobody
 */
export function zeroField(dictionary: Dictionary, zero: string | undefined): FieldDefinition {
  const { from } = dictionary.followUp ?? {};
  const named = zero ?? (from && `${from.table}.${from.field}`);
  const possible = Object.values(dictionary.tables)
    .filter(({ name }) => isOfPatients(dictionary, name))
    .flatMap((table) => recordedFields(table))
    .filter(({ type, identifying }) => type === "date" && !identifying);
  const found = possible.find(({ table, name }) => `${table}.${name}` === named);
  if (found) return found;
  const list = possible.map(({ table, name }) => `${table}.${name}`).join(", ");
  throw new RegistryError(
    named === undefined
      ? `the dictionary does not say where follow-up begins; name the date from which days are counted: ${list}`
      : `days cannot be counted from “${named}”; possible: ${list}`,
  );
}

/** Each patient's time zero, by the text of the key: the first date of the field, partial ones completed to the middle. */
export async function timeZeros(
  trx: RegistryTransaction,
  dictionary: Dictionary,
  { table, name }: FieldDefinition,
): Promise<Map<string, FullDate>> {
  const key = patientTable(dictionary).key.map((column, i) => `${quoted(column)}::text as k${i}`);
  const rows = trx
    .selectFrom(sql<Record<string, string>>`${sql.raw(`records.${quoted(table)}`)}`.as("t"))
    .select(sql.raw<unknown>(`${key.join(", ")}, ${quoted(name)}::text as date`) as never)
    .where(sql<boolean>`${sql.raw(quoted(name))} is not null`)
    .stream(5_000) as AsyncIterable<Record<string, string>>;
  const zeros = new Map<string, FullDate>();
  for await (const row of rows) {
    const patient = keyTextOf(key.map((_, i) => row[`k${i}`]));
    const date = completeDate(parsePartialDate(row.date).date!, "middle");
    const before = zeros.get(patient);
    if (!before || dayNumber(date) < dayNumber(before)) zeros.set(patient, date);
  }
  return zeros;
}
