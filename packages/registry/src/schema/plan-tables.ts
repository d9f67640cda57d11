import type { TableDefinition } from "@seriatim/records";
import { columnType, quoted } from "./column-of-field.js";
import {
  closeFindingsSql,
  countRows,
  goneName,
  type MigrationDraft,
  type MigrationSource,
  matched,
  moveFindingsSql,
  renameSql,
  rowsText,
  shownTable,
} from "./migration-draft.js";
import { planColumns } from "./plan-columns.js";
import { createRecordTable, tablesInOrder } from "./record-tables.js";

/**
 * The steps from one dictionary's tables to another's: renamed tables first, then what is dropped, children before their parents,
 * then the columns, then what is new, parents before their children.
 */
export async function planTables(source: MigrationSource): Promise<MigrationDraft> {
  const { trx, id, version, former, now } = source;
  const draft: MigrationDraft = { steps: [], refusals: [], warnings: [] };
  const formerTables = tablesInOrder(former);
  const { kept, added, gone } = matched(formerTables, tablesInOrder(now));
  const anew: [TableDefinition, TableDefinition][] = [];
  for (const [before, after] of kept) {
    const parent = anew.find(([, { name }]) => name === after.parent);
    const why = parent ? `its parent is made anew` : keyChange(before, after, kept);
    if (why === undefined) continue;
    const rows = await countRows(trx, before.name);
    if (rows === 0) anew.push([before, after]);
    else
      draft.refusals.push(
        `${shownTable(after)}: ${why}, but the table has ${rowsText(rows)}; leave that as it is, or give the new table another name`,
      );
  }
  const dropped: { table: TableDefinition; says?: string }[] = anew.map(([table]) => ({ table }));
  for (const table of gone) {
    const rows = await countRows(trx, table.name);
    if (rows === 0) dropped.push({ table, says: `${shownTable(table)} is gone; it has no rows and is dropped` });
    else
      draft.refusals.push(
        `${shownTable(table)} is not in the new dictionary, but has ${rowsText(rows)}; keep it in the dictionary`,
      );
  }
  warnOfUnknownFormer(source, draft);
  const isAnew = (table: TableDefinition) => anew.some((pair) => pair.includes(table));
  for (const [before, after] of kept) {
    if (before.name === after.name || isAnew(after)) continue;
    draft.steps.push({
      says: `${shownTable(before)} is called ${shownTable(after)} from now on`,
      sql: [
        `alter table records.${quoted(before.name)} rename to ${quoted(after.name)}`,
        renameSql(version, `records.${after.name}`, `records.${before.name}`, `records.${after.name}`),
        moveFindingsSql({ table: before.name }, { table: after.name }),
      ],
    });
  }
  for (const table of formerTables.toReversed()) {
    const drop = dropped.find((one) => one.table === table);
    if (!drop) continue;
    const subject = `records.${table.name}`;
    draft.steps.push({
      says: drop.says ?? `${shownTable(table)} has no rows and is made anew`,
      sql: [
        `drop table ${`records.${quoted(table.name)}`}`,
        renameSql(version, goneName(subject, version), subject, goneName(subject, version)),
        closeFindingsSql({ table: table.name }),
      ],
    });
  }
  for (const pair of kept) if (!isAnew(pair[1])) await planColumns(source, pair, draft);
  for (const table of tablesInOrder(now))
    if (added.includes(table) || isAnew(table))
      draft.steps.push({
        says: isAnew(table)
          ? `${shownTable(table)} has the key ${table.key.join(", ")} from now on`
          : `${shownTable(table)} is new`,
        sql: [createRecordTable(id, now, table)],
      });
  return draft;
}

/** Why a table cannot stay as it is. */
function keyChange(
  before: TableDefinition,
  after: TableDefinition,
  kept: readonly [TableDefinition, TableDefinition][],
): string | undefined {
  const fields = matched(Object.values(before.fields), Object.values(after.fields)).kept;
  const formerField = (name: string) => fields.find(([, field]) => field.name === name)?.[0];
  const formerKey = after.key.map((name) => formerField(name)?.name ?? name);
  if (formerKey.join() !== before.key.join())
    return `its key would change from ${before.key.join(", ")} to ${after.key.join(", ")}`;
  const parent = kept.find(([, table]) => table.name === after.parent)?.[0].name ?? after.parent;
  if (parent !== before.parent)
    return `it would belong to ${after.parent ?? "no table"} instead of ${before.parent ?? "none"}`;
  const retyped = after.key.find(
    (name, i) => columnType(after.fields[name]) !== columnType(before.fields[before.key[i]]),
  );
  return retyped === undefined ? undefined : `the type of ${retyped} in its key would change`;
}

function warnOfUnknownFormer({ former, now }: MigrationSource, draft: MigrationDraft): void {
  for (const table of Object.values(now.tables)) {
    const before =
      former.tables[table.name] ?? (table.formerly === undefined ? undefined : former.tables[table.formerly]);
    if (!before) {
      if (table.formerly !== undefined)
        draft.warnings.push(`${shownTable(table)} is new: the registry has no table ${table.formerly}`);
      continue;
    }
    for (const field of Object.values(table.fields))
      if (field.formerly !== undefined && !before.fields[field.name] && !before.fields[field.formerly])
        draft.warnings.push(
          `${field.label} (${table.name}.${field.name}) is new: the registry has no field ${before.name}.${field.formerly}`,
        );
  }
}
