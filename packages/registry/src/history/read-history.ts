import { sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";
import type { HistoryAction } from "../schema/database.js";

/** An entry of the history. */
export interface HistoryEntry {
  seq: number;
  at: Date;
  /** The entries of one transaction have the number of its first. */
  change: number;
  who: string;
  action: HistoryAction;
  subject: string | null;
  key: string[] | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  why: string | null;
}

export interface HistoryFilter {
  /** Rows of any table whose key begins so: a patient's. */
  key?: readonly string[];
  who?: string;
  action?: HistoryAction;
  /** Of one change, by its number. */
  change?: number;
  /** Entries before this one. */
  before?: number;
  /** How many at most; 100 where it is not given. */
  limit?: number;
}

/** The entries that the user may see, the latest first. */
export async function readHistory(trx: RegistryTransaction, filter: HistoryFilter = {}): Promise<HistoryEntry[]> {
  const { key, who, action, change, before, limit = 100 } = filter;
  let query = trx
    .selectFrom("seriatim.history")
    .select(["seq", "at", "change", "who", "action", "subject", "key", "before", "after", "why"])
    .orderBy("seq", "desc")
    .limit(limit);
  if (key) query = query.where(sql<boolean>`key[1:${sql.lit(key.length)}] = ${[...key]}::text[]`);
  if (who !== undefined) query = query.where("who", "=", who);
  if (action !== undefined) query = query.where("action", "=", action);
  if (change !== undefined) query = query.where("change", "=", change);
  if (before !== undefined) query = query.where("seq", "<", before);
  return query.execute();
}
