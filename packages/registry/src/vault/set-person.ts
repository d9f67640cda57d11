import { randomBytes } from "node:crypto";
import type { Dictionary } from "@seriatim/records";
import { sql } from "kysely";
import type { Registry, RegistryTransaction } from "../registry.js";
import { RegistryError } from "../registry-error.js";
import { quoted } from "../schema/column-of-field.js";
import { assureVaultKey } from "./assure-vault-key.js";
import { derivedKeys } from "./derived-keys.js";
import { lookupsOf } from "./lookups-of.js";
import { patientTable } from "./patient-table.js";
import { checkedPerson, type Person } from "./person.js";
import { sealPerson, unsealPerson, unwrapDataKey, wrapDataKey } from "./sealed-person.js";
import type { VaultKey } from "./vault-key.js";

/**
 * Keeps who a patient is, instead of what was kept before. The patient's record must be there.
 *
 * Each person is sealed under a random key of its own, which the vault key seals in turn and which stands in `identity.keys` alone:
 * the history keeps every sealed version, but never that key, so that `removePerson` makes all of them unreadable.
 *
 * @param key of the patient, part by part
 * @throws RegistryError where there is no such patient whom the user sees, the vault key is another, or the user may not; never
 *   with what was given of the person
 */
export async function setPerson(
  trx: RegistryTransaction,
  registry: Pick<Registry, "id" | "dictionary">,
  vaultKey: VaultKey,
  key: readonly string[],
  given: Person,
): Promise<void> {
  const person = checkedPerson(given);
  const patient = { registryId: registry.id, key };
  const keys = derivedKeys(vaultKey, registry.id);
  const lookups = lookupsOf(keys.lookups, person);
  const centre = await centreOf(trx, registry.dictionary, key);
  await assureVaultKey(trx, keys, { toSeal: true });
  const kept = await trx
    .selectFrom("identity.keys")
    .leftJoin("identity.persons", "identity.persons.key", "identity.keys.key")
    .select(["wrapped", "lookups", "sealed"])
    .where(isKey("identity.keys", key))
    .executeTakeFirst();
  if (!kept) {
    const dataKey = randomBytes(32);
    const row = { key: [...key], _centre: centre };
    await trx
      .insertInto("identity.keys")
      .values({ ...row, wrapped: wrapDataKey(keys, dataKey, patient), lookups })
      .execute()
      .catch(asConflict);
    await trx
      .insertInto("identity.persons")
      .values({ ...row, sealed: sealPerson(dataKey, person, patient) })
      .execute();
    return;
  }
  const dataKey = unwrapDataKey(keys, kept.wrapped, patient);
  const before = kept.sealed && unsealPerson(dataKey, kept.sealed, patient);
  if (JSON.stringify(before) === JSON.stringify(person)) return;
  if (JSON.stringify(kept.lookups) !== JSON.stringify(lookups))
    await trx.updateTable("identity.keys").set({ lookups }).where(isKey("identity.keys", key)).execute();
  await trx
    .updateTable("identity.persons")
    .set({ sealed: sealPerson(dataKey, person, patient) })
    .where(isKey("identity.persons", key))
    .execute();
}

function isKey(table: string, key: readonly string[]) {
  return sql<boolean>`${sql.raw(table)}.key = ${[...key]}::text[]`;
}

async function centreOf(trx: RegistryTransaction, dictionary: Dictionary, key: readonly string[]): Promise<string> {
  const table = patientTable(dictionary);
  const same = table.key.map((name, i) => sql`${sql.raw(quoted(name))}::text = ${key[i] ?? ""}`);
  const { rows } = await sql<{ _centre: string }>`select _centre from ${sql.raw(`records.${quoted(table.name)}`)}
    where ${sql.join(same, sql` and `)}`.execute(trx);
  if (rows.length === 0 || key.length !== table.key.length)
    throw new RegistryError(`there is no ${table.one} ${key.join("/")}; enter the record first`);
  return rows[0]._centre;
}

function asConflict(error: unknown): never {
  if ((error as { code?: string }).code === "23505")
    throw new RegistryError(
      "the identity was entered by somebody else meanwhile; nothing of this was written",
      "conflict",
    );
  throw error;
}
