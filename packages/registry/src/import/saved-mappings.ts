import type { RegistryTransaction } from "../registry.js";

/** Keeps a mapping's text by its name, for the next file of that kind; nothing is written where it is there already. */
export async function saveMapping(trx: RegistryTransaction, name: string, text: string): Promise<void> {
  const kept = await savedMapping(trx, name);
  if (kept === text) return;
  await trx
    .insertInto("seriatim.mappings")
    .values({ name, text })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ text }))
    .execute();
}

/** The text of a mapping that was kept; undefined where there is none of that name. */
export async function savedMapping(trx: RegistryTransaction, name: string): Promise<string | undefined> {
  const row = await trx.selectFrom("seriatim.mappings").select("text").where("name", "=", name).executeTakeFirst();
  return row?.text;
}
