import type { FieldDefinition, TableDefinition } from "@seriatim/records";
import { recordGrants } from "../access/grants.js";
import { roleNames, roles } from "../access/roles.js";
import { literal, quoted } from "./column-of-field.js";
import { historyTriggers } from "./fixed-tables.js";
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
  shownField,
  shownTable,
} from "./migration-draft.js";
import { planColumnChange } from "./plan-column-change.js";
import { columnDefinition, recordedFields } from "./record-tables.js";

/** The steps from a table's columns to those of its new definition; the table has its new name already. */
export async function planColumns(
  source: MigrationSource,
  [before, after]: readonly [TableDefinition, TableDefinition],
  draft: MigrationDraft,
): Promise<void> {
  const { id, version } = source;
  const table = `records.${quoted(after.name)}`;
  const { kept, added, gone } = matched(recordedFields(before), recordedFields(after));
  const first = draft.steps.length;
  for (const field of gone) await planGone(source, before, after, field, draft);
  for (const [old, field] of kept)
    if (old.name !== field.name)
      draft.steps.push({
        says: `${shownField(old)} is called ${shownField(field)} from now on`,
        sql: [
          `alter table ${table} rename column ${quoted(old.name)} to ${quoted(field.name)}`,
          ...renamedUnread(table, old.name, field.name),
          renameSql(version, `records.${after.name}`, old.name, field.name),
          moveFindingsSql({ table: after.name, field: old.name }, { table: after.name, field: field.name }),
        ],
      });
  for (const [old, field] of kept) await planColumnChange(source, before, old, field, draft);
  for (const field of added) {
    draft.steps.push({
      says: `${shownField(field)} is new`,
      sql: [`alter table ${table} add column ${columnDefinition(after, field)}`],
    });
    if (!field.required) continue;
    const rows = await countRows(source.trx, before.name);
    if (rows > 0) draft.warnings.push(`${shownField(field)} is required, and not recorded in ${rowsText(rows)} so far`);
  }
  const key = after.key.join();
  if (before.key.join() !== key)
    draft.steps.push({
      says: `The key of ${shownTable(after)} is called ${after.key.join(", ")} from now on`,
      sql: [keyTriggers(table, after)],
    });
  const isNowTold = kept.filter(([old, field]) => old.identifying !== field.identifying);
  for (const [, field] of isNowTold)
    draft.steps.push({
      says: field.identifying
        ? `${shownField(field)} could tell who the patient is: who analyses does not see it from now on`
        : `${shownField(field)} tells nobody who the patient is: who analyses sees it from now on`,
      sql: [],
    });
  if (draft.steps.length > first)
    draft.steps.push({
      says: `The rights to ${shownTable(after)} are given anew`,
      sql: [grantsAnew(id, table, after)],
    });
}

/** A column that holds nothing is dropped, no other. */
async function planGone(
  { trx, version }: MigrationSource,
  before: TableDefinition,
  after: TableDefinition,
  field: FieldDefinition,
  draft: MigrationDraft,
): Promise<void> {
  const column = quoted(field.name);
  const rows = await countRows(trx, before.name, `${column} is not null or _unread ? ${literal(field.name)}`);
  const isDerived = Object.hasOwn(after.fields, field.name);
  if (rows > 0)
    draft.refusals.push(
      isDerived
        ? `${shownField(field)} would be derived, but is recorded in ${rowsText(rows)}; keep it as it is, and give the derived field another name`
        : `${shownField(field)} is not in the new dictionary, but is recorded in ${rowsText(rows)}; keep it in the dictionary`,
    );
  else
    draft.steps.push({
      says: isDerived
        ? `${shownField(field)} is derived from now on; its column, where nothing is recorded, is dropped`
        : `${shownField(field)} is gone; nothing is recorded there, and its column is dropped`,
      sql: [
        `alter table records.${quoted(after.name)} drop column ${column}`,
        renameSql(version, `records.${after.name}`, field.name, goneName(field.name, version)),
        closeFindingsSql({ table: after.name, field: field.name }),
      ],
    });
}

/** What could not be read is kept by the field's name; that it moves changes no row, so neither version nor history tell of it. */
function renamedUnread(table: string, former: string, now: string): string[] {
  const [from, to] = [literal(former), literal(now)];
  return [
    `alter table ${table} disable trigger user`,
    `update ${table} set _unread = (_unread - ${from}) || jsonb_build_object(${to}, _unread -> ${from}) where _unread ? ${from}`,
    `alter table ${table} enable trigger user`,
  ];
}

function keyTriggers(table: string, { key }: TableDefinition): string {
  const names = ["tell_insert", "tell_update", "tell_delete", "no_truncate"];
  return `${names.map((name) => `drop trigger ${name} on ${table};`).join("\n")}${historyTriggers(table, key)}`;
}

function grantsAnew(id: string, table: string, definition: TableDefinition): string {
  const { right } = roleNames(id);
  const everybody = roles.map((role) => quoted(right(role))).join(", ");
  const columns = recordedFields(definition).map(({ name }) => name);
  return `revoke all on ${table} from ${everybody};${recordGrants(id, definition, columns)}`;
}
