import { sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";
import { RegistryError } from "../registry-error.js";

/**
 * Makes room for a registry in a server's database: there is none, or it may be replaced. Its roles go with it, unless they are those of the
 * registry to come.
 *
 * @throws RegistryError where something is there that may not be replaced, or another database of the server has a registry of that id:
 *   roles are the whole server's, so that one's users would get the rights of the other's
 */
export async function clearServer(
  trx: RegistryTransaction,
  shown: string,
  { replace, id }: { replace: boolean; id: string },
): Promise<void> {
  const { rows: schemas } =
    await sql`select from pg_namespace where nspname in ('seriatim', 'records', 'identity')`.execute(trx);
  if (schemas.length > 0) {
    const former = await formerId(trx);
    if (former === undefined)
      throw new RegistryError(
        `${shown}: there is a schema seriatim, records or identity that is no registry's; use an empty database`,
      );
    if (!replace)
      throw new RegistryError(
        `${shown}: there is a registry already; use an empty database, or say that it is to be replaced`,
      );
    await sql.raw("drop schema seriatim, records, identity cascade").execute(trx);
    if (former !== id) await dropRoles(trx, former);
  }
  const others = await otherDatabases(trx, id);
  if (others.length > 0)
    throw new RegistryError(
      `${shown}: the database ${others.join(", ")} of this server has the registry ${id} already; restore it there, or on another server`,
    );
}

async function formerId(trx: RegistryTransaction): Promise<string | undefined> {
  const { rows } = await sql<{ isThere: boolean }>`
    select to_regclass('seriatim.registry') is not null and to_regclass('seriatim.history') is not null as "isThere"`.execute(
    trx,
  );
  if (!rows[0].isThere) return undefined;
  return (await trx.selectFrom("seriatim.registry").select("id").executeTakeFirst())?.id;
}

/** Those of a registry that is gone; one that another database still knows stays. */
async function dropRoles(trx: RegistryTransaction, id: string): Promise<void> {
  const { rows } = await sql<{ rolname: string }>`
    select rolname from pg_roles r where starts_with(rolname, ${`seriatim_${id}_`})
    and not exists (select from pg_shdepend d where d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid and d.dbid <> 0)`.execute(
    trx,
  );
  for (const { rolname } of rows) await sql`drop role ${sql.id(rolname)}`.execute(trx);
}

async function otherDatabases(trx: RegistryTransaction, id: string): Promise<string[]> {
  const { rows } = await sql<{ datname: string }>`
    select distinct b.datname from pg_shdepend d
    join pg_roles r on d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid
    join pg_database b on b.oid = d.dbid
    where starts_with(r.rolname, ${`seriatim_${id}__`}) and b.datname <> current_database()
    order by 1`.execute(trx);
  return rows.map(({ datname }) => datname);
}
