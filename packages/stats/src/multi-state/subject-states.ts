import type { RowOrder } from "../rows/row-order.js";
import { rowsBySubject } from "../rows/subject-rows.js";
import type { MultiStateRows } from "./multi-state-rows.js";

/**
 * The state held over each row, and which rows go on in the subject's next one; refuses rows of a subject that overlap
 * or contradict each other, as R's `survcheck` finds them. O(n).
 */
export function subjectStates(
  { time, entry, id, from, to, group }: MultiStateRows,
  { rank, entryRank, times }: RowOrder,
  gaps: "refuse" | "allow",
): { from: Int32Array; goesOn: Uint8Array } {
  if (gaps !== "refuse" && gaps !== "allow")
    throw new RangeError(`gaps is “${String(gaps)}”; allowed are refuse and allow`);
  const n = time.length;
  const held = from ? from.slice() : new Int32Array(n);
  const goesOn = new Uint8Array(n);
  if (!id) return { from: held, goesOn };
  const bySubject = rowsBySubject({ time, entry, id }, { rank, entryRank, times });
  for (let k = 1; k < n; k++) {
    const [i, j] = [bySubject[k - 1], bySubject[k]];
    if (id[i] !== id[j] || !entry || !entryRank) continue;
    const gap = entryRank[j] > rank[i];
    if (gap && gaps === "refuse")
      throw new RangeError(
        `rows ${i} and ${j} of subject ${id[j]} leave a gap: time[${i}] is ${time[i]}, entry[${j}] is ${entry[j]}; the next must begin there, or gaps be “allow”`,
      );
    const reached = to[i] >= 0 ? to[i] : held[i];
    if (!from) held[j] = reached;
    else if (!gap && from[j] !== reached)
      throw new RangeError(
        `from[${j}] is ${from[j]}; row ${i} of subject ${id[j]} ends at ${time[i]} in state ${reached}, and the next must begin in it`,
      );
    if (!gap && to[i] < 0 && (!group || group[i] === group[j])) goesOn[i] = 1;
  }
  return { from: held, goesOn };
}
