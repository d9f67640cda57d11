import type { CountTable } from "./count-table.js";
import { mostProbableTable } from "./most-probable-table.js";

/** Steps after which a table is given up as too large: some seconds. */
const MOST_STEPS = 1e8;

/** Logarithms that agree in this many parts of 1 are one path. */
const PARTS = 2 ** 36;

/** What is left of the rows once some columns are filled, and the paths that led there. */
interface Node {
  /** Ascending: rows are alike, so nodes that differ only in their order are one. */
  left: number[];
  /** log Σ over all completions of ∏ 1/n_ij!. */
  all: number;
  /** The largest log ∏ 1/n_ij! of a completion, and a bound of the smallest. */
  largest: number;
  smallest: number;
  /** log ∏ 1/n_ij! of the columns filled, in whole parts, and the number of fillings that have it. */
  paths: Map<number, number>;
}

/**
 * The probability, given the margins, of all tables whose probability is at most `slack` times that of the one observed,
 * by the network algorithm (Mehta & Patel 1983, JASA 78:427, doi 10.1080/01621459.1983.10477989).
 *
 * A table's probability is proportional to ∏ 1/n_ij!, and over all tables these add up to N!/(∏ row! ∏ column!). Columns
 * are filled one after another; fillings that leave the same rows meet in a node. Bounds on what the remaining columns can
 * still multiply decide most paths early: all their completions count, or none does.
 *
 * @returns `undefined` when more than a fixed number of steps would be needed
 */
export function tableProbability(table: CountTable, slack: number): number | undefined {
  const wide = table.rowSums.length <= table.columnSums.length;
  const rows = [...(wide ? table.rowSums : table.columnSums)].sort((a, b) => a - b);
  // Large columns first: their many fillings meet while there are few nodes.
  const columns = [...(wide ? table.columnSums : table.rowSums)].sort((a, b) => b - a);
  const logFactorial = logFactorials(table.total);
  let bound = Math.log(slack);
  for (const row of table.counts) for (const count of row) bound -= logFactorial[count];

  const network: Network = { logFactorial, bound, all: 0, key: keyOf(rows), steps: 0, extreme: 0 };
  const root = node(rows, columns, network);
  root.paths.set(0, 1);
  network.all = root.all;
  let nodes = [root];
  for (let j = 0; j < columns.length; j++) {
    const next = fillColumn(nodes, columns[j], columns.slice(j + 1), network);
    if (!next) return undefined;
    nodes = next;
  }
  return Math.min(1, network.extreme);
}

interface Network {
  logFactorial: Float64Array;
  /** Tables with log ∏ 1/n_ij! up to this count. */
  bound: number;
  /** The same of all tables together. */
  all: number;
  key: (left: readonly number[]) => number | string;
  steps: number;
  /** The probability that has been decided to count. */
  extreme: number;
}

function logFactorials(n: number): Float64Array {
  const logs = new Float64Array(n + 1);
  for (let k = 2; k <= n; k++) logs[k] = logs[k - 1] + Math.log(k);
  return logs;
}

/** The total is known at each column, so all but the last row tell nodes apart; one number where it can hold them. */
function keyOf(rows: readonly number[]): Network["key"] {
  const base = rows[rows.length - 1] + 1;
  if (base ** (rows.length - 1) > Number.MAX_SAFE_INTEGER) return (left) => left.join();
  return (left) => {
    let key = 0;
    for (let i = 0; i < left.length - 1; i++) key = key * base + left[i];
    return key;
  };
}

/** All nodes after one more column; `undefined` when the steps are used up. */
function fillColumn(
  nodes: readonly Node[],
  column: number,
  rest: readonly number[],
  network: Network,
): Node[] | undefined {
  const { logFactorial } = network;
  const next = new Map<number | string, Node>();
  const left = new Array<number>(nodes[0]?.left.length ?? 0);
  const sorted = left.slice();
  let parent: Node;
  let paths: SortedPaths;

  const fill = (row: number, remaining: number, room: number, log: number): void => {
    if (row === left.length) {
      for (let i = 0; i < sorted.length; i++) sorted[i] = left[i];
      insertionSort(sorted);
      const key = network.key(sorted);
      let child = next.get(key);
      if (!child) {
        child = node(sorted.slice(), rest, network);
        next.set(key, child);
        network.steps += 200 + 8 * left.length * rest.length;
      }
      network.steps += 1 + advance(paths, log, child, network);
      return;
    }
    const space = parent.left[row];
    const after = room - space;
    for (let count = Math.max(0, remaining - after); count <= Math.min(space, remaining); count++) {
      if (network.steps > MOST_STEPS) return;
      left[row] = space - count;
      fill(row + 1, remaining - count, after, log - logFactorial[count]);
    }
  };

  for (parent of nodes) {
    if (parent.paths.size === 0) continue;
    paths = sortedPaths(parent, network.all);
    fill(
      0,
      column,
      parent.left.reduce((sum, count) => sum + count, 0),
      0,
    );
    parent.paths.clear();
    if (network.steps > MOST_STEPS) return undefined;
  }
  return [...next.values()];
}

interface SortedPaths {
  logs: Float64Array;
  ways: Float64Array;
  /** share[k] = Σ over the first k paths of ways · exp(log), relative to all tables but for the completions' factor. */
  share: Float64Array;
  /** Taken out of `share`, so that it neither over- nor underflows. */
  shift: number;
}

function sortedPaths({ paths, all }: Node, allTables: number): SortedPaths {
  const keys = Float64Array.from(paths.keys()).sort();
  const logs = keys.map((key) => key / PARTS);
  const ways = keys.map((key) => paths.get(key) as number);
  const shift = all - allTables;
  const share = new Float64Array(keys.length + 1);
  for (let k = 0; k < keys.length; k++) share[k + 1] = share[k] + ways[k] * Math.exp(logs[k] + shift);
  return { logs, ways, share, shift };
}

/** Carries a node's paths over a filling of one column: the undecided to the child, the rest counted or dropped. */
function advance({ logs, ways, share, shift }: SortedPaths, log: number, child: Node, network: Network): number {
  const { bound } = network;
  const counted = firstAbove(logs, bound - log - child.largest);
  const dropped = firstAbove(logs, bound - log - child.smallest);
  if (counted > 0) network.extreme += share[counted] * Math.exp(log + child.all - network.all - shift);
  for (let k = counted; k < dropped; k++) {
    const key = Math.round((logs[k] + log) * PARTS);
    child.paths.set(key, (child.paths.get(key) ?? 0) + ways[k]);
  }
  return 5 * Math.max(0, dropped - counted);
}

function firstAbove(ascending: Float64Array, bound: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] <= bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

function node(left: number[], columns: readonly number[], network: Network): Node {
  const { logFactorial } = network;
  let total = 0;
  let all = 0;
  for (const row of left) {
    total += row;
    all -= logFactorial[row];
  }
  // With one column left, or none, the completion is known.
  const last = all;
  for (const column of columns) all -= logFactorial[column];
  all += logFactorial[total];
  if (columns.length < 2) return { left, all, largest: last, smallest: last, paths: new Map() };
  const smallest = Math.max(fewestWays(left, columns, logFactorial), fewestWays(columns, left, logFactorial));
  const { log, steps } = mostProbableTable(left, columns, logFactorial);
  network.steps += 200 + 2 * steps;
  return { left, all, largest: log + 1e-9, smallest, paths: new Map() };
}

/** A lower bound: log ∏ n_ij! of each column by itself is largest where it fills the longest rows. */
function fewestWays(rows: readonly number[], columns: readonly number[], logFactorial: Float64Array): number {
  const descending = [...rows].sort((a, b) => b - a);
  let bound = 0;
  for (const column of columns) {
    let remaining = column;
    for (let i = 0; remaining > 0; i++) {
      const count = Math.min(descending[i], remaining);
      bound -= logFactorial[count];
      remaining -= count;
    }
  }
  return bound - 1e-9;
}

function insertionSort(values: number[]): void {
  for (let i = 1; i < values.length; i++) {
    const value = values[i];
    let k = i;
    for (; k > 0 && values[k - 1] > value; k--) values[k] = values[k - 1];
    values[k] = value;
  }
}
