import { kaplanMeier } from "../curves/kaplan-meier.js";
import { codeCount } from "../rows/survival-rows.js";
import { timeGrid } from "../rows/time-grid.js";
import { type CompetingRows, checkCompetingRows } from "./competing-rows.js";

/** The rows of a weighted Cox model for the subdistribution hazard; each begins in row `row` of the data. */
export interface FineGrayWeights {
  row: Int32Array;
  start: Float64Array;
  stop: Float64Array;
  /** 1 where the cause's event ends the row. */
  event: Uint8Array;
  weight: Float64Array;
}

/**
 * Rows that make of the subdistribution hazard of one cause (Fine & Gray 1999) an ordinary weighted Cox model (Geskus 2011,
 * Biometrics 67:39, doi 10.1111/j.1541-0420.2010.01420.x): whoever has another event stays at risk with weight
 *
 *   w(t) = G(t−) H(t−) / (G(X−) H(X−))
 *
 * in pieces on which it is constant, G the Kaplan–Meier estimate of censoring (events before censorings at ties), H, where
 * rows enter late, that of the entries in reversed time. Pieces in which the cause has no event are left out. Agrees with
 * R's `survival::finegray`. A row may become as many as there are censoring times: O(n · censorings) in the worst case.
 *
 * @param rows `strata`: a G (and H) for each
 * @param options.cause default 1
 * @param options.entry left truncation, one row a subject
 * @throws TypeError, RangeError as `checkCompetingRows`; RangeError for an entry that is not before its time
 */
export function fineGrayWeights(
  rows: CompetingRows,
  { cause = 1, entry }: { cause?: number; entry?: Float64Array } = {},
): FineGrayWeights {
  checkCompetingRows(rows);
  checkEntry(rows, entry);
  const { event, strata } = rows;
  const n = rows.time.length;
  // Times tied by round-off are one, the earliest of them.
  const grid = entry ? timeGrid(rows.time, entry) : timeGrid(rows.time);
  const [time, entered] = grid.ranks.map((rank) => Float64Array.from(rank, (place) => grid.times[place]));
  const smallest = time.reduce((least, t) => Math.min(least, t), Number.POSITIVE_INFINITY);
  const origin = smallest > 0 ? 0 : 2 * smallest - 1;
  const start = entered ?? new Float64Array(n).fill(origin);
  const late = entered?.some((value) => value > smallest) ?? false;
  const made: { row: number; start: number; stop: number; event: number; weight: number }[] = [];
  for (let s = 0; s < codeCount(strata); s++) {
    const of = Array.from({ length: n }, (_, i) => i).filter((i) => !strata || strata[i] === s);
    const events = of.filter((i) => event[i] === cause).map((i) => time[i]);
    if (events.length === 0) continue;
    const { cuts, probability } = stillSeen(of, time, start, event, late);
    const used = new Uint8Array(cuts.length);
    for (const t of events) used[Math.min(firstAtLeast(cuts, t), cuts.length - 1)] = 1;
    for (const i of of) {
      if (event[i] === 0 || event[i] === cause) {
        made.push({ row: i, start: start[i], stop: time[i], event: event[i] === cause ? 1 : 0, weight: 1 });
        continue;
      }
      const k = Math.min(firstAtLeast(cuts, time[i]), cuts.length - 1);
      made.push({ row: i, start: start[i], stop: Math.max(cuts[k], time[i]), event: 0, weight: 1 });
      for (let next = k + 1; next < cuts.length; next++)
        if (used[next])
          made.push({
            row: i,
            start: cuts[next - 1],
            stop: cuts[next],
            event: 0,
            weight: probability[next] / probability[k],
          });
    }
  }
  return {
    row: Int32Array.from(made, ({ row }) => row),
    start: Float64Array.from(made, (piece) => piece.start),
    stop: Float64Array.from(made, ({ stop }) => stop),
    event: Uint8Array.from(made, (piece) => piece.event),
    weight: Float64Array.from(made, ({ weight }) => weight),
  };
}

/** The times after which the probability of being still seen changes, the last time behind them; and it up to each. */
function stillSeen(of: number[], time: Float64Array, start: Float64Array, event: Uint8Array, late: boolean) {
  const {
    times,
    ranks: [from, to],
  } = timeGrid(
    Float64Array.from(of, (i) => start[i]),
    Float64Array.from(of, (i) => time[i]),
  );
  // Events come before the censorings of their time: a little earlier on the scale of ranks.
  const end = Float64Array.from(to, (rank, k) => (event[of[k]] === 0 ? rank : rank - 0.2));
  const begin = Float64Array.from(from);
  const censored = Uint8Array.from(of, (i) => (event[i] === 0 ? 1 : 0));
  const [g] = kaplanMeier({ time: end, entry: begin, event: censored });
  const steps = stepsOf(g);
  const last = times[Math.max(...to)];
  if (!late)
    return {
      cuts: [...steps.map(({ rank }) => times[rank]), last],
      probability: [1, ...steps.map(({ survival }) => survival)],
    };
  const [h] = kaplanMeier({
    time: begin.map((t) => -t),
    entry: end.map((t) => -t),
    event: new Uint8Array(of.length).fill(1),
  });
  const entries = stepsOf(h)
    .map(({ rank, survival }) => ({ rank: -rank, survival }))
    .reverse();
  // In reversed time H jumps at an entry: up to and at it what is left beyond, after it one entry less.
  const entered = [...entries.slice(1).map(({ survival }) => survival), 1];
  const ranks = [...new Set([...entries, ...steps].map(({ rank }) => rank))].sort((a, b) => a - b);
  const entryRanks = entries.map(({ rank }) => rank);
  const stepRanks = steps.map(({ rank }) => rank);
  // Ranks are whole numbers or, for events, less by 0.2.
  const joint = ranks.map((rank) => {
    const before = firstAtLeast(entryRanks, rank + 0.1);
    const seen = firstAtLeast(stepRanks, rank + 0.1);
    return (before === 0 ? Number.NaN : entered[before - 1]) * (seen === 0 ? 1 : steps[seen - 1].survival);
  });
  return { cuts: [...ranks.map((rank) => times[rank]), last], probability: [1, ...joint] };
}

/** The first place in ascending values that is not below `value`; their number where all are. */
function firstAtLeast(values: readonly number[], value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function stepsOf(curve: { time: Float64Array; eventCount: Float64Array; survival: Float64Array }) {
  return Array.from(curve.time, (rank, k) => ({
    rank,
    survival: curve.survival[k],
    events: curve.eventCount[k],
  })).filter(({ events }) => events > 0);
}

function checkEntry({ time }: CompetingRows, entry: Float64Array | undefined): void {
  if (!entry) return;
  if (entry.length !== time.length)
    throw new TypeError(`entry has ${entry.length} rows, time has ${time.length}; they must have the same length`);
  for (let i = 0; i < entry.length; i++)
    if (!(entry[i] < time[i]))
      throw new RangeError(`entry[${i}] is ${entry[i]}, time[${i}] is ${time[i]}; a row must enter before its time`);
}
