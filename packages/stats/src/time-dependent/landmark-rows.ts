import { rowsBySubject } from "../rows/subject-rows.js";
import { checkSurvivalRows } from "../rows/survival-rows.js";
import { nearlyTied, timeGrid } from "../rows/time-grid.js";
import type { SpellRows } from "./split-rows.js";

/** Those still at risk at a landmark, a row each; arrays by row. */
export interface LandmarkRows {
  /** The row among those given that is at risk at the landmark: its covariates are those known by then. */
  source: Int32Array;
  /** The landmark, or 0 where time is counted from it. */
  entry: Float64Array;
  time: Float64Array;
  event: Uint8Array;
  /** The landmark of the row. */
  landmark: Float64Array;
  /** Its place among the landmarks: a stratum. */
  stratum: Int32Array;
  /** By landmark how many were left out, and why. */
  excluded: LandmarkExclusions[];
}

/** Numbers of rows, or of subjects where the rows name them. */
export interface LandmarkExclusions {
  landmark: number;
  /** Follow-up ended with an event, at the landmark or before. */
  eventBefore: number;
  /** Follow-up ended without, at the landmark or before. */
  censoredBefore: number;
  /** Under observation only after the landmark (or again after it). */
  enteredAfter: number;
}

export interface LandmarkOptions {
  /** Follow-up ends this long after the landmark (censored by the plan, not by chance). Absent: it goes on. */
  window?: number;
  /** Count time from the landmark; default false. */
  reset?: boolean;
}

/**
 * Those still at risk after a landmark s, for analyses by what was known then (Anderson, Cain & Gelber 1983, J Clin Oncol 1:710, doi
 * 10.1200/JCO.1983.1.11.710): grouping by a later response from time zero lets those who died early have none (guarantee-time bias). A row
 * is at risk where entry <= s < time: an event at s itself is before the landmark, a row that begins at s is in.
 *
 * Start–stop rows of one subject (`id`) count as one: its covariates are those of the row at s, its follow-up goes on through the rows that
 * touch, to the first event or a gap. With several landmarks the data sets are stacked, for a model with strata by landmark and errors
 * clustered by subject (van Houwelingen 2007, Scand J Statist 34:70, doi 10.1111/j.1467-9469.2006.00529.x). Where nobody is at risk there
 * are no rows. Agrees with R's `dynpred::cutLM`, or `subset(…, time > s)`. O(n log n + n · landmarks).
 *
 * @param rows `id`: codes of the subjects, whose rows must not overlap; absent: each row is a subject
 * @param landmarks finite, ascending
 * @throws TypeError, RangeError as `checkSurvivalRows`; RangeError for a landmark that is not finite or does not ascend, a window that is not
 *   above 0
 */
export function landmarkRows(
  rows: SpellRows & { id?: Int32Array },
  landmarks: readonly number[],
  { window = Number.POSITIVE_INFINITY, reset = false }: LandmarkOptions = {},
): LandmarkRows {
  const { time, event, entry, id } = rows;
  checkSurvivalRows({ time, event, entry, id });
  checkOptions(landmarks, window);
  const { subjects, last } = histories(rows);
  const at: { i: number; s: number; k: number }[] = [];
  const excluded = landmarks.map((landmark, k) => {
    const counts = { landmark, eventBefore: 0, censoredBefore: 0, enteredAfter: 0 };
    for (const own of subjects) {
      const next = own.find((i) => after(time[i], landmark));
      if (next === undefined) counts[event[own[own.length - 1]] ? "eventBefore" : "censoredBefore"]++;
      else if (entry && after(entry[next], landmark)) counts.enteredAfter++;
      else at.push({ i: next, s: landmark, k });
    }
    return Object.freeze(counts);
  });
  const beyond = ({ i, s }: { i: number; s: number }) => after(time[last[i]], s + window);
  return Object.freeze({
    source: Int32Array.from(at, ({ i }) => i),
    entry: Float64Array.from(at, ({ s }) => (reset ? 0 : s)),
    time: Float64Array.from(at, (row) => (beyond(row) ? row.s + window : time[last[row.i]]) - (reset ? row.s : 0)),
    event: Uint8Array.from(at, (row) => (beyond(row) ? 0 : event[last[row.i]])),
    landmark: Float64Array.from(at, ({ s }) => s),
    stratum: Int32Array.from(at, ({ k }) => k),
    excluded,
  });
}

/** Each subject's rows by time, subjects in the order of their first rows, and for each row that in which its follow-up ends. */
function histories({ time, event, entry, id }: SpellRows & { id?: Int32Array }): {
  subjects: number[][];
  last: Int32Array;
} {
  const last = Int32Array.from(time, (_, i) => i);
  if (!id) return { subjects: Array.from(last, (i) => [i]), last };
  const { times, ranks } = entry ? timeGrid(time, entry) : timeGrid(time);
  const [rank, entryRank] = ranks as [Int32Array, Int32Array | undefined];
  const order = rowsBySubject({ time, entry, id }, { rank, entryRank, times });
  for (let k = order.length - 2; k >= 0; k--) {
    const [i, j] = [order[k], order[k + 1]];
    if (id[i] === id[j] && entryRank?.[j] === rank[i] && !event[i]) last[i] = last[j];
  }
  const bySubject = new Map<number, number[]>();
  for (const code of id) bySubject.set(code, []);
  for (const i of order) bySubject.get(id[i])?.push(i);
  return { subjects: [...bySubject.values()], last };
}

function checkOptions(landmarks: readonly number[], window: number): void {
  if (!(window > 0)) throw new RangeError(`window is ${window}; it must be above 0`);
  landmarks.forEach((s, k) => {
    if (!Number.isFinite(s)) throw new RangeError(`landmarks[${k}] is ${s}; it must be a finite number`);
    if (k > 0 && s <= landmarks[k - 1])
      throw new RangeError(`landmarks[${k}] is ${s}, landmarks[${k - 1}] is ${landmarks[k - 1]}; they must ascend`);
  });
}

/** Later, by more than round-off. */
function after(time: number, than: number): boolean {
  return time > than && !nearlyTied(than, time);
}
