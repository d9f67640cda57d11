import type { TableDefinition } from "@seriatim/records";
import { sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";
import { quoted } from "../schema/column-of-field.js";
import { recordedFields } from "../schema/record-tables.js";
import { type StoredRow, storedRowOf } from "./stored-row.js";

/** How many rows come at once. */
const pageSize = 5_000;

/**
 * The rows of a table that the user may see, by key: texts by their code points, numbers and dates in their order.
 *
 * @param options.where SQL of a condition, without anything a user wrote
 * @param options.valuesOnly leaves out what could not be read, and versions, as must be done for who only analyses
 */
export async function* readRows(
  trx: RegistryTransaction,
  definition: TableDefinition,
  options: { where?: ReturnType<typeof sql<boolean>>; valuesOnly?: boolean } = {},
): AsyncGenerator<StoredRow> {
  const order = definition.key
    .map(
      (name) =>
        `${quoted(name)}${["text", "code"].includes(definition.fields[name].type) || definition.fields[name].partial ? ' collate "C"' : ""}`,
    )
    .join(", ");
  const query = trx
    .selectFrom(sql<Record<string, unknown>>`${sql.raw(`records.${quoted(definition.name)}`)}`.as("t"))
    .select(sql.raw<unknown>(selectRows(definition, options)) as never)
    .where(options.where ?? sql<boolean>`true`)
    .orderBy(sql.raw(order));
  for await (const row of query.stream(pageSize) as AsyncIterable<Record<string, unknown>>)
    yield storedRowOf(definition, row);
}

/** What is selected of a table so that `storedRowOf` makes rows of it. */
export function selectRows(definition: TableDefinition, { valuesOnly }: { valuesOnly?: boolean }): string {
  const selected = recordedFields(definition).map(({ name }, i) => `${quoted(name)}::text as f${i}`);
  const rest = valuesOnly === true ? "'{}'::jsonb as _unread, 0 as _version" : "_unread, _version";
  return [...selected, rest, "_centre"].join(", ");
}
