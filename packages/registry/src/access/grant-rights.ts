import { sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";
import { type Role, roleNames, roles } from "./roles.js";

/** Makes the database's role of a user, where there is none, and gives it the user's rights and no others. Run by the owner. */
export async function grantRights(
  trx: RegistryTransaction,
  id: string,
  user: { name: string; roles: readonly Role[]; active: boolean },
): Promise<void> {
  const names = roleNames(id);
  await ensureRole(trx, names.user(user.name));
  for (const role of roles) {
    const granted = user.active && user.roles.includes(role);
    const [right, name] = [sql.id(names.right(role)), sql.id(names.user(user.name))];
    await (granted ? sql`grant ${right} to ${name}` : sql`revoke ${right} from ${name}`).execute(trx);
  }
}

async function ensureRole(trx: RegistryTransaction, role: string): Promise<void> {
  const { rows } = await sql`select from pg_roles where rolname = ${role}`.execute(trx);
  if (rows.length === 0) await sql`create role ${sql.id(role)} nologin`.execute(trx);
  // Who opened the connection must be able to act as the user.
  await sql`grant ${sql.id(role)} to current_user`.execute(trx);
}
