import { sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";

/**
 * Erases who a patient is; the records of the study stay.
 *
 * The history keeps what it had: that something was kept, by whom and when, and each sealed version. The key of those versions is
 * destroyed with this, and stands nowhere in the history, so not even who has the vault key can read them. What this does not reach:
 * backups made before (they hold that key until they are destroyed), and what the database's files keep of a removed row until it
 * is overwritten (`vacuum`, and the write-ahead log until it is recycled). Reading either needs the vault key too: to be
 * rid of them at once, change the vault key and destroy the former.
 *
 * @param key of the patient, part by part
 * @returns whether there was something
 */
export async function removePerson(trx: RegistryTransaction, key: readonly string[]): Promise<boolean> {
  const isKey = sql<boolean>`key = ${[...key]}::text[]`;
  const removed = await trx.deleteFrom("identity.keys").where(isKey).executeTakeFirstOrThrow();
  await trx.deleteFrom("identity.persons").where(isKey).execute();
  return Number(removed.numDeletedRows) > 0;
}
