import { asUser, pageRows } from "@seriatim/registry";
import { z } from "zod";
import { opened, seesValuesOnly, tableNamed } from "./opened.js";
import type { Session } from "./session.js";
import { type ShownRow, shownRow } from "./shown-row.js";

const filter = z.strictObject({
  field: z.string(),
  contains: z.string().max(200).optional(),
  oneOf: z.array(z.string()).max(1000).optional(),
  from: z.string().max(50).optional(),
  to: z.string().max(50).optional(),
  recorded: z.boolean().optional(),
});

export const tableRowsInput = z.strictObject({
  table: z.string(),
  search: z.string().max(200).optional(),
  filters: z.array(filter).max(100).default([]),
  sort: z.strictObject({ field: z.string(), descending: z.boolean() }).optional(),
  offset: z.int().min(0).default(0),
  limit: z.int().min(0).max(1000).default(100),
  /** Counts too; without it `total` is `null`, for who knows it already. */
  withTotal: z.boolean().default(true),
});

/** Some rows of a table, filtered and sorted, and how many there are in all. */
export async function tableRows(
  session: Session,
  { table, ...options }: z.output<typeof tableRowsInput>,
): Promise<{ total: number | null; rows: ShownRow[] }> {
  const registry = opened(session);
  const definition = tableNamed(registry, table);
  const { total, rows } = await asUser(registry, (trx) =>
    pageRows(trx, definition, { ...options, valuesOnly: seesValuesOnly(registry) }),
  );
  return { total, rows: rows.map((row) => shownRow(definition, row)) };
}
