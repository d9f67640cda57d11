import type { Dictionary } from "@seriatim/records";
import { lineage } from "@seriatim/records";
import { sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";
import { quoted } from "../schema/column-of-field.js";
import { tablesInOrder } from "../schema/record-tables.js";
import { readRows } from "./read-rows.js";
import type { StoredRow } from "./stored-row.js";

/** All rows of one patient, by table. */
export type PatientRows = Readonly<Record<string, readonly StoredRow[]>>;

/**
 * The rows of one patient in all tables, by key.
 *
 * @param patient a table without parent, and the key of its row
 */
export async function patientRows(
  trx: RegistryTransaction,
  dictionary: Dictionary,
  patient: { table: string; key: readonly string[] },
  options: { valuesOnly?: boolean } = {},
): Promise<PatientRows> {
  const found: Record<string, StoredRow[]> = {};
  const { key, fields } = dictionary.tables[patient.table];
  // Text is compared as it is, so that the key's index serves.
  const column = (name: string) => sql.raw(`${quoted(name)}${fields[name].type === "text" ? "" : "::text"}`);
  for (const definition of tablesInOrder(dictionary)) {
    if (lineage(dictionary, definition.name).at(-1) !== patient.table) continue;
    const where = sql<boolean>`${sql.join(
      key.map((name, i) => sql`${column(name)} = ${patient.key[i] ?? ""}`),
      sql` and `,
    )}`;
    const rows: StoredRow[] = [];
    for await (const row of readRows(trx, definition, { ...options, where })) rows.push(row);
    found[definition.name] = rows;
  }
  return found;
}
