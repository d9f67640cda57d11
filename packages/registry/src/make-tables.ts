import { bytesToHex } from "@noble/hashes/utils.js";
import type { Dictionary } from "@seriatim/records";
import { sql } from "kysely";
import type { Engine } from "./engine/engine.js";
import { tell, transaction } from "./registry.js";
import { makeSchema } from "./schema/make-schema.js";
import { type User, writeUser } from "./users.js";

/** All tables and roles of a new registry, and its first user. */
export async function makeTables(
  engine: Engine,
  dictionary: Dictionary,
  text: string,
  first: User,
  id = newRegistryId(),
): Promise<void> {
  await transaction(engine, async (trx) => {
    await sql`select set_config('seriatim.acting', ${first.name}, true)`.execute(trx);
    await makeSchema(trx, id, dictionary);
    await tell(trx, "init", { registry: id, title: dictionary.title });
    await trx.insertInto("seriatim.dictionaries").values({ version: 1, text }).execute();
    await writeUser(trx, id, first);
  });
}

function newRegistryId(): string {
  return bytesToHex(crypto.getRandomValues(new Uint8Array(4)));
}
