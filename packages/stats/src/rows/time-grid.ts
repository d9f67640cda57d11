/** Distinct times and each row's place among them, so that estimators compare whole numbers and never times. */
export interface TimeGrid {
  /** The distinct times, ascending. */
  times: Float64Array;
  /** For each column handed in, for each of its rows: the index in `times`. */
  ranks: Int32Array[];
}

/** Times closer than this, relative to the larger, are one time (round-off of a subtraction of dates or a division by 365.25). */
export const TIE_TOLERANCE = 1e-9;

/**
 * The grid of all times in the columns, in which times within 1e-9 relative of their predecessor are tied and stand
 * as the earliest of them. No times give an empty grid. O(n log n).
 *
 * R's `aeqSurv` (`timefix = TRUE`) does the same with 1.5e-8, absolute or relative to the mean time.
 *
 * @param columns one or more columns of finite times (entry and exit together, so that both are judged alike)
 */
export function timeGrid(...columns: Float64Array[]): TimeGrid {
  let total = 0;
  for (const column of columns) total += column.length;
  const sorted = new Float64Array(total);
  let offset = 0;
  for (const column of columns) {
    sorted.set(column, offset);
    offset += column.length;
  }
  sorted.sort();
  // `values` holds every different number, `place` the grid index it belongs to: several numbers may share one.
  let different = 0;
  const place = new Int32Array(total);
  const starts: number[] = [];
  for (let i = 0; i < total; i++) {
    const value = sorted[i];
    if (different > 0 && value === sorted[different - 1]) continue;
    const isNew = different === 0 || !nearlyTied(sorted[different - 1], value);
    if (isNew) starts.push(value);
    place[different] = starts.length - 1;
    sorted[different++] = value;
  }
  const values = sorted.subarray(0, different);
  const ranks = columns.map((column) => {
    const rank = new Int32Array(column.length);
    for (let i = 0; i < column.length; i++) rank[i] = place[indexOf(values, column[i])];
    return rank;
  });
  return { times: Float64Array.from(starts), ranks };
}

/** Rows in ascending order of rank, ties in the order of the rows. O(n + ranks). */
export function orderByRank(rank: Int32Array, ranks: number): Int32Array {
  const start = new Int32Array(ranks + 1);
  for (let i = 0; i < rank.length; i++) start[rank[i] + 1]++;
  for (let r = 0; r < ranks; r++) start[r + 1] += start[r];
  const order = new Int32Array(rank.length);
  for (let i = 0; i < rank.length; i++) order[start[rank[i]]++] = i;
  return order;
}

/** Two times that are one but for round-off. */
export function nearlyTied(earlier: number, later: number): boolean {
  return later - earlier <= TIE_TOLERANCE * Math.max(Math.abs(earlier), Math.abs(later));
}

function indexOf(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
