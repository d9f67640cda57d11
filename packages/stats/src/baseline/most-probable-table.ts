/**
 * The largest log ∏ 1/n_ij! of a table of counts with these margins: a network flow of convex cost, improved from the
 * rounded expected counts by cancelling cycles of negative cost until there is none (Klein 1967, doi
 * 10.1287/mnsc.14.3.205).
 *
 * @param rows, columns margins with the same sum, whole numbers >= 0
 * @param logFactorial log k! at k
 * @returns the logarithm, and the number of cells looked at
 */
export function mostProbableTable(
  rows: readonly number[],
  columns: readonly number[],
  logFactorial: Float64Array,
): { log: number; steps: number } {
  const counts = nearExpected(rows, columns);
  const search: Search = {
    counts,
    columns: columns.length,
    cost: new Float64Array(rows.length + columns.length),
    before: new Int32Array(rows.length + columns.length),
    passes: 0,
  };
  while (cancelCycle(search));
  let log = 0;
  for (const count of counts) log -= logFactorial[count];
  return { log, steps: search.passes * counts.length };
}

interface Search {
  /** Row-major. */
  counts: Int32Array;
  columns: number;
  /** Working space, one entry a row and then one a column. */
  cost: Float64Array;
  before: Int32Array;
  passes: number;
}

/** A table with these margins, each count near rowᵢ columnⱼ/N. */
function nearExpected(rows: readonly number[], columns: readonly number[]): Int32Array {
  const counts = new Int32Array(rows.length * columns.length);
  const total = rows.reduce((sum, row) => sum + row, 0);
  const left = [[...rows], [...columns]];
  const fill = (most: (i: number, j: number) => number) => {
    for (let i = 0, at = 0; i < rows.length; i++)
      for (let j = 0; j < columns.length; j++, at++) {
        const count = Math.min(most(i, j), left[0][i], left[1][j]);
        counts[at] += count;
        left[0][i] -= count;
        left[1][j] -= count;
      }
  };
  if (total > 0) fill((i, j) => Math.floor((rows[i] * columns[j]) / total));
  fill(() => 1);
  fill(() => total);
  return counts;
}

/**
 * Moves one count along a cycle that makes ∏ 1/n_ij! larger, found by Bellman and Ford among the rows and columns: one
 * more in (i, j) costs log(n_ij + 1), one less −log n_ij. False where there is none.
 */
function cancelCycle(search: Search): boolean {
  const { counts, columns, cost, before } = search;
  const rows = cost.length - columns;
  cost.fill(0);
  let last = -1;
  for (let pass = 0; pass < cost.length; pass++) {
    search.passes++;
    last = -1;
    for (let i = 0, at = 0; i < rows; i++)
      for (let j = rows; j < cost.length; j++, at++) {
        const more = cost[i] + Math.log(counts[at] + 1);
        if (more < cost[j] - ROUND_OFF) {
          cost[j] = more;
          before[j] = last = i;
        }
        if (counts[at] === 0) continue;
        const less = cost[j] - Math.log(counts[at]);
        if (less < cost[i] - ROUND_OFF) {
          cost[i] = less;
          before[i] = last = j;
        }
      }
    if (last < 0) return false;
  }
  if (last < 0) return false;
  // So many steps back one is on the cycle.
  for (let back = 0; back < cost.length; back++) last = before[last];
  let place = last;
  do {
    const from = before[place];
    if (place >= rows) counts[from * columns + place - rows]++;
    else counts[place * columns + from - rows]--;
    place = from;
  } while (place !== last);
  return true;
}

const ROUND_OFF = 1e-10;
