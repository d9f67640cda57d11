import type { TableDefinition } from "@seriatim/records";
import { sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";
import { RegistryError } from "../registry-error.js";
import { arrayType, quoted } from "../schema/column-of-field.js";
import { recordedFields } from "../schema/record-tables.js";
import { columnOfCell, keyPlaces, type StoredRow } from "./stored-row.js";

/** How many rows go at once. */
const batchSize = 5_000;

/** A row to be written; of one that is there already the version that was seen. */
export type WrittenRow = StoredRow;

/**
 * Writes new rows.
 *
 * @throws RegistryError where a row of that key was entered meanwhile, or belongs to a centre that the user does not see
 */
export async function insertRows(
  trx: RegistryTransaction,
  definition: TableDefinition,
  rows: readonly WrittenRow[],
  onProgress: (written: number) => void = () => {},
): Promise<void> {
  const fields = recordedFields(definition);
  const columns = [...fields.map(({ name }) => quoted(name)), "_unread", "_centre"].join(", ");
  for (const batch of batchesOf(rows)) {
    try {
      await sql`insert into ${tableOf(definition)} (${sql.raw(columns)})
        select * from unnest(${sql.join(arraysOf(definition, batch))})`.execute(trx);
    } catch (error) {
      throw writeFault(error, definition);
    }
    onProgress(batch.length);
  }
}

/**
 * Changes rows that are there, each only where its version is still the one that was seen.
 *
 * @throws RegistryError of kind `conflict` where somebody else changed one meanwhile; then nothing may be kept
 */
export async function updateRows(
  trx: RegistryTransaction,
  definition: TableDefinition,
  rows: readonly WrittenRow[],
  onProgress: (written: number) => void = () => {},
): Promise<void> {
  const fields = recordedFields(definition);
  const open = fields.filter(({ name }) => !definition.key.includes(name)).map(({ name }) => quoted(name));
  const names = [...fields.map(({ name }) => quoted(name)), "_unread", "_centre", "_version"].join(", ");
  const set = [...open, "_unread"].map((name) => `${name} = given.${name}`).join(", ");
  const same = [...definition.key.map(quoted), "_version"].map((name) => `kept.${name} = given.${name}`).join(" and ");
  for (const batch of batchesOf(rows)) {
    const arrays = [...arraysOf(definition, batch), sql`${batch.map(({ version }) => version)}::integer[]`];
    const result = await sql<{ key: string[] }>`update ${tableOf(definition)} as kept set ${sql.raw(set)}
      from unnest(${sql.join(arrays)}) as given (${sql.raw(names)})
      where ${sql.raw(same)}
      returning ${sql.raw(keyArray(definition, "kept"))} as key`
      .execute(trx)
      .catch((error: unknown) => {
        throw writeFault(error, definition);
      });
    refuseUnwritten(definition, batch, result.rows, "changed");
    onProgress(batch.length);
  }
}

/** Removes rows, each only where its version is still the one that was seen. @throws RegistryError as `updateRows` */
export async function deleteRows(
  trx: RegistryTransaction,
  definition: TableDefinition,
  rows: readonly WrittenRow[],
): Promise<void> {
  const fields = recordedFields(definition);
  const names = [...fields.map(({ name }) => quoted(name)), "_unread", "_centre", "_version"].join(", ");
  const same = [...definition.key.map(quoted), "_version"].map((name) => `kept.${name} = given.${name}`).join(" and ");
  for (const batch of batchesOf(rows)) {
    const arrays = [...arraysOf(definition, batch), sql`${batch.map(({ version }) => version)}::integer[]`];
    const result = await sql<{ key: string[] }>`delete from ${tableOf(definition)} as kept
      using unnest(${sql.join(arrays)}) as given (${sql.raw(names)})
      where ${sql.raw(same)}
      returning ${sql.raw(keyArray(definition, "kept"))} as key`
      .execute(trx)
      .catch((error: unknown) => {
        throw writeFault(error, definition);
      });
    refuseUnwritten(definition, batch, result.rows, "removed");
  }
}

function tableOf(definition: TableDefinition) {
  return sql.raw(`records.${quoted(definition.name)}`);
}

function keyArray(definition: TableDefinition, of: string): string {
  return `array[${definition.key.map((name) => `${of}.${quoted(name)}::text`).join(", ")}]`;
}

/** One array a column, for `unnest`. */
function arraysOf(definition: TableDefinition, batch: readonly WrittenRow[]) {
  const fields = recordedFields(definition);
  return [
    ...fields.map(
      (field, j) =>
        sql`${batch.map(({ cells }) => columnOfCell(field, cells[j]))}::text[]::${sql.raw(arrayType(field))}[]`,
    ),
    sql`${batch.map(({ unread }) => JSON.stringify(unread))}::text[]::jsonb[]`,
    sql`${batch.map(({ centre }) => centre)}::text[]`,
  ];
}

function* batchesOf(rows: readonly WrittenRow[]): Generator<readonly WrittenRow[]> {
  for (let i = 0; i < rows.length; i += batchSize) yield rows.slice(i, i + batchSize);
}

function refuseUnwritten(
  definition: TableDefinition,
  batch: readonly WrittenRow[],
  written: readonly { key: string[] }[],
  what: string,
): void {
  if (written.length === batch.length) return;
  const places = keyPlaces(definition);
  const keys = new Set(written.map(({ key }) => key.join("\u0000")));
  const lost = batch.map(({ cells }) => places.map((j) => cells[j])).find((key) => !keys.has(key.join("\u0000")));
  throw new RegistryError(
    `${definition.one} ${(lost ?? []).join(", number ")} was changed by somebody else meanwhile, so it was not ${what}, and nothing else of this; look at it again`,
    "conflict",
  );
}

function writeFault(error: unknown, definition: TableDefinition): unknown {
  const { code, detail } = error as { code?: string; detail?: string };
  if (code === "23505")
    return new RegistryError(
      `a ${definition.one} of that key is there already: entered by somebody else meanwhile, or of another centre (${keyOfDetail(detail)}); nothing of this was written`,
      "conflict",
    );
  if (code === "23503")
    return new RegistryError(
      `a row belongs to a row that is not there, or others belong to one that would go (${definition.label}, ${keyOfDetail(detail)}); nothing of this was written`,
      "conflict",
    );
  if (["22P02", "22003", "22007", "22008", "23514"].includes(code ?? ""))
    return new RegistryError(
      `a value is not what the dictionary allows for it (${definition.label}); nothing of this was written`,
    );
  return error;
}

/** `Key (patient, number)=(P01, 1) already exists.` → `P01, 1`: a key is a study number, never a name. */
function keyOfDetail(detail = ""): string {
  return /\)=\((.*?)\)/.exec(detail)?.[1] ?? "its key";
}
