import { sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";

/**
 * Which of some changes touched rows of others too, an import for example.
 *
 * @param key with which the keys of a patient's rows begin
 */
export async function changesBeyond(
  trx: RegistryTransaction,
  key: readonly string[],
  changes: readonly number[],
): Promise<Set<number>> {
  const rows = await trx
    .selectFrom("seriatim.history")
    .select("change")
    .distinct()
    .where(sql<boolean>`change = any(${[...changes]}::bigint[])`)
    .where("subject", "like", "records.%")
    .where(sql<boolean>`key[1:${sql.lit(key.length)}] <> ${[...key]}::text[]`)
    .execute();
  return new Set(rows.map(({ change }) => change));
}
