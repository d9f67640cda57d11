import type { Dictionary, FieldDefinition, TableDefinition } from "@seriatim/records";
import { recordGrants } from "../access/grants.js";
import { columnCheck, columnType, quoted } from "./column-of-field.js";
import { centrePolicy, historyTriggers } from "./fixed-tables.js";

/** The fields that have a column: those that are recorded, not derived from others. */
export function recordedFields(definition: TableDefinition): FieldDefinition[] {
  return Object.values(definition.fields).filter((field) => !("derived" in field));
}

/** The tables of a dictionary, parents first. */
export function tablesInOrder(dictionary: Dictionary): TableDefinition[] {
  const ordered: TableDefinition[] = [];
  const add = (table: TableDefinition) => {
    if (ordered.includes(table)) return;
    if (table.parent !== undefined) add(dictionary.tables[table.parent]);
    ordered.push(table);
  };
  for (const table of Object.values(dictionary.tables)) add(table);
  return ordered;
}

/** A table of records with its checks, rights and history. */
export function createRecordTable(id: string, dictionary: Dictionary, definition: TableDefinition): string {
  const fields = recordedFields(definition);
  const parent = definition.parent === undefined ? undefined : dictionary.tables[definition.parent];
  const columns = fields.map((field) => `  ${columnDefinition(definition, field)}`);
  const table = `records.${quoted(definition.name)}`;
  const list = (names: readonly string[]) => names.map(quoted).join(", ");
  return `
create table ${table} (
${columns.join(",\n")},
  _unread jsonb not null default '{}',
  _centre text not null,
  _version integer not null default 1,
  primary key (${list(definition.key)}),
  unique (${list([...definition.key, "_centre"])})${
    parent === undefined
      ? ""
      : `,
  foreign key (${list([...parent.key, "_centre"])}) references records.${quoted(parent.name)} (${list([...parent.key, "_centre"])})`
  }
);
create trigger next_version before update on ${table} for each row execute function seriatim.next_version();
${historyTriggers(table, definition.key)}
${centrePolicy(table)}
${recordGrants(
  id,
  definition,
  fields.map(({ name }) => name),
)}`;
}

/** `"margin_mm" double precision constraint "margin_mm" check (…)`. What is required and missing is a finding, not refused. */
export function columnDefinition(definition: TableDefinition, field: FieldDefinition): string {
  const check = columnCheck(field);
  return [
    `${quoted(field.name)} ${columnType(field)}`,
    ...(definition.key.includes(field.name) ? ["not null"] : []),
    ...(check === undefined ? [] : [`constraint ${quoted(constraintName(field))} check (${check})`]),
  ].join(" ");
}

export function constraintName(field: FieldDefinition): string {
  return `${field.name}_allowed`.slice(0, 63);
}
