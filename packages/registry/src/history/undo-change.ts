import type { Dictionary, TableDefinition } from "@seriatim/records";
import { type RegistryTransaction, tell } from "../registry.js";
import { RegistryError } from "../registry-error.js";
import { storedRow } from "../rows/stored-row.js";
import { deleteRows, insertRows, updateRows } from "../rows/write-rows.js";
import { tablesInOrder } from "../schema/record-tables.js";
import type { PastRow } from "./past-rows.js";

/**
 * Undoes what one transaction did to the records, as a new change: what it entered is removed, what it changed is as before,
 * what it removed is back. All of it or, where somebody has changed one of those rows since, nothing.
 *
 * @param change the number of the transaction's first entry, or of any other of its entries
 * @returns how many rows were undone
 * @throws RegistryError where there is no such change, it touched no records, or they were changed since
 */
export async function undoChange(trx: RegistryTransaction, dictionary: Dictionary, change: number): Promise<number> {
  const entry = await trx.selectFrom("seriatim.history").select("change").where("seq", "=", change).executeTakeFirst();
  if (!entry) throw new RegistryError(`there is no entry ${change} in the history`);
  const entries = await trx
    .selectFrom("seriatim.history")
    .select(["seq", "action", "subject", "key", "before", "after"])
    .where("change", "=", entry.change)
    .where("subject", "like", "records.%")
    .orderBy("seq")
    .execute();
  if (entries.length === 0) throw new RegistryError(`the change of entry ${change} touched no record`);
  await tell(trx, "undo", { change: entry.change, rows: entries.length });
  const net = netChanges(entries);
  const tables = tablesInOrder(dictionary);
  const of = (table: TableDefinition) => net.filter(({ subject }) => subject === `records.${table.name}`);
  for (const table of tables.toReversed()) {
    const entered = of(table).flatMap(({ before, after }) => (before || !after ? [] : [storedRow(table, after)]));
    await deleteRows(trx, table, entered);
  }
  for (const table of tables) {
    const removed = of(table).flatMap(({ before, after }) => (before && !after ? [storedRow(table, before)] : []));
    await insertRows(trx, table, removed);
    const changed = of(table).flatMap(({ before, after }) =>
      before && after ? [{ ...storedRow(table, before), version: Number(after._version) }] : [],
    );
    await updateRows(trx, table, changed);
  }
  return net.length;
}

interface RowChange {
  subject: string | null;
  key: string[] | null;
  before: PastRow | null;
  after: PastRow | null;
}

/** Of each row what it was before the whole and what it was after. */
function netChanges(entries: readonly RowChange[]): RowChange[] {
  const net = new Map<string, RowChange>();
  for (const entry of entries) {
    const row = JSON.stringify([entry.subject, entry.key]);
    const earlier = net.get(row);
    net.set(row, earlier ? { ...entry, before: earlier.before } : entry);
  }
  return [...net.values()];
}
