import { type Expression, type SqlBool, sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";
import type { HistoryAction } from "../schema/database.js";
import type { HistoryFilter } from "./read-history.js";

/** What was done in one transaction. */
export interface HistoryChange {
  /** The number of its first entry. */
  change: number;
  at: Date;
  who: string;
  why: string | null;
  /** In the order in which they were first done. */
  parts: ChangePart[];
}

/** The entries of a change with one action on one table. */
export interface ChangePart {
  action: HistoryAction;
  subject: string | null;
  entries: number;
  /** Of the first. */
  key: string[] | null;
}

/** `before`: changes before this one. */
export interface ChangesFilter extends HistoryFilter {
  /** At this moment or later. */
  from?: Date;
  /** Before this moment. */
  until?: Date;
}

/**
 * The changes of which the user may see an entry that the filter lets through, the latest first. With `key` only the entries with
 * such a key are told of, and those about no row; without it all.
 */
export async function readChanges(trx: RegistryTransaction, filter: ChangesFilter = {}): Promise<HistoryChange[]> {
  const { key, who, action, before, from, until, limit = 100 } = filter;
  const ofKey = key && sql<SqlBool>`key[1:${sql.lit(key.length)}] = ${[...key]}::text[]`;
  const conditions: Expression<SqlBool>[] = [
    ...(ofKey ? [ofKey] : []),
    ...(who === undefined ? [] : [sql<SqlBool>`who = ${who}`]),
    ...(action === undefined ? [] : [sql<SqlBool>`action = ${action}`]),
    ...(before === undefined ? [] : [sql<SqlBool>`change < ${before}`]),
    ...(from === undefined ? [] : [sql<SqlBool>`at >= ${from}`]),
    ...(until === undefined ? [] : [sql<SqlBool>`at < ${until}`]),
  ];
  let found = trx.selectFrom("seriatim.history").select("change").distinct().orderBy("change", "desc").limit(limit);
  for (const condition of conditions) found = found.where(condition);
  let told = trx
    .selectFrom("seriatim.history")
    .select((of) => [
      "change",
      "who",
      "action",
      "subject",
      of.fn.min("at").as("at"),
      of.fn.min("why").as("why"),
      of.fn.countAll<number>().as("entries"),
      sql<string[] | null>`(array_agg(to_json(key) order by seq))[1]`.as("key"),
    ])
    .where("change", "in", found)
    .groupBy(["change", "who", "action", "subject"])
    .orderBy("change", "desc")
    .orderBy(sql`min(seq)`);
  if (ofKey) told = told.where(sql<SqlBool>`(${ofKey} or key is null)`);
  const changes = new Map<number, HistoryChange>();
  for (const { change, who: by, at, why, action: done, subject, entries, key: first } of await told.execute()) {
    const part = { action: done, subject, entries: Number(entries), key: first };
    const known = changes.get(change);
    if (known) known.parts.push(part);
    else changes.set(change, { change, at, who: by, why, parts: [part] });
  }
  return [...changes.values()];
}
