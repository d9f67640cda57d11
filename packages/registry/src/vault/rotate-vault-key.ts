import { sql } from "kysely";
import { asOwner, type Registry, type RegistryTransaction } from "../registry.js";
import { assureVaultKey } from "./assure-vault-key.js";
import { type DerivedKeys, derivedKeys } from "./derived-keys.js";
import { lookupsOf } from "./lookups-of.js";
import { unsealPerson, unwrapDataKey, wrapDataKey } from "./sealed-person.js";
import type { VaultKey } from "./vault-key.js";

const batchSize = 1_000;

/**
 * Changes the vault key, whole or not at all: seals the key of every person with the new one, and hashes anew what persons are looked
 * up by. The sealed persons stay as they are, so that the history remains readable with the new key, and with it alone. A backup
 * made before still opens with the former key, which must be kept as long as such a backup is, and no longer.
 *
 * @returns how many persons there are
 * @throws RegistryError where `from` is not the key in use, or the user may not administer
 */
export async function rotateVaultKey(
  registry: Registry,
  { from, to }: { from: VaultKey; to: VaultKey },
  { why, onProgress = () => {} }: { why?: string; onProgress?: (done: number) => void } = {},
): Promise<number> {
  const [former, next] = [from, to].map((key) => derivedKeys(key, registry.id));
  return asOwner(
    registry,
    async (trx) => {
      await assureVaultKey(trx, former, { toSeal: false });
      await sql`lock table identity.keys, identity.persons in share row exclusive mode`.execute(trx);
      await trx.updateTable("identity.vault").set({ fingerprint: next.fingerprint }).execute();
      let done = 0;
      for (let last: string[] | undefined; ; ) {
        const batch = await personsAfter(trx, last);
        if (batch.length === 0) return done;
        await rewrap(trx, registry.id, former, next, batch);
        last = batch.at(-1)!.key;
        onProgress((done += batch.length));
      }
    },
    why === undefined ? {} : { why },
  );
}

interface KeptPerson {
  key: string[];
  wrapped: Uint8Array;
  sealed: Uint8Array | null;
}

function personsAfter(trx: RegistryTransaction, last: string[] | undefined): Promise<KeptPerson[]> {
  return trx
    .selectFrom("identity.keys")
    .leftJoin("identity.persons", "identity.persons.key", "identity.keys.key")
    .select(["identity.keys.key", "wrapped", "sealed"])
    .$if(last !== undefined, (query) => query.where(sql<boolean>`identity.keys.key > ${last}::text[]`))
    .orderBy("identity.keys.key")
    .limit(batchSize)
    .execute();
}

async function rewrap(
  trx: RegistryTransaction,
  registryId: string,
  former: DerivedKeys,
  next: DerivedKeys,
  batch: readonly KeptPerson[],
): Promise<void> {
  const rows = batch.map(({ key, wrapped, sealed }) => {
    const patient = { registryId, key };
    const dataKey = unwrapDataKey(former, wrapped, patient);
    const person = sealed === null ? {} : unsealPerson(dataKey, sealed, patient);
    return {
      key,
      wrapped: wrapDataKey(next, dataKey, patient).toString("hex"),
      lookups: lookupsOf(next.lookups, person),
    };
  });
  const texts = (of: "key" | "lookups") =>
    sql`array(select jsonb_array_elements_text(given.row -> ${sql.lit(of)}))::text[]`;
  await sql`update identity.keys as kept set wrapped = decode(given.row ->> 'wrapped', 'hex'), lookups = ${texts("lookups")}
    from (select jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as row) as given
    where kept.key = ${texts("key")}`.execute(trx);
}
