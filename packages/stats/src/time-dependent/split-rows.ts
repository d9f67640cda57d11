import { checkFinite, checkSurvivalRows } from "../rows/survival-rows.js";
import { timeGrid } from "../rows/time-grid.js";

/** Rows to be cut: those of any survival method; arrays of length n. */
export interface SpellRows {
  /** End of the row, any one unit, finite. */
  time: Float64Array;
  /** 1 = event at `time`, 0 = censored. */
  event: Uint8Array;
  /** Start of the row, finite, before `time`. Absent: 0. */
  entry?: Float64Array;
}

/** Pieces of rows, those of one row one after the other; arrays by piece. */
export interface SplitRows {
  /** The row that the piece is of. */
  source: Int32Array;
  entry: Float64Array;
  time: Float64Array;
  /** Only the last piece of a row may have its event. */
  event: Uint8Array;
  /** How many of the cuts lie at or before the piece's start: 0 before the first cut. A stratum or a covariate of a time-dependent effect. */
  episode: Int32Array;
}

/**
 * Rows cut at given times, so that effects may differ from one period to the next. What is at risk is the same before and after, and so are
 * all estimates that do not use the episode (Therneau & Grambsch 2000, Modeling Survival Data, 3.7). A cut at a row's end or start (within
 * 1e-9) cuts nothing. Agrees with R's `survSplit`, whose episodes begin at 1. No rows give no pieces. O(n (1 + cuts)).
 *
 * @param cuts finite, ascending
 * @throws TypeError, RangeError as `checkSurvivalRows` (a row without an entry must end after 0); RangeError for cuts that do not ascend
 */
export function splitRows(rows: SpellRows, cuts: ArrayLike<number>): SplitRows {
  const { time, event } = rows;
  const n = time.length;
  const entry = rows.entry ?? new Float64Array(n);
  checkSurvivalRows({ time, event, entry });
  const at = Float64Array.from(cuts);
  checkFinite("cuts", at);
  const { ranks } = timeGrid(entry, time, at);
  const [first, last, place] = ranks;
  for (let c = 1; c < at.length; c++)
    if (place[c] <= place[c - 1])
      throw new RangeError(`cuts[${c}] is ${at[c]}, cuts[${c - 1}] is ${at[c - 1]}; the cuts must ascend`);
  const source: number[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const ended: number[] = [];
  const episode: number[] = [];
  for (let i = 0; i < n; i++) {
    let c = 0;
    while (c < at.length && place[c] <= first[i]) c++;
    let start = entry[i];
    for (; c < at.length && place[c] < last[i]; c++) {
      source.push(i);
      from.push(start);
      to.push(at[c]);
      ended.push(0);
      episode.push(c);
      start = at[c];
    }
    source.push(i);
    from.push(start);
    to.push(time[i]);
    ended.push(event[i]);
    episode.push(c);
  }
  return Object.freeze({
    source: Int32Array.from(source),
    entry: Float64Array.from(from),
    time: Float64Array.from(to),
    event: Uint8Array.from(ended),
    episode: Int32Array.from(episode),
  });
}
