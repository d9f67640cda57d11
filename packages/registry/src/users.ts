import { sql } from "kysely";
import { grantRights } from "./access/grant-rights.js";
import { type Role, roles } from "./access/roles.js";
import { asOwner, type Registry, type RegistryTransaction } from "./registry.js";
import { RegistryError } from "./registry-error.js";

/** A user of a registry. */
export interface User {
  /** Small letters, digits, `.`, `_` and `-`, beginning with a letter; 31 at most. */
  name: string;
  roles: readonly Role[];
  /** The centres whose patients the user sees; `*` for all. */
  centres: readonly string[];
  active: boolean;
}

/**
 * Makes a user, or changes one: the database's role of that user has from then on the rights of these roles and no others.
 *
 * @throws RegistryError where the name or a role is none, or who asks may not administer
 */
export async function setUser(registry: Registry, user: User): Promise<void> {
  checkUser(user);
  await asOwner(registry, async (trx) => {
    const former = await trx.selectFrom("seriatim.users").selectAll().where("name", "=", user.name).executeTakeFirst();
    if (former?.active && former.roles.includes("administer") && !(user.active && user.roles.includes("administer")))
      await refuseLastAdministrator(trx, user.name);
    await writeUser(trx, registry.id, user);
  });
}

/** All users, by name. */
export async function listUsers({ engine }: Pick<Registry, "engine">): Promise<User[]> {
  return (await engine.db.selectFrom("seriatim.users").selectAll().orderBy("name").execute()) as User[];
}

/** Writes a user and the database's role. Run by the owner. */
export async function writeUser(trx: RegistryTransaction, id: string, user: User): Promise<void> {
  const row = { ...user, roles: [...user.roles], centres: [...user.centres] };
  await trx
    .insertInto("seriatim.users")
    .values(row)
    .onConflict((conflict) => conflict.column("name").doUpdateSet(row))
    .execute();
  await grantRights(trx, id, user);
}

async function refuseLastAdministrator(trx: RegistryTransaction, name: string): Promise<void> {
  const others = await trx
    .selectFrom("seriatim.users")
    .select("name")
    .where("active", "=", true)
    .where("name", "!=", name)
    .where(sql<boolean>`'administer' = any(roles)`)
    .execute();
  if (others.length === 0)
    throw new RegistryError(`${name} is the only user who may administer; give somebody else that role first`);
}

/** @throws RegistryError where a user's name, roles or centres are not allowed */
export function checkUser({ name, roles: given, centres }: User): void {
  if (!/^[a-z][a-z0-9._-]{0,30}$/.test(name))
    throw new RegistryError(
      `“${name}” is no user's name; allowed are small letters, digits, . _ and -, beginning with a letter, 31 at most`,
    );
  const unknown = given.find((role) => !roles.includes(role));
  if (unknown !== undefined) throw new RegistryError(`“${unknown}” is no role; known: ${roles.join(", ")}`);
  if (given.length === 0) throw new RegistryError(`${name} has no role; give at least one of ${roles.join(", ")}`);
  if (centres.length === 0) throw new RegistryError(`${name} has no centre; give at least one, or * for all`);
}
