import { type RowOrder, rowOrder } from "./row-order.js";
import type { SurvivalRows } from "./survival-rows.js";

/**
 * Survival data as sums: for each group and each of its distinct times who was at risk, who had the event, who was
 * censored. All the non-parametric estimators need; made here from rows, or elsewhere by grouping and adding.
 *
 * Group g has the table's rows `first[g]` to `first[g + 1] - 1`, ascending by time. With m rows in all, cause c of
 * row j is `events[c * m + j]` (column-major by cause), likewise `eventRows`.
 */
export interface EventTable {
  groups: number;
  causes: number;
  /** For each group the number of rows of data (not weighted). */
  n: Float64Array;
  /** Length groups + 1. */
  first: Int32Array;
  time: Float64Array;
  /** Weight of the rows with entry < time <= end. */
  atRisk: Float64Array;
  /** Weight of the events at the time. */
  events: Float64Array;
  /** Number of rows (not weighted) with an event at the time. */
  eventRows: Float64Array;
  /** Weight of the rows censored at the time. */
  censored: Float64Array;
}

/**
 * The event table of rows: one cause, every distinct end of a row a time (events and censorings alike, entries not).
 * A censoring tied with an event is at risk of it. Where every row at risk that has weight has the event, `atRisk` is
 * `events` to the last bit. No rows give an empty table. O(n log n).
 *
 * @param options.groups at least so many groups; a group that no row has gets no times
 * @param options.startTime rows that end before it are left out
 * @throws TypeError, RangeError as `checkSurvivalRows`
 */
export function eventTable(
  rows: SurvivalRows,
  { groups = 1, startTime }: { groups?: number; startTime?: number } = {},
): EventTable {
  return orderedEventTable(rows, rowOrder(rows, groups, startTime));
}

/** The event table of rows whose order is known. O(n). */
export function orderedEventTable(rows: SurvivalRows, order: RowOrder): EventTable {
  const table = emptyTable(order);
  for (let g = 0; g < order.groups; g++) fillGroup(table, g, rows, order);
  return table;
}

function emptyTable({ groups, rank, first, byEnd }: RowOrder): EventTable {
  const offsets = new Int32Array(groups + 1);
  const n = new Float64Array(groups);
  let m = 0;
  for (let g = 0; g < groups; g++) {
    for (let k = first[g]; k < first[g + 1]; k++) if (k === first[g] || rank[byEnd[k]] !== rank[byEnd[k - 1]]) m++;
    offsets[g + 1] = m;
    n[g] = first[g + 1] - first[g];
  }
  const column = () => new Float64Array(m);
  return {
    groups,
    causes: 1,
    n,
    first: offsets,
    time: column(),
    atRisk: column(),
    events: column(),
    eventRows: column(),
    censored: column(),
  };
}

function fillGroup(table: EventTable, g: number, rows: SurvivalRows, order: RowOrder): void {
  const { event, weights } = rows;
  const { rank, entryRank, byEnd, byEntry, times } = order;
  const start = order.first[g];
  let k = order.first[g + 1] - 1;
  let entering = k;
  let atRisk = 0;
  // Counted beside the weights, because sums and differences of fractional weights do not come back to exactly 0.
  let live = 0;
  for (let j = table.first[g + 1] - 1; j >= table.first[g]; j--) {
    const place = rank[byEnd[k]];
    let events = 0;
    let eventRows = 0;
    let liveEvents = 0;
    let censored = 0;
    for (; k >= start && rank[byEnd[k]] === place; k--) {
      const i = byEnd[k];
      const w = weights ? weights[i] : 1;
      atRisk += w;
      if (w > 0) live++;
      if (event[i]) {
        events += w;
        eventRows++;
        if (w > 0) liveEvents++;
      } else censored += w;
    }
    if (entryRank && byEntry)
      for (; entering >= start && entryRank[byEntry[entering]] >= place; entering--) {
        const w = weights ? weights[byEntry[entering]] : 1;
        atRisk -= w;
        if (w > 0) live--;
      }
    if (live === liveEvents) atRisk = events;
    table.time[j] = times[place];
    table.atRisk[j] = atRisk;
    table.events[j] = events;
    table.eventRows[j] = eventRows;
    table.censored[j] = censored;
  }
}

export function isEventTable(data: SurvivalRows | EventTable): data is EventTable {
  return "atRisk" in data;
}

/** Events of any cause, by the table's rows. */
export function allCauses({ causes, time, events, eventRows }: EventTable): {
  events: Float64Array;
  eventRows: Float64Array;
} {
  if (causes === 1) return { events, eventRows };
  const m = time.length;
  const sum = (column: Float64Array) => {
    const total = column.slice(0, m);
    for (let c = 1; c < causes; c++) for (let j = 0; j < m; j++) total[j] += column[c * m + j];
    return total;
  };
  return { events: sum(events), eventRows: sum(eventRows) };
}

/**
 * Refuses a table that no rows could have given, naming group and time.
 *
 * @throws TypeError where an array has not the length that `groups`, `causes` and `first` ask for
 * @throws RangeError where a count is negative or not finite, times do not ascend, events have no row, or events and
 *   censorings exceed those at risk
 */
export function checkEventTable(table: EventTable): void {
  checkShape(table);
  const { events, eventRows } = allCauses(table);
  for (let g = 0; g < table.groups; g++)
    for (let j = table.first[g]; j < table.first[g + 1]; j++) {
      const [n, d, c, rows] = [table.atRisk[j], events[j], table.censored[j], eventRows[j]];
      const where = `group ${g}, time ${table.time[j]}`;
      if (!(Number.isFinite(table.time[j]) && n >= 0 && n < Number.POSITIVE_INFINITY && d >= 0 && c >= 0))
        throw new RangeError(`${where}: at risk ${n}, events ${d}, censored ${c}; they must be finite and 0 or more`);
      if (d + c > n * (1 + 1e-9))
        throw new RangeError(`${where}: events ${d} and censored ${c} are more than the ${n} at risk`);
      if (!(Number.isInteger(rows) && rows >= (d > 0 ? 1 : 0)))
        throw new RangeError(`${where}: events ${d} from ${rows} rows; eventRows counts the rows that have them`);
      if (j > table.first[g] && table.time[j] <= table.time[j - 1])
        throw new RangeError(`${where}: times must ascend, the one before is ${table.time[j - 1]}`);
    }
}

function checkShape(table: EventTable): void {
  const { groups, causes, first } = table;
  const m = table.time.length;
  if (!(causes >= 1)) throw new RangeError(`causes is ${causes}; there must be one at least`);
  const lengths = { n: groups, first: groups + 1, atRisk: m, censored: m, events: causes * m, eventRows: causes * m };
  for (const [name, length] of Object.entries(lengths)) {
    const column = table[name as keyof typeof lengths];
    if (column.length !== length) throw new TypeError(`${name} has ${column.length} entries; it must have ${length}`);
  }
  for (let g = 0; g <= groups; g++) {
    const least = g === 0 ? 0 : first[g - 1];
    if (first[g] < least || first[g] > m || (g === groups && first[g] !== m) || (g === 0 && first[g] !== 0))
      throw new RangeError(`first[${g}] is ${first[g]}; the offsets must ascend from 0 to the ${m} times`);
  }
}
