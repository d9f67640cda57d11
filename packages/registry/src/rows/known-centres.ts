import type { Dictionary } from "@seriatim/records";
import { sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";
import { quoted } from "../schema/column-of-field.js";

/** The centres that have patients which the user may see, by name. */
export async function knownCentres(trx: RegistryTransaction, dictionary: Dictionary): Promise<string[]> {
  const roots = Object.values(dictionary.tables).filter(({ parent }) => parent === undefined);
  const parts = roots.map(({ name }) => sql`select _centre from ${sql.raw(`records.${quoted(name)}`)}`);
  const { rows } = await sql<{
    _centre: string;
  }>`select distinct _centre from (${sql.join(parts, sql` union all `)}) of order by 1`.execute(trx);
  return rows.map(({ _centre }) => _centre);
}
