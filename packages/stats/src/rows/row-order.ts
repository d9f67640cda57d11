import { checkSurvivalRows, codeCount, type SurvivalRows } from "./survival-rows.js";
import { orderByRank, timeGrid } from "./time-grid.js";

/** Rows of survival data in the order in which the curves pass over them: by group, then by time. */
export interface RowOrder {
  groups: number;
  /** The distinct times of all rows, entries included, ascending; what `rank` and `entryRank` point to. */
  times: Float64Array;
  /** For each row the place of its end in `times`. */
  rank: Int32Array;
  /** For each row the place of its entry in `times`; absent where the rows have no entries. */
  entryRank?: Int32Array;
  /** `groups` + 1 offsets: group g has the places `first[g]` to `first[g + 1] - 1` of `byEnd` and of `byEntry`. */
  first: Int32Array;
  /** Rows by group and end, ties in the order of the rows. */
  byEnd: Int32Array;
  /** The same rows by group and entry. */
  byEntry?: Int32Array;
}

/**
 * The order of the rows by group and time, after refusing what no curve could use. O(n log n) for the times, the rest
 * by counting.
 *
 * @param groups number of groups, at least (a code that no row has is an empty group)
 * @param startTime rows that end before it are left out; absent: none
 * @throws TypeError, RangeError as `checkSurvivalRows`, and where a row's entry and time are tied by round-off
 */
export function rowOrder(rows: SurvivalRows, groups = 1, startTime?: number): RowOrder {
  checkSurvivalRows(rows);
  const count = codeCount(rows.group, groups);
  const grid = rows.entry ? timeGrid(rows.time, rows.entry) : timeGrid(rows.time);
  const [rank, entryRank] = grid.ranks as [Int32Array, Int32Array | undefined];
  if (rows.entry && entryRank) checkLengths(rows.time, rows.entry, rank, entryRank);
  const kept = keptRows(grid.times, rank, startTime);
  const byEnd = byGroup(orderByRank(rank, grid.times.length), rows.group, count, kept);
  const order = { groups: count, times: grid.times, rank, first: byEnd.first, byEnd: byEnd.order };
  if (!entryRank) return order;
  const byEntry = byGroup(orderByRank(entryRank, grid.times.length), rows.group, count, kept).order;
  return { ...order, entryRank, byEntry };
}

function checkLengths(time: Float64Array, entry: Float64Array, rank: Int32Array, entryRank: Int32Array): void {
  for (let i = 0; i < rank.length; i++)
    if (entryRank[i] >= rank[i])
      throw new RangeError(
        `entry[${i}] is ${entry[i]}, time[${i}] is ${time[i]}; they are tied within 1e-9, a row must enter before its time`,
      );
}

function keptRows(times: Float64Array, rank: Int32Array, startTime: number | undefined): Uint8Array | undefined {
  if (startTime === undefined) return undefined;
  if (!Number.isFinite(startTime)) throw new RangeError(`startTime is ${startTime}; it must be a finite number`);
  return Uint8Array.from(rank, (place) => (times[place] >= startTime ? 1 : 0));
}

/** A stable counting sort of ordered rows by their group, without the rows that are not kept. */
function byGroup(ordered: Int32Array, group: Int32Array | undefined, groups: number, kept: Uint8Array | undefined) {
  const first = new Int32Array(groups + 1);
  for (let i = 0; i < ordered.length; i++) if (!kept || kept[i]) first[(group ? group[i] : 0) + 1]++;
  for (let g = 0; g < groups; g++) first[g + 1] += first[g];
  if (!group && !kept) return { first, order: ordered };
  const next = first.slice();
  const order = new Int32Array(first[groups]);
  for (let k = 0; k < ordered.length; k++) {
    const i = ordered[k];
    if (!kept || kept[i]) order[next[group ? group[i] : 0]++] = i;
  }
  return { first, order };
}
