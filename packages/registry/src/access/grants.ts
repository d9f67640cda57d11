import type { TableDefinition } from "@seriatim/records";
import { type Role, roleNames, roles } from "./roles.js";

/**
 * The database's roles with their rights to the fixed tables. Run once, by the owner. Of functions nothing is left to everybody, as
 * PostgreSQL would: else a user could put the triggers that write the history on a temporary table, and have them tell anything.
 */
export function createRoles(id: string): string {
  const { right } = roleNames(id);
  const to = (...granted: Role[]) => granted.map((role) => `"${right(role)}"`).join(", ");
  const everybody = to(...roles);
  return `
${roles.map((role) => createRole(right(role))).join("\n")}
grant usage on schema seriatim, records to ${everybody};
grant usage on schema identity to ${to("enter", "export")};
grant select on seriatim.registry, seriatim.dictionaries, seriatim.users, seriatim.mappings to ${everybody};
grant select on seriatim.history, seriatim.chain, seriatim.renames, seriatim.findings to ${to("enter", "verify", "export", "administer")};
grant insert, update on seriatim.findings to ${to("enter", "verify", "administer")};
grant insert, update, delete on seriatim.mappings to ${to("enter", "administer")};
grant select, insert, delete on identity.persons, identity.keys to ${to("enter")};
grant update (sealed) on identity.persons to ${to("enter")};
grant update (lookups) on identity.keys to ${to("enter")};
grant select, insert on identity.vault to ${to("enter")};
grant select on identity.persons, identity.keys, identity.vault to ${to("export")};
revoke execute on all functions in schema seriatim from public;
grant execute on function seriatim.me(), seriatim.my_centres(), seriatim.tell(text, jsonb), seriatim.history_text(seriatim.history),
  seriatim.first_day(text), seriatim.last_day(text), seriatim.renamed_row(jsonb, text, text, boolean), seriatim.texts_of_row(jsonb) to ${everybody};
`;
}

/** Roles are the whole server's: those of a registry that is restored may be there still. */
function createRole(name: string): string {
  return `do $$ begin if not exists (select from pg_roles where rolname = '${name}') then create role "${name}" nologin; end if; end $$;`;
}

/** The rights to a table of records. A key is written once; who analyses does not see what identifies. */
export function recordGrants(id: string, definition: TableDefinition, columns: readonly string[]): string {
  const { right } = roleNames(id);
  const table = `records."${definition.name}"`;
  const list = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");
  const unlocking = columns.filter((name) => !definition.key.includes(name));
  const telling = columns.filter((name) => definition.fields[name]?.identifying !== true);
  return `
grant select on ${table} to "${right("enter")}", "${right("verify")}", "${right("export")}", "${right("administer")}";
grant insert, delete on ${table} to "${right("enter")}";
grant update (${list([...unlocking, "_unread"])}) on ${table} to "${right("enter")}";
grant select (${list([...telling, "_centre"])}) on ${table} to "${right("analyse")}";`;
}
