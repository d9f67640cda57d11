import type { Dictionary, TableDefinition } from "@seriatim/records";
import { type RegistryTransaction, tell } from "../registry.js";
import { RegistryError } from "../registry-error.js";
import { storedRow } from "../rows/stored-row.js";
import { deleteRows, insertRows, updateRows } from "../rows/write-rows.js";
import { recordedFields, tablesInOrder } from "../schema/record-tables.js";
import type { PastRow } from "./past-rows.js";
import { presentNames } from "./present-names.js";

/**
 * Undoes what one transaction did to the records, as a new change: what it entered is removed, what it changed is as before,
 * what it removed is back. All of it or, where somebody has changed one of those rows since, nothing. What was renamed since is undone
 * under its present name.
 *
 * @param change the number of the transaction's first entry, or of any other of its entries
 * @returns how many rows were undone
 * @throws RegistryError where there is no such change, it touched no records, they were changed since, or the dictionary has no place
 *   for what stood there
 */
export async function undoChange(trx: RegistryTransaction, dictionary: Dictionary, change: number): Promise<number> {
  const entry = await trx.selectFrom("seriatim.history").select("change").where("seq", "=", change).executeTakeFirst();
  if (!entry) throw new RegistryError(`there is no entry ${change} in the history`);
  const tables = tablesInOrder(dictionary);
  const entries = await entriesOf(trx, tables, entry.change);
  if (entries.length === 0) throw new RegistryError(`the change of entry ${change} touched no record`);
  await tell(trx, "undo", { change: entry.change, rows: entries.length });
  const net = netChanges(entries);
  refuseWhatIsGone(tables, net, change);
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
  subject: string;
  key: string[] | null;
  before: PastRow | null;
  after: PastRow | null;
}

/** A change's entries about records, under the present names. */
async function entriesOf(
  trx: RegistryTransaction,
  tables: readonly TableDefinition[],
  change: number,
): Promise<RowChange[]> {
  const entries: RowChange[] = [];
  for (const { name } of tables) {
    const subject = `records.${name}`;
    const names = await presentNames(trx, subject);
    const rows = await trx
      .selectFrom("seriatim.history")
      .select(["key", names.row("before").as("before"), names.row("after").as("after")])
      .where("change", "=", change)
      .where(names.entries)
      .orderBy("seq")
      .execute();
    for (const row of rows) entries.push({ subject, ...row });
  }
  const { all } = await trx
    .selectFrom("seriatim.history")
    .select((of) => of.fn.countAll<number>().as("all"))
    .where("change", "=", change)
    .where("subject", "like", "records.%")
    .executeTakeFirstOrThrow();
  if (all > entries.length)
    throw new RegistryError(
      `the change of entry ${change} touched a table that the dictionary has no more, so it cannot be undone`,
    );
  return entries;
}

function refuseWhatIsGone(tables: readonly TableDefinition[], net: readonly RowChange[], change: number): void {
  for (const table of tables) {
    const known = new Set(recordedFields(table).map(({ name }) => name));
    for (const { subject, before } of net) {
      if (subject !== `records.${table.name}` || !before) continue;
      const columns = [...Object.keys(before), ...Object.keys(before._unread ?? {})];
      const gone = columns.find((name) => !name.startsWith("_") && !known.has(name));
      if (gone !== undefined)
        throw new RegistryError(
          `the change of entry ${change} touched ${table.name}.${gone}, which the dictionary has no more, so it cannot be undone`,
        );
    }
  }
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
