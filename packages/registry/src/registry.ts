import type { Dictionary } from "@seriatim/records";
import { sql, type Transaction } from "kysely";
import { type Role, roleNames } from "./access/roles.js";
import { databaseFault, fullPlace } from "./database-fault.js";
import type { Engine } from "./engine/engine.js";
import { RegistryError } from "./registry-error.js";
import type { Database } from "./schema/database.js";

/** An open registry, and who is asking. */
export interface Registry {
  readonly engine: Engine;
  /** Eight hexadecimal digits. */
  readonly id: string;
  /** As the user may see it: who only analyses does not see what identifies. */
  readonly dictionary: Dictionary;
  readonly wholeDictionary: Dictionary;
  /** The dictionary as its file says it. */
  readonly dictionaryText: string;
  /** The user's name. */
  readonly user: string;
  readonly roles: readonly Role[];
}

export type RegistryTransaction = Transaction<Database>;

/**
 * Reads and writes as the user of the registry: with the rights that the database gives that user, all or nothing. Writing
 * transactions come one after another, as their entries in the history do.
 *
 * @param why the reason, for the history
 * @throws RegistryError where the database refuses, the connection breaks, or the disk is full: then nothing was written
 */
export function asUser<T>(
  registry: Pick<Registry, "engine" | "id" | "user">,
  work: (trx: RegistryTransaction) => Promise<T>,
  { why }: { why?: string } = {},
): Promise<T> {
  const role = roleNames(registry.id).user(registry.user);
  return transaction(registry.engine, async (trx) => {
    if (why !== undefined) await sql`select set_config('seriatim.why', ${why}, true)`.execute(trx);
    await sql`set local role ${sql.id(role)}`.execute(trx);
    return work(trx);
  });
}

/**
 * Writes as the owner of the database what no user may: tables, users, a restored history. The history names the user.
 *
 * @throws RegistryError where the user may not administer
 */
export async function asOwner<T>(
  registry: Pick<Registry, "engine" | "user">,
  work: (trx: RegistryTransaction) => Promise<T>,
  { why }: { why?: string } = {},
): Promise<T> {
  return transaction(registry.engine, async (trx) => {
    const user = await trx
      .selectFrom("seriatim.users")
      .select("roles")
      .where("name", "=", registry.user)
      .where("active", "=", true)
      .executeTakeFirst();
    if (!user?.roles.includes("administer"))
      throw new RegistryError(`${registry.user} may not administer the registry; ask who may`, "refused");
    if (why !== undefined) await sql`select set_config('seriatim.why', ${why}, true)`.execute(trx);
    await sql`select set_config('seriatim.acting', ${registry.user}, true)`.execute(trx);
    return work(trx);
  });
}

/** A transaction whose failure is told as a sentence. */
export async function transaction<T>(engine: Engine, work: (trx: RegistryTransaction) => Promise<T>): Promise<T> {
  const before = engine.stopped();
  if (before)
    throw new RegistryError(
      `${engine.shown}: the database has stopped${before.isDiskFull ? `, for ${fullPlace(engine.kind)} was full` : ""}; close and open the registry again`,
    );
  let isCompleting = false;
  try {
    const trx = await engine.db.startTransaction().execute();
    try {
      const result = await work(trx);
      isCompleting = true;
      await trx.commit().execute();
      return result;
    } catch (error) {
      // Where the connection is gone this fails too, which says nothing new.
      await trx
        .rollback()
        .execute()
        .catch(() => {});
      throw error;
    }
  } catch (error) {
    throw databaseFault(engine.stopped() ?? error, engine, isCompleting);
  }
}

/** Enters into the history what was done beside the rows. */
export async function tell(trx: RegistryTransaction, action: string, details: Record<string, unknown>): Promise<void> {
  await sql`select seriatim.tell(${action}, ${JSON.stringify(details)}::jsonb)`.execute(trx);
}
