import { checkSurvivalRows } from "../rows/survival-rows.js";
import { TIE_TOLERANCE } from "../rows/time-grid.js";
import type { SpellRows } from "./split-rows.js";

/** Those still at risk at a landmark; arrays by row. */
export interface LandmarkRows {
  /** The row among those given. */
  source: Int32Array;
  /** The landmark, or 0 where time is counted from it. */
  entry: Float64Array;
  time: Float64Array;
  event: Uint8Array;
  /** The landmark of the row. */
  landmark: Float64Array;
  /** Its place among the landmarks: a stratum. */
  stratum: Int32Array;
  /** Who was left out at each landmark, and why. */
  excluded: { landmark: number; eventBefore: number; censoredBefore: number; enteredAfter: number }[];
}

export interface LandmarkOptions {
  /** Follow-up ends this long after the landmark (censored by the plan, not by chance). Absent: it goes on. */
  window?: number;
  /** Count time from the landmark; default false. */
  reset?: boolean;
}

/**
 * The rows still at risk after a landmark s, for analyses by what was known then (Anderson, Cain & Gelber 1983, J Clin Oncol 1:710): grouping
 * by a later response from time zero lets those who died early have none (guarantee-time bias). A row is at risk where entry <= s < time: an
 * event at s itself is before the landmark.
 *
 * With several landmarks the data sets are stacked, for a model with strata by landmark and errors clustered by patient (van Houwelingen 2007,
 * Scand J Statist 34:70, doi 10.1111/j.1467-9469.2006.00529.x). Agrees with R's `dynpred::cutLM`. O(n · landmarks).
 *
 * @param landmarks finite, ascending
 * @throws TypeError, RangeError as `checkSurvivalRows`; RangeError for a landmark that is not finite or does not ascend, a window that is not
 *   above 0
 */
export function landmarkRows(
  rows: SpellRows,
  landmarks: readonly number[],
  { window = Number.POSITIVE_INFINITY, reset = false }: LandmarkOptions = {},
): LandmarkRows {
  const { time, event, entry } = rows;
  checkSurvivalRows({ time, event, entry });
  if (!(window > 0)) throw new RangeError(`window is ${window}; it must be above 0`);
  landmarks.forEach((s, k) => {
    if (!Number.isFinite(s)) throw new RangeError(`landmarks[${k}] is ${s}; it must be a finite number`);
    if (k > 0 && s <= landmarks[k - 1])
      throw new RangeError(`landmarks[${k}] is ${s}, landmarks[${k - 1}] is ${landmarks[k - 1]}; they must ascend`);
  });
  const at: { i: number; s: number; k: number }[] = [];
  const excluded = landmarks.map((landmark, k) => {
    const counts = { landmark, eventBefore: 0, censoredBefore: 0, enteredAfter: 0 };
    for (let i = 0; i < time.length; i++) {
      if (!after(time[i], landmark)) counts[event[i] ? "eventBefore" : "censoredBefore"]++;
      else if (entry && after(entry[i], landmark)) counts.enteredAfter++;
      else at.push({ i, s: landmark, k });
    }
    return counts;
  });
  const beyond = ({ i, s }: { i: number; s: number }) => after(time[i], s + window);
  return {
    source: Int32Array.from(at, ({ i }) => i),
    entry: Float64Array.from(at, ({ s }) => (reset ? 0 : s)),
    time: Float64Array.from(at, (row) => (beyond(row) ? row.s + window : time[row.i]) - (reset ? row.s : 0)),
    event: Uint8Array.from(at, (row) => (beyond(row) ? 0 : event[row.i])),
    landmark: Float64Array.from(at, ({ s }) => s),
    stratum: Int32Array.from(at, ({ k }) => k),
    excluded,
  };
}

/** Later, by more than round-off. */
function after(time: number, than: number): boolean {
  return time - than > TIE_TOLERANCE * Math.max(Math.abs(time), Math.abs(than));
}
