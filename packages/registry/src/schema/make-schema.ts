import type { Dictionary } from "@seriatim/records";
import { sql } from "kysely";
import { createRoles } from "../access/grants.js";
import type { RegistryTransaction } from "../registry.js";
import { fixedTables } from "./fixed-tables.js";
import { createRecordTable, tablesInOrder } from "./record-tables.js";

/** The tables, functions and roles of a registry, without anything in them: nothing is told in the history yet. */
export async function makeSchema(trx: RegistryTransaction, id: string, dictionary: Dictionary): Promise<void> {
  const tables = tablesInOrder(dictionary).map((table) => createRecordTable(id, dictionary, table));
  for (const statements of [fixedTables(id), createRoles(id), ...tables]) await sql.raw(statements).execute(trx);
}
