import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";

/** What is wrong with a history, entry by entry. */
export interface HistoryFault {
  /** Of the entry; where one is missing, the number that it would have. */
  seq: number;
  why: string;
}

export interface HistoryVerdict {
  entries: number;
  /** SHA-256 of the last entry, hexadecimal: whoever keeps it elsewhere can tell later whether the history up to here was made anew. */
  head: string;
  faults: HistoryFault[];
}

/** An entry as it is checked: what it says as one text, and the hash that it carries. */
export interface ChainedEntry {
  seq: number;
  text: string;
  hash: Uint8Array;
}

/** How many faults are told; from the first on the rest of a chain may be anything. */
const mostFaults = 20;

/**
 * Reads the whole history and computes its chain again: entry k's hash is SHA-256 of the hash of entry k − 1 followed by what
 * entry k says (`seriatim.history_text`, UTF-8); before the first stands SHA-256 of the registry's id. Finds an entry
 * that was changed, taken out, put in or moved, and says which; also where the last ones are gone.
 */
export async function verifyHistory(
  trx: RegistryTransaction,
  { onProgress = () => {} }: { onProgress?: (done: number, total: number) => void } = {},
): Promise<HistoryVerdict> {
  const { id } = await trx.selectFrom("seriatim.registry").select("id").executeTakeFirstOrThrow();
  const head = await trx.selectFrom("seriatim.chain").select(["seq", "hash"]).executeTakeFirstOrThrow();
  const entries = trx
    .selectFrom("seriatim.history as h")
    .select(["h.seq", "h.hash", sql<string>`seriatim.history_text(h)`.as("text")])
    .orderBy("h.seq")
    .stream(2_000);
  return verifyChain(id, head, entries, onProgress);
}

/** As `verifyHistory`, of entries from anywhere, in their order. */
export async function verifyChain(
  id: string,
  head: { seq: number; hash: Uint8Array },
  entries: AsyncIterable<ChainedEntry>,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<HistoryVerdict> {
  const faults: HistoryFault[] = [];
  const fault = (seq: number, why: string) => {
    if (faults.length < mostFaults) faults.push({ seq, why });
  };
  let before: Uint8Array = sha256(utf8ToBytes(id));
  let last = 0;
  for await (const { seq, text, hash } of entries) {
    if (seq > last + 1) fault(last + 1, seq === last + 2 ? "is missing" : `is missing, as are those to ${seq - 1}`);
    if (seq <= last) fault(seq, `stands after entry ${last}`);
    // Entries carry their hashes, so that after a fault the next can be judged by what this one claims.
    if (!equal(sha256(concatBytes(before, utf8ToBytes(text))), hash) && seq === last + 1)
      fault(
        seq,
        "was changed: it does not say what it said when it was written, or does not follow from the one before",
      );
    before = hash;
    last = Math.max(last, seq);
    if (seq % 2_000 === 0) onProgress(seq, head.seq);
  }
  if (last < head.seq)
    fault(last + 1, last + 1 === head.seq ? "is missing" : `is missing, as are those to ${head.seq}`);
  else if (!equal(before, head.hash) || last > head.seq) fault(last, "is not the last that was written");
  return { entries: last, head: bytesToHex(before), faults };
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
