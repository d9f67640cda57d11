import type { Dictionary, FieldDefinition, TableDefinition } from "@seriatim/records";
import { sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";
import { literal, quoted } from "./column-of-field.js";
import type { MigrationStep } from "./migration-plan.js";

/** What a plan is made from. */
export interface MigrationSource {
  trx: RegistryTransaction;
  /** The registry's. */
  id: string;
  /** Of the new dictionary. */
  version: number;
  former: Dictionary;
  now: Dictionary;
}

/** What a plan collects. */
export interface MigrationDraft {
  steps: MigrationStep[];
  refusals: string[];
  warnings: string[];
}

/** What is there in both dictionaries, under the same name or another; what is new; what is gone. */
export function matched<T extends { name: string; formerly?: string }>(former: readonly T[], now: readonly T[]) {
  const has = (list: readonly T[], name: string | undefined) => list.find((one) => one.name === name);
  const formerOf = (one: T) =>
    has(former, one.name) ?? (has(now, one.formerly) ? undefined : has(former, one.formerly));
  const kept = now.flatMap((one): [T, T][] => {
    const before = formerOf(one);
    return before ? [[before, one]] : [];
  });
  return {
    kept,
    added: now.filter((one) => !formerOf(one)),
    gone: former.filter((one) => !kept.some(([before]) => before === one)),
  };
}

/** `Margin (resections.margin_mm)` */
export function shownField({ label, table, name }: FieldDefinition): string {
  return `${label} (${table}.${name})`;
}

/** `Resections (resections)` */
export function shownTable({ label, name }: TableDefinition): string {
  return `${label} (${name})`;
}

/** `1 row`, `3 rows` */
export function rowsText(n: number): string {
  return n === 1 ? "1 row" : `${n} rows`;
}

/** How many rows of a table fulfil a condition. */
export async function countRows(trx: RegistryTransaction, table: string, where = "true"): Promise<number> {
  const { rows } = await sql
    .raw<{ n: number }>(`select count(*) as n from records.${quoted(table)} where ${where}`)
    .execute(trx);
  return rows[0].n;
}

/** Tells how the history's older entries are to be read. */
export function renameSql(version: number, subject: string, former: string, now: string): string {
  return `insert into seriatim.renames (version, subject, former, now, seq)
  select ${[String(version), literal(subject), literal(former), literal(now)].join(", ")}, seq from seriatim.chain`;
}

/** What is gone is called so in the history from then on: a name that nothing else can have. */
export function goneName(name: string, version: number): string {
  return `${name} (until version ${version})`;
}

/** Moves the findings about a table or one of its fields. */
export function moveFindingsSql(former: { table: string; field?: string }, now: { table: string; field?: string }) {
  const field = now.field === undefined ? "field" : literal(now.field);
  return `with moved as (delete from seriatim.findings where ${ofFinding(former)} returning *)
insert into seriatim.findings (subject, key, field, kind, why, state, answer, _centre)
  select ${literal(now.table)}, key, ${field}, kind, why, state, answer, _centre from moved
  on conflict (subject, key, field, kind) do update set why = excluded.why, state = excluded.state, answer = excluded.answer`;
}

/** Closes the findings about a table or field that is gone. */
export function closeFindingsSql(gone: { table: string; field?: string }): string {
  return `update seriatim.findings set state = 'closed' where ${ofFinding(gone)} and state <> 'closed'`;
}

function ofFinding({ table, field }: { table: string; field?: string }): string {
  return `subject = ${literal(table)}${field === undefined ? "" : ` and field = ${literal(field)}`}`;
}
