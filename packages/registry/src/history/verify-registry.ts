import { sql } from "kysely";
import { type Registry, transaction } from "../registry.js";
import { type RowDifference, rowDifferences } from "./row-differences.js";
import { type HistoryVerdict, verifyHistory } from "./verify-history.js";

export interface RegistryVerdict extends HistoryVerdict {
  differences: RowDifference[];
}

/**
 * Whether the history is whole and every record is as it says. Whoever asks, all centres are read; nothing but numbers of
 * entries and keys of rows that are wrong is told.
 *
 * @param options.head SHA-256 (hexadecimal) that was the head earlier: a fault where no entry has it any more
 */
export function verifyRegistry(
  { engine, wholeDictionary }: Pick<Registry, "engine" | "wholeDictionary">,
  options: { head?: string; onProgress?: (done: number, total: number) => void } = {},
): Promise<RegistryVerdict> {
  return transaction(engine, async (trx) => {
    const { head, onProgress } = options;
    const verdict = await verifyHistory(trx, onProgress === undefined ? {} : { onProgress });
    const faults = [...verdict.faults];
    if (head !== undefined) {
      const found = await trx
        .selectFrom("seriatim.history")
        .select("seq")
        .where(sql<string>`encode(hash, 'hex')`, "=", head.toLowerCase())
        .executeTakeFirst();
      if (!found) faults.push({ seq: 1, why: `no entry has the hash ${head}: the history was made anew` });
    }
    return { ...verdict, faults, differences: await rowDifferences(trx, wholeDictionary) };
  });
}
