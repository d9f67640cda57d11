import { checkFinite } from "../rows/survival-rows.js";
import { timeGrid } from "../rows/time-grid.js";

/** Who was followed, one row a subject. */
export interface FollowedSubjects {
  /** End of follow-up, finite. */
  time: Float64Array;
  /** Its start, before `time`. Absent: 0. */
  entry?: Float64Array;
}

/** Dated rows of one kind, any number a subject and in any order. */
export interface DatedRows {
  /**
   * covariate: the value holds from its date on, over the rows that begin at it or later, until the next; cumulative covariate: the
   * sum of the values so far; event: the value stands in the row that ends at its date; cumulative event: the sum of the values so
   * far stands there.
   */
  type: "covariate" | "cumulative-covariate" | "event" | "cumulative-event";
  /** Of the column that is made. */
  name: string;
  /** Place of the subject among those followed. */
  subject: Int32Array;
  time: Float64Array;
  /** Finite. Absent: 1. */
  values?: Float64Array;
  /** A covariate before its first date; default 0, and NaN (not known) for a covariate with values. */
  initial?: number;
}

/** Where dated rows lay in the rows of their subjects as they were before this kind was merged. */
export interface DatedRowCounts {
  /** Before the start: the last sets a covariate's first value. */
  early: number;
  /** After the end: not used. */
  late: number;
  /** Inside a row, which is cut there. */
  within: number;
  /** Where one row ends and the next begins. */
  boundary: number;
  /** At the start: sets a covariate's first value, and is no event. */
  leading: number;
  /** At the end: an event there counts, a covariate's value is not used. */
  trailing: number;
  /** On the date of another of the same subject: of a covariate or an event the one given last counts. */
  tied: number;
}

/** Start–stop rows by subject and time; arrays by row. */
export interface CountingProcessRows {
  /** Place of the subject among those followed. */
  subject: Int32Array;
  entry: Float64Array;
  time: Float64Array;
  /** A column for each kind, by its name. */
  columns: Record<string, Float64Array>;
  counts: Record<string, DatedRowCounts>;
}

/**
 * Start–stop rows of subjects whose covariates change and whose events have dates: each follow-up is cut wherever a dated row lies
 * inside it. The kinds are merged in their order, which matters for the counts alone. Rows with 0 or 1 in an event's column fit
 * `coxRegression` as they are; a covariate's change takes effect after its date, so that nothing of the future enters a risk set.
 *
 * Times that differ by less than 1e-9 of the larger are one. Agrees with R's `tmerge` (`tdc`, `cumtdc`, `event`, `cumevent`).
 * O(n log n) in all rows.
 *
 * @throws TypeError where lengths differ, a name is given twice; RangeError for a follow-up that does not end after its start, a value
 *   or date that is not finite, a subject that is not among those followed, a kind that is none
 */
export function countingProcessRows(subjects: FollowedSubjects, dated: readonly DatedRows[]): CountingProcessRows {
  check(subjects, dated);
  const n = subjects.time.length;
  const start = subjects.entry ?? new Float64Array(n);
  const { times, ranks } = timeGrid(start, subjects.time, ...dated.map(({ time }) => time));
  const [first, last, ...places] = ranks;
  for (let i = 0; i < n; i++)
    if (first[i] >= last[i])
      throw new RangeError(
        `subject ${i} is followed from ${start[i]} to ${subjects.time[i]}; follow-up must end after its start`,
      );
  // Each subject's cuts: places in `times`, ascending, its start and end among them.
  const cuts = Array.from({ length: n }, (_, i) => [first[i], last[i]]);
  const counts: Record<string, DatedRowCounts> = {};
  const sorted = dated.map(({ subject }, d) =>
    Int32Array.from(subject, (_, k) => k).sort(
      (a, b) => subject[a] - subject[b] || places[d][a] - places[d][b] || a - b,
    ),
  );
  dated.forEach(({ name, subject }, d) => {
    counts[name] = mergedCounts(cuts, subject, places[d], sorted[d]);
  });

  const rows = cuts.reduce((sum, of) => sum + of.length - 1, 0);
  const result = {
    subject: new Int32Array(rows),
    entry: new Float64Array(rows),
    time: new Float64Array(rows),
    columns: Object.fromEntries(dated.map(({ name }) => [name, new Float64Array(rows)])),
    counts,
  };
  const next = dated.map(() => 0);
  let row = 0;
  for (let i = 0; i < n; i++) {
    const to = row + cuts[i].length - 1;
    for (let k = row; k < to; k++) {
      result.subject[k] = i;
      result.entry[k] = k === row ? start[i] : times[cuts[i][k - row]];
      result.time[k] = k === to - 1 ? subjects.time[i] : times[cuts[i][k - row + 1]];
    }
    dated.forEach((kind, d) => {
      const from = next[d];
      while (next[d] < sorted[d].length && kind.subject[sorted[d][next[d]]] === i) next[d]++;
      fill(result.columns[kind.name], row, cuts[i], kind, places[d], sorted[d].subarray(from, next[d]));
    });
    row = to;
  }
  return result;
}

/** Counts where the dated rows lie, then cuts there. */
function mergedCounts(cuts: number[][], subject: Int32Array, place: Int32Array, sorted: Int32Array): DatedRowCounts {
  const counts = { early: 0, late: 0, within: 0, boundary: 0, leading: 0, trailing: 0, tied: 0 };
  let from = 0;
  while (from < sorted.length) {
    const i = subject[sorted[from]];
    let to = from;
    while (to < sorted.length && subject[sorted[to]] === i) to++;
    const own = cuts[i];
    const added: number[] = [];
    let before = -1;
    let at = 0;
    for (const k of sorted.subarray(from, to)) {
      const p = place[k];
      if (p === before) counts.tied++;
      while (at < own.length && own[at] < p) at++;
      if (p < own[0]) counts.early++;
      else if (at === own.length) counts.late++;
      else if (own[at] === p) counts[at === 0 ? "leading" : at === own.length - 1 ? "trailing" : "boundary"]++;
      else {
        counts.within++;
        if (p !== before) added.push(p);
      }
      before = p;
    }
    if (added.length) cuts[i] = [...own, ...added].sort((a, b) => a - b);
    from = to;
  }
  return counts;
}

/** One subject's rows of one column; `own` are its dated rows by time. */
function fill(
  column: Float64Array,
  row: number,
  cuts: number[],
  { type, values, initial }: DatedRows,
  place: Int32Array,
  own: Int32Array,
): void {
  const value = (k: number) => values?.[k] ?? 1;
  if (type === "event" || type === "cumulative-event") {
    let total = 0;
    let at = 0;
    for (const k of own) {
      total += value(k);
      while (at < cuts.length && cuts[at] < place[k]) at++;
      if (at === 0 || at === cuts.length || cuts[at] !== place[k]) continue;
      if (type === "event") column[row + at - 1] = value(k);
      else if (value(k) !== 0) column[row + at - 1] = total;
    }
    return;
  }
  const cumulative = type === "cumulative-covariate";
  let now = initial ?? (values && !cumulative ? Number.NaN : 0);
  let next = 0;
  for (let at = 0; at < cuts.length - 1; at++) {
    for (; next < own.length && place[own[next]] <= cuts[at]; next++)
      now = cumulative ? now + value(own[next]) : value(own[next]);
    column[row + at] = now;
  }
}

const TYPES = ["covariate", "cumulative-covariate", "event", "cumulative-event"];

function check({ time, entry }: FollowedSubjects, dated: readonly DatedRows[]): void {
  const n = time.length;
  checkFinite("time", time);
  if (entry) {
    if (entry.length !== n)
      throw new TypeError(`entry has ${entry.length} rows, time has ${n}; they must have the same length`);
    checkFinite("entry", entry);
  }
  const names = new Set<string>();
  for (const { type, name, subject, time: dates, values } of dated) {
    if (!TYPES.includes(type)) throw new RangeError(`${name} is of type “${type}”; allowed are ${TYPES.join(", ")}`);
    if (names.has(name)) throw new TypeError(`${name} is given twice; each kind of dated rows needs a name of its own`);
    names.add(name);
    for (const [what, column] of Object.entries({ subject, values }))
      if (column && column.length !== dates.length)
        throw new TypeError(`${name}: ${what} has ${column.length} rows, time has ${dates.length}; they must be equal`);
    checkFinite(`${name}: time`, dates);
    if (values) checkFinite(`${name}: values`, values);
    for (let k = 0; k < subject.length; k++)
      if (subject[k] < 0 || subject[k] >= n)
        throw new RangeError(`${name}: subject[${k}] is ${subject[k]}; the subjects followed are 0 to ${n - 1}`);
  }
}
