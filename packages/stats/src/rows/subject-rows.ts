import { orderByRank, timeGrid } from "./time-grid.js";

/** The follow-up of subjects, one or more rows each; arrays of length n. */
export interface SubjectRows {
  /** End of the row, any one unit, finite. */
  time: Float64Array;
  /** Start of the row, finite, before its end: at risk for entry < t <= time. Absent: at risk from the start. */
  entry?: Float64Array;
  /** Codes of the subjects, whole numbers from 0. */
  id: Int32Array;
  /** Rows of one subject in different strata may overlap (gap times, marginal models of several events). */
  strata?: Int32Array;
}

/**
 * Refuses rows in which a subject would be at risk twice at one time: rows that overlap, and rows that are empty or reversed.
 * Rows that touch and gaps between rows are allowed; a subject without entries can have one row only (a stratum). Times within
 * 1e-9 of each other are one time. No rows are in order. R's `survcheck` counts such rows as `overlap`. O(n log n).
 *
 * @throws TypeError where an array has another length
 * @throws RangeError for a time that is not finite, a negative code, an entry that is not before its time, and two rows of one
 *   subject that overlap, naming both
 */
export function checkSubjectRows(rows: SubjectRows): void {
  const { time, entry, id } = rows;
  for (const name of ["entry", "id", "strata"] as const) {
    const column = rows[name];
    if (column && column.length !== time.length)
      throw new TypeError(`${name} has ${column.length} rows, time has ${time.length}; they must have the same length`);
  }
  for (const name of ["time", "entry"] as const)
    rows[name]?.forEach((t, i) => {
      if (!Number.isFinite(t)) throw new RangeError(`${name}[${i}] is ${t}; it must be a finite number`);
    });
  for (const name of ["id", "strata"] as const)
    rows[name]?.forEach((code, i) => {
      if (code < 0) throw new RangeError(`${name}[${i}] is ${code}; codes are whole numbers from 0`);
    });
  const { times, ranks } = entry ? timeGrid(time, entry) : timeGrid(time);
  const [rank, entryRank] = ranks as [Int32Array, Int32Array | undefined];
  for (let i = 0; entry && entryRank && i < id.length; i++)
    if (entryRank[i] >= rank[i])
      throw new RangeError(
        `entry[${i}] is ${entry[i]}, time[${i}] is ${time[i]}; a row must enter before its time, by more than 1e-9 of it`,
      );
  rowsBySubject(rows, { rank, entryRank, times });
}

/**
 * The rows by subject (and stratum), each subject's by time. O(n).
 *
 * @throws RangeError where two rows of a subject overlap, naming them
 */
export function rowsBySubject(
  { time, entry, id, strata }: SubjectRows,
  { rank, entryRank, times }: { rank: Int32Array; entryRank?: Int32Array; times: Float64Array },
): Int32Array {
  const byTime = orderByRank(entryRank ?? rank, times.length);
  const order = byCode(strata ? byCode(byTime, strata) : byTime, id);
  for (let k = 1; k < order.length; k++) {
    const [i, j] = [order[k - 1], order[k]];
    if (id[i] !== id[j] || (strata && strata[i] !== strata[j]) || (entryRank && entryRank[j] >= rank[i])) continue;
    throw new RangeError(
      `rows ${i} and ${j} of subject ${id[j]} overlap: time[${i}] is ${time[i]}, entry[${j}] is ${entry ? entry[j] : "the start"}; a subject's rows must follow one another`,
    );
  }
  return order;
}

/** A stable sort of ordered rows by their codes: by counting, unless the codes are much larger than the rows are many. */
function byCode(ordered: Int32Array, code: Int32Array): Int32Array {
  let last = -1;
  for (let i = 0; i < code.length; i++) if (code[i] > last) last = code[i];
  if (last > 4 * code.length + 1024) return ordered.slice().sort((a, b) => code[a] - code[b]);
  const next = new Int32Array(last + 2);
  for (let i = 0; i < code.length; i++) next[code[i] + 1]++;
  for (let c = 0; c <= last; c++) next[c + 1] += next[c];
  const order = new Int32Array(code.length);
  for (let k = 0; k < ordered.length; k++) order[next[code[ordered[k]]]++] = ordered[k];
  return order;
}
