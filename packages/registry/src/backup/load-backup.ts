import { sql } from "kysely";
import { grantRights } from "../access/grant-rights.js";
import { rowDifferences } from "../history/row-differences.js";
import { verifyHistory } from "../history/verify-history.js";
import type { OnProgress } from "../import/plan-import.js";
import { type RegistryTransaction, tell } from "../registry.js";
import { RegistryError } from "../registry-error.js";
import { quoted } from "../schema/column-of-field.js";
import { makeSchema } from "../schema/make-schema.js";
import type { User } from "../users.js";
import type { TableMember } from "./members.js";
import type { OpenBackup } from "./open-backup.js";
import { rowBatches } from "./row-batches.js";

/**
 * Makes the registry of a backup in a database that has none, verifies it, and tells the restoring in its history. Whoever calls keeps
 * nothing of it where it fails.
 *
 * @throws RegistryError of kind `damaged` where a row is not as it must be, the history's chain is broken, or a table is not what the
 *   history says; `refused` where the user may not administer the registry
 */
export async function loadBackup(
  trx: RegistryTransaction,
  backup: OpenBackup,
  { user, onProgress = () => {} }: { user: string; onProgress?: OnProgress },
): Promise<void> {
  const { manifest, dictionary, tables } = backup;
  const { id, created } = manifest.registry;
  await sql.raw("set local datestyle = 'ISO, YMD'").execute(trx);
  await makeSchema(trx, id, dictionary);
  await sql`update seriatim.registry set created = ${created}::timestamptz`.execute(trx);
  const total = tables.reduce((sum, { path }) => sum + backup.rowsOf(path), 0);
  let done = 0;
  for (const member of tables)
    await loadTable(trx, backup, member, (rows) => {
      done += rows;
      onProgress(`Loading ${member.path}`, done, total);
    });
  const { seq, hash } = manifest.history;
  await sql`update seriatim.chain set seq = ${seq}, hash = decode(${hash}, 'hex')`.execute(trx);
  await verify(trx, backup, onProgress);
  await restoreRights(trx, id);
  await checkAdministrator(trx, user, backup.shown);
  await sql`select set_config('seriatim.acting', ${user}, true)`.execute(trx);
  await tell(trx, "restore", {
    file: backup.shown,
    sha256: backup.sha256,
    created: manifest.created,
    entry: seq,
  });
}

async function loadTable(
  trx: RegistryTransaction,
  backup: OpenBackup,
  member: TableMember,
  onRows: (rows: number) => void,
): Promise<void> {
  const { path, table, columns, subject } = member;
  const damaged = (says: string) => new RegistryError(`${backup.shown}: ${path}: ${says}`, "damaged");
  const names = columns.map(({ name }) => quoted(name)).join(", ");
  const values = columns.map(({ read }, i) => read(`g.f${i}`)).join(", ");
  const given = columns.map((_, i) => `f${i}`).join(", ");
  const run = (statement: string) => sql.raw(statement).execute(trx);
  // The history has these rows already.
  if (subject !== undefined) await run(`alter table ${table} disable trigger tell_insert`);
  let rows = 0;
  try {
    for await (const batch of rowBatches(member, backup.read(path))) {
      await sql`insert into ${sql.raw(table)} (${sql.raw(names)}) select ${sql.raw(values)}
        from unnest(${sql.join(batch.columns.map((texts) => sql`${texts}::text[]`))}) as g (${sql.raw(given)})`.execute(
        trx,
      );
      rows += batch.rows;
      onRows(batch.rows);
    }
  } catch (error) {
    throw isFaultOfRows(error) ? damaged((error as Error).message) : error;
  }
  if (rows !== backup.rowsOf(path)) throw damaged(`it has ${rows} rows; by the manifest it has ${backup.rowsOf(path)}`);
  if (subject !== undefined) await run(`alter table ${table} enable trigger tell_insert`);
  await run(`analyze ${table}`);
}

/** That a value is none of its column, or a row not as it must be (SQLSTATE classes 22, 23 and 54); or the file is no CSV of the table. */
function isFaultOfRows(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(2[23]|54)...$/.test(code) || code.startsWith("CSV_");
}

async function verify(trx: RegistryTransaction, backup: OpenBackup, onProgress: OnProgress): Promise<void> {
  const damaged = (says: string) => new RegistryError(`${backup.shown}: ${says}`, "damaged");
  const { faults } = await verifyHistory(trx, {
    onProgress: (done, total) => onProgress("Verifying the history", done, total),
  });
  if (faults.length > 0) throw damaged(`history.csv: entry ${faults[0].seq} ${faults[0].why}`);
  onProgress("Comparing the tables with the history", 0, 1);
  const [difference] = await rowDifferences(trx, backup.dictionary);
  if (difference) {
    const path = backup.tables.find(({ subject }) => subject === difference.subject)?.path;
    throw damaged(`${path}: ${difference.key.join(", ")} ${difference.why}`);
  }
  const { rows } = await sql<{
    text: string;
  }>`select text from seriatim.dictionaries order by version desc limit 1`.execute(trx);
  if (rows[0]?.text !== backup.dictionaryText) throw damaged("dictionary.yaml is not the last of dictionaries.csv");
  onProgress("Comparing the tables with the history", 1, 1);
}

/** Gives each user's role its rights, and takes them from roles of this registry that are no users of it. */
async function restoreRights(trx: RegistryTransaction, id: string): Promise<void> {
  const prefix = `seriatim_${id}_`;
  const { rows } = await sql<{ right: string; member: string }>`
    select r.rolname as right, m.rolname as member from pg_auth_members a
    join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
    where starts_with(r.rolname, ${`${prefix}_`}) and starts_with(m.rolname, ${prefix})
    and substr(m.rolname, ${prefix.length + 1}) not in (select name from seriatim.users)`.execute(trx);
  for (const { right, member } of rows) await sql`revoke ${sql.id(right)} from ${sql.id(member)}`.execute(trx);
  const users = (await trx.selectFrom("seriatim.users").selectAll().orderBy("name").execute()) as User[];
  for (const user of users) await grantRights(trx, id, user);
}

async function checkAdministrator(trx: RegistryTransaction, user: string, shown: string): Promise<void> {
  const administrators = await trx
    .selectFrom("seriatim.users")
    .select("name")
    .where("active", "=", true)
    .where(sql<boolean>`'administer' = any(roles)`)
    .orderBy("name")
    .execute();
  if (!administrators.some(({ name }) => name === user))
    throw new RegistryError(
      `${shown}: “${user}” may not administer the registry in it; who may: ${administrators.map(({ name }) => name).join(", ")}`,
      "refused",
    );
}
