import { sql } from "kysely";
import type { Registry, RegistryTransaction } from "../registry.js";
import { assureVaultKey } from "./assure-vault-key.js";
import { derivedKeys } from "./derived-keys.js";
import type { Person } from "./person.js";
import { unsealPerson, unwrapDataKey } from "./sealed-person.js";
import type { VaultKey } from "./vault-key.js";

/**
 * Who a patient is; undefined where nothing is kept, or the user does not see the patient's centre.
 *
 * @param key of the patient, part by part
 * @throws RegistryError where the vault key is another, or the user may not see identities
 */
export async function personOf(
  trx: RegistryTransaction,
  registry: Pick<Registry, "id">,
  vaultKey: VaultKey,
  key: readonly string[],
): Promise<Person | undefined> {
  const keys = derivedKeys(vaultKey, registry.id);
  await assureVaultKey(trx, keys, { toSeal: false });
  const row = await trx
    .selectFrom("identity.persons")
    .innerJoin("identity.keys", "identity.keys.key", "identity.persons.key")
    .select(["sealed", "wrapped"])
    .where(sql<boolean>`identity.persons.key = ${[...key]}::text[]`)
    .executeTakeFirst();
  if (!row) return undefined;
  const patient = { registryId: registry.id, key };
  return unsealPerson(unwrapDataKey(keys, row.wrapped, patient), row.sealed, patient);
}
