import type { Dictionary } from "@seriatim/records";
import { sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";
import { quoted } from "../schema/column-of-field.js";

/** Some study numbers that are in use, of those that the user sees, as examples of how they are written; at most 20. */
export async function knownKeys(trx: RegistryTransaction, dictionary: Dictionary): Promise<string[]> {
  const roots = Object.values(dictionary.tables).filter(({ parent, key }) => parent === undefined && key.length === 1);
  const keys: string[] = [];
  for (const { name, key } of roots) {
    const { rows } = await sql<{ key: string }>`
      select ${sql.raw(quoted(key[0]))}::text as key from ${sql.raw(`records.${quoted(name)}`)} order by 1 limit 20`.execute(
      trx,
    );
    keys.push(...rows.map((row) => row.key));
  }
  return keys;
}
