import { checkIntervalRows, type IntervalRows } from "../rows/interval-rows.js";
import { checkWeights, codeCount } from "../rows/survival-rows.js";
import { timeGrid } from "../rows/time-grid.js";
import { mostLikelyMasses } from "./interval-masses.js";

export interface TurnbullRows extends IntervalRows {
  /** Case weights, finite, >= 0. */
  weights?: Float64Array;
  /** Codes from 0. */
  group?: Int32Array;
}

/** One group's estimate: its innermost intervals (lower, upper] in ascending order, a point where both are equal. */
export interface TurnbullCurve {
  group: number;
  /** Rows of the group. */
  n: number;
  lower: Float64Array;
  upper: Float64Array;
  /** Of the event in the interval; where in it the data do not tell. */
  probability: Float64Array;
  /** Just right of `upper`. */
  survival: Float64Array;
  logLikelihood: number;
  status: "converged" | "did not converge";
}

/**
 * The non-parametric maximum likelihood estimate of survival from interval-censored times (Peto 1973; Turnbull 1976, JRSS B
 * 38:290): Σ w log P(event in (lower, upper]) is highest for masses on the innermost intervals, those that begin with some
 * row's lower end and end with some row's upper end with no other end between. A right-censored row may have its event at
 * Infinity. With exact and right-censored times alone it is Kaplan–Meier's estimate, a censoring after the events of its time.
 *
 * Solved until the optimality conditions of Gentleman & Geyer (1994, Biometrika 81:618) hold to 1e-9: no interval may
 * have Σ w / P over the rows that contain it above Σ w. R's `survfit(Surv(l, r, type = "interval2"))` stops where S changes by less
 * than 5e-5, and draws each mass at the interval's midpoint. There are no standard errors: those of R are not of this
 * estimate, whose rate is n^{1/3}; resample instead.
 *
 * A group without rows has no intervals. O(n + intervals) a step, some hundred to thousand steps; Newton's where fewer
 * than 400 intervals keep mass.
 *
 * @throws TypeError, RangeError as `checkIntervalRows`; for weights or codes that cannot be
 */
export function turnbull(rows: TurnbullRows): TurnbullCurve[] {
  checkIntervalRows(rows);
  const { lower, weights, group } = rows;
  const n = lower.length;
  for (const [name, column] of Object.entries({ weights, group }))
    if (column && column.length !== n)
      throw new TypeError(`${name} has ${column.length} rows, lower has ${n}; they must have the same length`);
  if (weights) checkWeights(weights);
  if (group)
    for (let i = 0; i < n; i++)
      if (group[i] < 0) throw new RangeError(`group[${i}] is ${group[i]}; codes are whole numbers from 0`);
  const tied = { ...rows, ...withTies(rows) };
  return Array.from({ length: codeCount(group) }, (_, g) => {
    const all = Int32Array.from(lower, (_value, i) => i);
    const of = group ? all.filter((i) => group[i] === g) : all;
    return groupCurve(g, of, tied);
  });
}

/**
 * Survival at given times, each mass drawn at its interval's midpoint as R draws it: inside an innermost interval the
 * data do not tell. A mass from −Infinity lies at its upper end, one to Infinity is never reached.
 */
export function turnbullSurvivalAt(
  { lower, upper, probability }: TurnbullCurve,
  times: readonly number[],
): Float64Array {
  return Float64Array.from(times, (t) => {
    let survival = 1;
    for (let j = 0; j < probability.length; j++) if (drawnAt(lower[j], upper[j]) <= t) survival -= probability[j];
    return Math.max(0, survival);
  });
}

/** Ends that differ by round-off are one, the earliest of them. */
function withTies({ lower, upper }: TurnbullRows): { lower: Float64Array; upper: Float64Array } {
  const finite = (ends: Float64Array) => ends.map((end) => (Number.isFinite(end) ? end : 0));
  const { times, ranks } = timeGrid(finite(lower), finite(upper));
  const [first, last] = ranks;
  return {
    lower: lower.map((end, i) => (Number.isFinite(end) ? times[first[i]] : end)),
    upper: upper.map((end, i) => (Number.isFinite(end) ? times[last[i]] : end)),
  };
}

function drawnAt(lower: number, upper: number): number {
  if (upper === Number.POSITIVE_INFINITY) return upper;
  return lower === Number.NEGATIVE_INFINITY ? upper : (lower + upper) / 2;
}

function groupCurve(group: number, of: Int32Array, { lower, upper, weights }: TurnbullRows): TurnbullCurve {
  const used = of.filter((i) => !weights || weights[i] > 0);
  const cells = innermost(used, lower, upper);
  const { probability, logLikelihood, converged } = mostLikelyMasses(
    cells.first,
    cells.last,
    Float64Array.from(used, (i) => (weights ? weights[i] : 1)),
    cells.lower.length,
  );
  let left = 1;
  const survival = probability.map((mass) => (left = Math.max(0, left - mass)));
  if (survival.length > 0) survival[survival.length - 1] = 0;
  return {
    group,
    n: of.length,
    lower: Float64Array.from(cells.lower),
    upper: Float64Array.from(cells.upper),
    probability,
    survival,
    logLikelihood,
    status: converged ? "converged" : "did not converge",
  };
}

/** The innermost intervals, and for each row the first and last of those that it contains. */
function innermost(rows: Int32Array, lower: Float64Array, upper: Float64Array) {
  // An interval (l, r] begins just after l, a point at it: ends are ordered by value, then point starts, ends, open starts.
  const begins = [...rows].map((i) => ({ at: lower[i], open: lower[i] === upper[i] ? 0 : 1, other: upper[i] }));
  begins.sort((a, b) => a.at - b.at || a.open - b.open);
  const ends = Float64Array.from(rows, (i) => upper[i]).sort();
  const cells: { lower: number; upper: number; open: number }[] = [];
  for (let b = 0, e = 0; b < begins.length; b++) {
    const begin = begins[b];
    const next = begins[b + 1];
    while (e < ends.length && !(ends[e] > begin.at || (ends[e] === begin.at && begin.open === 0))) e++;
    if (e === ends.length) break;
    // Innermost unless another begins before the nearest end.
    const another =
      next &&
      (next.at !== begin.at || next.open !== begin.open) &&
      (next.at < ends[e] || (next.at === ends[e] && next.open === 0));
    const same = next && next.at === begin.at && next.open === begin.open;
    if (!another && !same) cells.push({ lower: begin.at, upper: ends[e], open: begin.open });
  }
  const firstCell = (value: number, open: number) =>
    search(cells.length, (k) => cells[k].lower > value || (cells[k].lower === value && cells[k].open >= open));
  const first = Int32Array.from(rows, (i) => firstCell(lower[i], lower[i] === upper[i] ? 0 : 1));
  const last = Int32Array.from(rows, (i) => search(cells.length, (k) => cells[k].upper > upper[i]) - 1);
  return { first, last, lower: cells.map((cell) => cell.lower), upper: cells.map((cell) => cell.upper) };
}

/** The first of 0..count−1 for which the test, false and then true, holds; count where it never does. */
function search(count: number, test: (k: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
