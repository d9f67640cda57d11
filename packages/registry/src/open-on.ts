import { sql } from "kysely";
import type { Role } from "./access/roles.js";
import type { Engine } from "./engine/engine.js";
import { asUser, type Registry, tell } from "./registry.js";
import { registryDictionary } from "./registry-dictionary.js";
import { RegistryError } from "./registry-error.js";

/**
 * Opens the registry of an engine as one of its users, which the history tells as a login. Where it cannot be opened, the engine is closed.
 *
 * @throws RegistryError where there is none, or the user is none of its active users
 */
export async function openOn(engine: Engine, { user }: { user: string }): Promise<Registry> {
  try {
    const registry = await registryOf(engine, user);
    await asUser(registry, (trx) => tell(trx, "login", { from: engine.kind }));
    return registry;
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function registryOf(engine: Engine, user: string): Promise<Registry> {
  const { rows } = await sql`select from pg_namespace where nspname = 'seriatim'`.execute(engine.db);
  if (rows.length === 0)
    throw new RegistryError(`${engine.shown}: there is no registry; make one by seriatim registry init`);
  const [{ id }, dictionary, users] = await Promise.all([
    engine.db.selectFrom("seriatim.registry").select("id").executeTakeFirstOrThrow(),
    engine.db
      .selectFrom("seriatim.dictionaries")
      .selectAll()
      .orderBy("version", "desc")
      .limit(1)
      .executeTakeFirstOrThrow(),
    engine.db.selectFrom("seriatim.users").select(["name", "roles"]).where("active", "=", true).execute(),
  ]);
  const roles = users.find(({ name }) => name === user)?.roles as Role[] | undefined;
  if (!roles)
    throw new RegistryError(
      `${engine.shown}: “${user}” is no user of the registry; name one of its users, or have yourself added by seriatim registry user`,
      "refused",
    );
  return {
    engine,
    id,
    user,
    roles,
    ...registryDictionary(dictionary.text, "dictionary.yaml", roles),
  };
}
