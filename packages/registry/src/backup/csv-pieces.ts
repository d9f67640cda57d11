import { sql } from "kysely";
import { stringify } from "#csv-stringify";
import type { RegistryTransaction } from "../registry.js";
import { guardFormula } from "../rows/formula-cell.js";
import type { TableMember } from "./members.js";

/** How many rows are in memory at once. */
const pageSize = 1_000;

/** A table as the pieces of its CSV: a missing value is an empty field, an empty text `""`. */
export async function* csvPieces(
  trx: RegistryTransaction,
  { table, columns, order }: TableMember,
  onRows: (rows: number) => void,
): AsyncGenerator<Buffer> {
  yield csv([columns.map(({ name }) => name)]);
  const selected = columns.map(({ write }, i) => `${write} as f${i}`).join(", ");
  const query = trx
    .selectFrom(sql<Record<string, string | null>>`${sql.raw(table)}`.as("t"))
    .select(sql.raw<unknown>(selected) as never)
    .orderBy(sql.raw(order));
  let page: (string | null)[][] = [];
  for await (const row of query.stream(pageSize) as AsyncIterable<Record<string, string | null>>) {
    page.push(
      columns.map(({ isGuarded }, i) => {
        const text = row[`f${i}`];
        return text === null || !isGuarded ? text : guardFormula(text);
      }),
    );
    if (page.length < pageSize) continue;
    yield csv(page);
    onRows(page.length);
    page = [];
  }
  if (page.length > 0) yield csv(page);
  onRows(page.length);
}

function csv(rows: (string | null)[][]): Buffer {
  // A lone carriage return ends a line for most readers.
  return Buffer.from(stringify(rows, { quoted_match: [/^$/, /\r/] }));
}
