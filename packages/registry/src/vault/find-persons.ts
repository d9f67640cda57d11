import { sql } from "kysely";
import type { Registry, RegistryTransaction } from "../registry.js";
import { assureVaultKey } from "./assure-vault-key.js";
import { derivedKeys } from "./derived-keys.js";
import { lookupsOf } from "./lookups-of.js";
import { checkBirthDate, type Person } from "./person.js";
import { unsealPerson, unwrapDataKey } from "./sealed-person.js";
import type { VaultKey } from "./vault-key.js";

/** What a person is looked up by. */
export type PersonSearch = { hospitalNumber: string } | { name: string; birthDate: string };

export interface FoundPerson {
  /** Of the patient, part by part. */
  key: string[];
  person: Person;
}

/**
 * The patients of a hospital number, or of a name and birth date, however they are spelled (`lookupsOf`); by key. None but those
 * found are opened.
 *
 * @throws RegistryError where the vault key is another, or the user may not see identities
 */
export async function findPersons(
  trx: RegistryTransaction,
  registry: Pick<Registry, "id">,
  vaultKey: VaultKey,
  by: PersonSearch,
): Promise<FoundPerson[]> {
  if ("birthDate" in by) checkBirthDate(by.birthDate);
  const keys = derivedKeys(vaultKey, registry.id);
  await assureVaultKey(trx, keys, { toSeal: false });
  const lookups = lookupsOf(keys.lookups, by);
  const rows = await trx
    .selectFrom("identity.keys")
    .innerJoin("identity.persons", "identity.persons.key", "identity.keys.key")
    .select(["identity.keys.key", "wrapped", "sealed"])
    .where(sql<boolean>`lookups && ${lookups}::text[]`)
    .orderBy("identity.keys.key")
    .execute();
  return rows.map(({ key, wrapped, sealed }) => {
    const patient = { registryId: registry.id, key };
    return { key, person: unsealPerson(unwrapDataKey(keys, wrapped, patient), sealed, patient) };
  });
}
