import { checkSubjectRows } from "../rows/subject-rows.js";
import { checkFinite } from "../rows/survival-rows.js";
import { timeGrid } from "../rows/time-grid.js";

/** Who was followed, one row a subject; arrays of length n. */
export interface FollowedSubjects {
  /** End of follow-up, any one unit, finite. */
  time: Float64Array;
  /** Its start, finite, before `time`. Absent: 0. */
  entry?: Float64Array;
}

/** Who was followed, with several rows where a subject was out of sight for a while. */
export interface FollowedRows extends FollowedSubjects {
  /** Codes of the subjects, whole numbers from 0; their rows must not overlap. Absent: each row is a subject, its place the code. */
  id?: Int32Array;
}

/** Dated rows of one kind, any number a subject and in any order; arrays of one length. */
export interface DatedRows {
  /**
   * covariate: the value holds from its date on, over the rows that begin at it or later, until the next; cumulative covariate: the
   * sum of the values so far; event: the value stands in the row that ends at its date; cumulative event: the sum of the values so
   * far stands there (a value of 0 leaves the row as it is). R: tdc, cumtdc, event, cumevent.
   */
  type: "covariate" | "cumulative-covariate" | "event" | "cumulative-event";
  /** Of the column that is made. */
  name: string;
  /** Code of the subject; rows of subjects that were not followed (−1: of nobody known) are counted and not used. */
  subject: Int32Array;
  /** Finite, in the units of the follow-up. */
  time: Float64Array;
  /** Finite. Absent: 1. */
  values?: Float64Array;
  /** A covariate before its first date, and what a cumulative one is added to; default 0, and NaN (not known) where there are values. */
  initial?: number;
}

/**
 * How many dated rows lay where in the rows of their subjects, as those were before this kind was merged; the counts of R's `tcount`.
 * All but `tied` add up to the number of dated rows.
 */
export interface DatedRowCounts {
  /** Before the subject's first row: the last sets a covariate's first value. */
  early: number;
  /** After its last: not used. */
  late: number;
  /** Between two rows that do not touch: a covariate's value holds from the next row on, an event is not used. */
  gap: number;
  /** Inside a row, which is cut there. */
  within: number;
  /** Where one row ends and the next begins. */
  boundary: number;
  /** Where a row begins and none ends: sets a covariate's first value, and is no event. */
  leading: number;
  /** Where a row ends and none begins: an event there counts, a covariate's value is not used (until the next row). */
  trailing: number;
  /** On the date of another of the same subject: of a covariate or an event the one given last counts. */
  tied: number;
  /** Of subjects that were not followed: not used. */
  missid: number;
}

/** Start–stop rows by subject, in the order in which those are first given, and by time; arrays by row. */
export interface CountingProcessRows {
  /** Code of the subject. */
  subject: Int32Array;
  /** The row of the follow-up that the piece is of. */
  source: Int32Array;
  entry: Float64Array;
  time: Float64Array;
  /** A column for each kind, by its name; NaN where a covariate is not known. */
  columns: Record<string, Float64Array>;
  counts: Record<string, DatedRowCounts>;
}

/** A stretch of one subject, by places on the grid of times. */
interface Piece {
  from: number;
  to: number;
  source: number;
}

/**
 * Start–stop rows of subjects whose covariates change and whose events have dates (the counting process style of input; Andersen & Gill
 * 1982, Ann Statist 10:1100; Therneau & Grambsch 2000, Modeling Survival Data, 3.7): each follow-up is cut wherever a dated row lies
 * inside it. The kinds are merged in their order, which matters for the counts alone. Rows with 0 or 1 in an event's column fit
 * `coxRegression`; a covariate's change takes effect after its date, so that nothing of the future enters a risk set.
 *
 * Times that differ by less than 1e-9 of the larger are one. No subjects give no rows; no dated rows give the follow-up back. Agrees with
 * R's `tmerge` (`tdc`, `cumtdc`, `event`, `cumevent`) and its `tcount`. O(n log n) in all rows.
 *
 * @throws TypeError where lengths differ or a name is given twice
 * @throws RangeError for a follow-up that does not end after its start or overlaps with another of its subject, a value or date that is
 *   not finite, a negative code, a kind that is none
 */
export function countingProcessRows(followed: FollowedRows, dated: readonly DatedRows[]): CountingProcessRows {
  check(followed, dated);
  const n = followed.time.length;
  const start = followed.entry ?? new Float64Array(n);
  const id = followed.id ?? Int32Array.from(start, (_, i) => i);
  const { times, ranks } = timeGrid(start, followed.time, ...dated.map(({ time }) => time));
  const [first, last, ...places] = ranks;
  checkFollowUp(followed, start, first, last);
  const { subjects, placeOf } = subjectsOf(id);
  const pieces = subjects.map((): Piece[] => []);
  for (let i = 0; i < n; i++) pieces[placeOf.get(id[i]) as number].push({ from: first[i], to: last[i], source: i });
  for (const own of pieces) own.sort((a, b) => a.from - b.from);

  const sorted = dated.map((kind, d) => bySubject(kind, places[d], placeOf, subjects.length));
  const counts = dated.map((kind, d) => {
    const merged = { early: 0, late: 0, gap: 0, within: 0, boundary: 0, leading: 0, trailing: 0, tied: 0, missid: 0 };
    sorted[d].forEach((own, s) => {
      pieces[s] = cutAt(pieces[s], own, places[d], merged);
    });
    merged.missid = kind.time.length - sorted[d].reduce((sum, own) => sum + own.length, 0);
    return Object.freeze(merged);
  });

  const all = pieces.flat();
  const columns = dated.map((kind, d) => columnOf(kind, pieces, sorted[d], places[d], all.length));
  return Object.freeze({
    subject: Int32Array.from(all, ({ source }) => id[source]),
    source: Int32Array.from(all, ({ source }) => source),
    entry: Float64Array.from(all, ({ from, source }) => (from === first[source] ? start[source] : times[from])),
    time: Float64Array.from(all, ({ to, source }) => (to === last[source] ? followed.time[source] : times[to])),
    columns: Object.freeze(Object.fromEntries(dated.map(({ name }, d) => [name, columns[d]]))),
    counts: Object.freeze(Object.fromEntries(dated.map(({ name }, d) => [name, counts[d]]))),
  });
}

function subjectsOf(id: Int32Array): { subjects: number[]; placeOf: Map<number, number> } {
  const placeOf = new Map<number, number>();
  for (const code of id) if (!placeOf.has(code)) placeOf.set(code, placeOf.size);
  return { subjects: [...placeOf.keys()], placeOf };
}

/** For each subject its dated rows by time, ties as given. */
function bySubject(
  { subject }: DatedRows,
  place: Int32Array,
  placeOf: Map<number, number>,
  subjects: number,
): number[][] {
  const own = Array.from({ length: subjects }, (): number[] => []);
  subject.forEach((code, k) => {
    const s = placeOf.get(code);
    if (s !== undefined) own[s].push(k);
  });
  for (const rows of own) rows.sort((a, b) => place[a] - place[b] || a - b);
  return own;
}

/** Counts where one subject's dated rows lie, then cuts its pieces there. */
function cutAt(
  pieces: Piece[],
  own: readonly number[],
  place: Int32Array,
  counts: { -readonly [name in keyof DatedRowCounts]: number },
): Piece[] {
  if (own.length === 0) return pieces;
  const made: Piece[] = [];
  // Of the piece at `at`, what lies after the last cut.
  let at = 0;
  let rest = { ...pieces[0] };
  let before = -1;
  for (const k of own) {
    const p = place[k];
    const tied = p === before;
    if (tied) counts.tied++;
    before = p;
    while (at < pieces.length && pieces[at].to < p) {
      made.push(rest);
      rest = { ...pieces[++at] };
    }
    if (at === pieces.length) counts.late++;
    else if (p > pieces[at].from && p < pieces[at].to) {
      counts.within++;
      if (tied) continue;
      made.push({ ...rest, to: p });
      rest.from = p;
    } else if (p < pieces[at].from) counts[at === 0 ? "early" : "gap"]++;
    else if (p === pieces[at].from) counts.leading++;
    else counts[at + 1 < pieces.length && pieces[at + 1].from === p ? "boundary" : "trailing"]++;
  }
  return at < pieces.length ? [...made, rest, ...pieces.slice(at + 1)] : made;
}

function columnOf(kind: DatedRows, pieces: Piece[][], sorted: number[][], place: Int32Array, length: number) {
  const column = new Float64Array(length);
  const fill = kind.type === "event" || kind.type === "cumulative-event" ? fillEvents : fillCovariate;
  let row = 0;
  pieces.forEach((own, s) => {
    fill(column.subarray(row, row + own.length), own, kind, sorted[s], place);
    row += own.length;
  });
  return column;
}

function fillEvents(
  column: Float64Array,
  pieces: Piece[],
  { type, values }: DatedRows,
  own: number[],
  place: Int32Array,
) {
  let total = 0;
  let at = 0;
  for (const k of own) {
    const value = values ? values[k] : 1;
    total += value;
    while (at < pieces.length && pieces[at].to < place[k]) at++;
    if (at === pieces.length || pieces[at].to !== place[k]) continue;
    if (type === "event") column[at] = value;
    else if (value !== 0) column[at] = total;
  }
}

function fillCovariate(
  column: Float64Array,
  pieces: Piece[],
  { type, values, initial = values ? Number.NaN : 0 }: DatedRows,
  own: number[],
  place: Int32Array,
) {
  let now = initial;
  let next = 0;
  pieces.forEach(({ from }, at) => {
    for (; next < own.length && place[own[next]] <= from; next++) {
      const value = values ? values[own[next]] : 1;
      now = type === "cumulative-covariate" && !Number.isNaN(now) ? now + value : value;
    }
    column[at] = now;
  });
}

const TYPES = ["covariate", "cumulative-covariate", "event", "cumulative-event"];

function check({ time, entry }: FollowedRows, dated: readonly DatedRows[]): void {
  const n = time.length;
  checkFinite("time", time);
  if (entry) {
    if (entry.length !== n)
      throw new TypeError(`entry has ${entry.length} rows, time has ${n}; they must have the same length`);
    checkFinite("entry", entry);
  }
  const names = new Set<string>();
  for (const { type, name, subject, time: dates, values, initial } of dated) {
    if (!TYPES.includes(type)) throw new RangeError(`${name} is of type “${type}”; allowed are ${TYPES.join(", ")}`);
    if (names.has(name)) throw new TypeError(`${name} is given twice; each kind of dated rows needs a name of its own`);
    names.add(name);
    for (const [what, column] of Object.entries({ subject, values }))
      if (column && column.length !== dates.length)
        throw new TypeError(`${name}: ${what} has ${column.length} rows, time has ${dates.length}; they must be equal`);
    checkFinite(`${name}: time`, dates);
    if (values) checkFinite(`${name}: values`, values);
    if (initial === Number.POSITIVE_INFINITY || initial === Number.NEGATIVE_INFINITY)
      throw new RangeError(`${name}: initial is ${initial}; it must be a finite number, or NaN where nothing is known`);
  }
}

function checkFollowUp({ time, id }: FollowedRows, start: Float64Array, first: Int32Array, last: Int32Array): void {
  for (let i = 0; i < time.length; i++)
    if (first[i] >= last[i])
      throw new RangeError(`row ${i} is followed from ${start[i]} to ${time[i]}; follow-up must end after its start`);
  if (id) checkSubjectRows({ time, entry: start, id });
}
