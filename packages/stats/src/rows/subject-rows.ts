import { checkFinite } from "./survival-rows.js";
import { orderByRank, timeGrid } from "./time-grid.js";

/** The follow-up of subjects, one or more rows each; arrays of length n. */
export interface SubjectRows {
  /** End of the row, any one unit, finite. */
  time: Float64Array;
  /** Start of the row, finite, before its end: the subject is under observation for entry < t <= time. Absent: from the start. */
  entry?: Float64Array;
  /** Codes of the subjects, whole numbers from 0. */
  id: Int32Array;
}

/**
 * Refuses rows in which a subject would count twice at one time: rows that overlap, and rows that are empty or reversed.
 * Rows that touch and gaps between rows are allowed; without entries a subject can have one row only. No rows are in order.
 * R's `survcheck` lists the same under `overlap`, where it does not stop at them. O(n log n).
 *
 * @throws TypeError where an array has another length
 * @throws RangeError for a time that is not finite, a negative code, an entry that is not before its time (ties within 1e-9
 *   included), and two rows of one subject that overlap, naming them
 */
export function checkSubjectRows(rows: SubjectRows): void {
  const { time, entry, id } = rows;
  for (const name of ["entry", "id"] as const) {
    const column = rows[name];
    if (column && column.length !== time.length)
      throw new TypeError(`${name} has ${column.length} rows, time has ${time.length}; they must have the same length`);
  }
  checkFinite("time", time);
  if (entry) checkFinite("entry", entry);
  for (let i = 0; i < id.length; i++)
    if (id[i] < 0) throw new RangeError(`id[${i}] is ${id[i]}; codes are whole numbers from 0`);
  const { times, ranks } = entry ? timeGrid(time, entry) : timeGrid(time);
  const [rank, entryRank] = ranks as [Int32Array, Int32Array | undefined];
  if (entry && entryRank) checkLengths(time, entry, rank, entryRank);
  rowsBySubject(rows, { rank, entryRank, times });
}

/** @throws RangeError where a row ends where it begins or before, by the places of its ends on the grid of times */
export function checkLengths(time: Float64Array, entry: Float64Array, rank: Int32Array, entryRank: Int32Array): void {
  for (let i = 0; i < rank.length; i++) {
    if (entryRank[i] < rank[i]) continue;
    const tied = entryRank[i] === rank[i] && entry[i] !== time[i] ? "they are tied within 1e-9, " : "";
    throw new RangeError(
      `entry[${i}] is ${entry[i]}, time[${i}] is ${time[i]}; ${tied}a row must enter before its time`,
    );
  }
}

/**
 * The rows by subject, and each subject's by time. O(n).
 *
 * @throws RangeError where two rows of a subject overlap, naming them
 */
export function rowsBySubject(
  { time, entry, id }: SubjectRows,
  { rank, entryRank, times }: { rank: Int32Array; entryRank?: Int32Array; times: Float64Array },
): Int32Array {
  const order = bySubject(id, orderByRank(entryRank ?? rank, times.length));
  for (let k = 1; k < order.length; k++) {
    const [i, j] = [order[k - 1], order[k]];
    if (id[i] !== id[j] || (entryRank && entryRank[j] >= rank[i])) continue;
    throw new RangeError(
      `rows ${i} and ${j} of subject ${id[j]} overlap: time[${i}] is ${time[i]}, entry[${j}] is ${entry ? entry[j] : "the start"}; a subject is in one row at a time`,
    );
  }
  return order;
}

/** A stable sort of ordered rows by subject: by counting, unless the codes are much larger than the rows are many. */
function bySubject(id: Int32Array, ordered: Int32Array): Int32Array {
  let last = -1;
  for (let i = 0; i < id.length; i++) if (id[i] > last) last = id[i];
  if (last > 4 * id.length + 1024) return ordered.slice().sort((a, b) => id[a] - id[b]);
  const next = new Int32Array(last + 2);
  for (let i = 0; i < id.length; i++) next[id[i] + 1]++;
  for (let c = 0; c <= last; c++) next[c + 1] += next[c];
  const order = new Int32Array(id.length);
  for (let k = 0; k < ordered.length; k++) order[next[id[ordered[k]]]++] = ordered[k];
  return order;
}
