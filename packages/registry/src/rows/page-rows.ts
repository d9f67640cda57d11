import {
  completeDate,
  type FieldDefinition,
  formatPartialDate,
  isPartialDate,
  readValue,
  type TableDefinition,
  unknownName,
} from "@seriatim/records";
import { type RawBuilder, sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";
import { RegistryError } from "../registry-error.js";
import { literal, quoted } from "../schema/column-of-field.js";
import { recordedFields } from "../schema/record-tables.js";
import { selectRows } from "./read-rows.js";
import { type StoredRow, storedRowOf } from "./stored-row.js";

/** What rows must fulfil in one field; all that is given must hold. */
export interface FieldFilter {
  field: string;
  /** A part of what is shown, capitals or not. */
  contains?: string;
  /** Codes, or `yes` and `no`. */
  oneOf?: readonly string[];
  /** Numbers and dates: from, as a person writes it. */
  from?: string;
  /** Up to and with. */
  to?: string;
  /** Whether anything stands there, readable or not. */
  recorded?: boolean;
}

export interface PageOptions {
  /** Rows in which any field contains this. */
  search?: string;
  filters?: readonly FieldFilter[];
  /** By key where it is not given, and among equals. What is not recorded comes last. */
  sort?: { field: string; descending: boolean };
  offset: number;
  limit: number;
  /** Counts too; without it `total` is `null`, for who knows it already. */
  withTotal?: boolean;
  /** Leaves out what could not be read, and versions, as must be done for who only analyses. */
  valuesOnly?: boolean;
}

/**
 * Some rows of a table, filtered and sorted by the database, and how many there are in all; with a limit of 0 these alone. O(rows of the table).
 *
 * @throws RegistryError where a field is none of the table, or a limit is no value of its field
 */
export async function pageRows(
  trx: RegistryTransaction,
  definition: TableDefinition,
  options: PageOptions,
): Promise<{ total: number | null; rows: StoredRow[] }> {
  const fields = recordedFields(definition);
  const shown = (field: FieldDefinition) => shownSql(field, options.valuesOnly === true);
  const conditions = (options.filters ?? []).flatMap((filter) =>
    conditionsOf(fieldNamed(definition, filter.field), filter, shown),
  );
  const sought = (options.search ?? "").trim();
  if (sought !== "")
    conditions.push(sql<boolean>`concat_ws(chr(10), ${sql.join(fields.map(shown))}) ilike ${like(sought)}`);
  const where = conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(conditions, sql` and `)}`;
  const table = sql.raw(`records.${quoted(definition.name)}`);
  const total = options.withTotal === false ? null : await countOf(trx, table, where);
  if (options.limit === 0) return { total, rows: [] };
  const { rows } = await sql<Record<string, unknown>>`
    select ${sql.raw(selectRows(definition, { valuesOnly: options.valuesOnly === true }))} from ${table}
    where ${where} order by ${sql.raw(orderSql(definition, options.sort))}
    limit ${options.limit} offset ${options.offset}`.execute(trx);
  return { total, rows: rows.map((row) => storedRowOf(definition, row)) };
}

async function countOf(
  trx: RegistryTransaction,
  table: RawBuilder<unknown>,
  where: RawBuilder<boolean>,
): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*) as total from ${table} where ${where}`.execute(trx);
  return rows[0].total;
}

function fieldNamed(definition: TableDefinition, name: string): FieldDefinition {
  const fields = recordedFields(definition);
  const field = fields.find((one) => one.name === name);
  if (field) return field;
  throw new RegistryError(
    unknownName(
      name,
      `recorded field of ${definition.label}`,
      fields.map((one) => one.name),
    ),
  );
}

function conditionsOf(
  field: FieldDefinition,
  { contains = "", oneOf, from = "", to = "", recorded }: FieldFilter,
  shown: (field: FieldDefinition) => RawBuilder<string | null>,
): RawBuilder<boolean>[] {
  const column = sql.raw(quoted(field.name));
  const conditions: RawBuilder<boolean>[] = [];
  if (contains.trim() !== "") conditions.push(sql<boolean>`${shown(field)} ilike ${like(contains.trim())}`);
  if (oneOf && oneOf.length > 0) conditions.push(sql<boolean>`${shown(field)} = any(${[...oneOf]}::text[])`);
  if (from.trim() !== "")
    conditions.push(sql<boolean>`${boundSql(field, "first")} >= ${limitOf(field, from, "first")}`);
  if (to.trim() !== "") conditions.push(sql<boolean>`${boundSql(field, "last")} <= ${limitOf(field, to, "last")}`);
  if (recorded !== undefined)
    conditions.push(
      recorded
        ? sql<boolean>`coalesce(${shown(field)}, '') <> ''`
        : sql<boolean>`(${column} is null and coalesce(${shown(field)}, '') = '')`,
    );
  return conditions;
}

/** What a person sees: what could not be read as it was given. */
function shownSql(field: FieldDefinition, valuesOnly: boolean): RawBuilder<string | null> {
  const column = quoted(field.name);
  const text =
    field.type === "boolean" ? `case ${column} when true then 'yes' when false then 'no' end` : `${column}::text`;
  return sql.raw(valuesOnly ? text : `coalesce(_unread ->> ${literal(field.name)}, ${text})`);
}

function boundSql(field: FieldDefinition, day: "first" | "last"): RawBuilder<unknown> {
  const column = quoted(field.name);
  return sql.raw(field.type === "date" && field.partial ? `seriatim.${day}_day(${column})` : column);
}

function limitOf(field: FieldDefinition, text: string, day: "first" | "last"): RawBuilder<unknown> {
  if (!["integer", "decimal", "date"].includes(field.type))
    throw new RegistryError(`${field.label} is a ${field.type}; only numbers and dates are filtered from and to`);
  const { value, fault } = readValue({ ...field, partial: true, min: undefined, max: undefined }, text, {
    decimalComma: true,
  });
  if (fault || value === null) throw new RegistryError(`${field.label}: ${fault?.why ?? `“${text}” is no limit`}`);
  return isPartialDate(value)
    ? sql`${formatPartialDate(completeDate(value, day))}::date`
    : sql`${String(value)}::text::double precision`;
}

function orderSql(definition: TableDefinition, sort: PageOptions["sort"]): string {
  const ordered = sort === undefined ? [] : [fieldNamed(definition, sort.field)];
  return [
    ...ordered.map((field) => `${sortSql(field)}${sort?.descending ? " desc" : ""} nulls last`),
    ...definition.key.map((name) => sortSql(definition.fields[name])),
  ].join(", ");
}

/** Codes in the order of the dictionary, texts by their code points. */
function sortSql(field: FieldDefinition): string {
  const column = quoted(field.name);
  if (field.type === "code")
    return `array_position(array[${field.codes.map(({ value }) => literal(value)).join(", ")}], ${column})`;
  return field.type === "text" || field.partial ? `${column} collate "C"` : column;
}

function like(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}
