import { sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";
import { presentNames } from "./present-names.js";

/** A row as the history has it: columns by their present names, those without a value left out. */
export type PastRow = Record<string, unknown>;

/**
 * A table's rows as they stood after an instant, made from the history alone: of each key the last entry up to then, unless that
 * removed it. In no order.
 *
 * @param subject the table as it is called now: `records.patients`
 */
export async function* pastRows(
  trx: RegistryTransaction,
  subject: string,
  until: Date | "now",
): AsyncGenerator<PastRow> {
  const upTo = until === "now" ? sql<boolean>`true` : sql<boolean>`at < ${until.toISOString()}::timestamptz`;
  const { entries, row } = await presentNames(trx, subject);
  const query = trx
    .selectFrom((of) =>
      of
        .selectFrom("seriatim.history")
        .select(["action", row("after").as("after")])
        .distinctOn("key")
        .where(entries)
        .where(upTo)
        .orderBy("key")
        .orderBy("seq", "desc")
        .as("last"),
    )
    .select("after")
    .where("action", "!=", "delete");
  for await (const { after } of query.stream(2_000)) yield after as PastRow;
}
