import { orderByRank, TIE_TOLERANCE } from "./time-grid.js";

/** Spells of observation, with the codes of the subjects that they belong to. */
export interface SubjectRows {
  time: Float64Array;
  entry: Float64Array;
  /** Whole numbers from 0. */
  id: Int32Array;
  /** Spells of one subject in different strata may overlap (marginal models of several events). */
  strata?: Int32Array;
}

/**
 * Refuses spells of one subject that overlap: (entry, time] of one may begin only where the one before has ended. Ends and beginnings
 * that differ by round-off are one time. O(n log n).
 *
 * @throws TypeError where `id` has the wrong length; RangeError for a negative code or two spells that overlap, naming both
 */
export function checkSubjectRows({ time, entry, id, strata }: SubjectRows): void {
  if (id.length !== time.length)
    throw new TypeError(`id has ${id.length} rows, time has ${time.length}; they must have the same length`);
  for (let i = 0; i < id.length; i++)
    if (id[i] < 0) throw new RangeError(`id[${i}] is ${id[i]}; codes are whole numbers from 0`);
  const order = Int32Array.from(id, (_, i) => i).sort(
    (a, b) => id[a] - id[b] || (strata ? strata[a] - strata[b] : 0) || entry[a] - entry[b] || a - b,
  );
  for (let k = 1; k < order.length; k++) {
    const [i, j] = [order[k - 1], order[k]];
    if (id[i] !== id[j] || (strata && strata[i] !== strata[j])) continue;
    if (time[i] - entry[j] > TIE_TOLERANCE * Math.max(Math.abs(time[i]), Math.abs(entry[j])))
      throw new RangeError(
        `rows ${i} and ${j} of subject ${id[j]} overlap: row ${i} ends at ${time[i]}, row ${j} begins at ${entry[j]}; a subject's rows must follow one another`,
      );
  }
}

/** Rows by subject and rank, ties in the order of the rows. O(n + ranks). */
export function rowsBySubject(id: Int32Array, rank: Int32Array, ranks: number): Int32Array {
  const byTime = orderByRank(rank, ranks);
  let last = -1;
  for (let i = 0; i < id.length; i++) if (id[i] > last) last = id[i];
  const next = new Int32Array(last + 2);
  for (let i = 0; i < id.length; i++) next[id[i] + 1]++;
  for (let c = 0; c <= last; c++) next[c + 1] += next[c];
  const order = new Int32Array(id.length);
  for (let k = 0; k < byTime.length; k++) order[next[id[byTime[k]]]++] = byTime[k];
  return order;
}
