import { checkFinite } from "../rows/survival-rows.js";
import { timeGrid } from "../rows/time-grid.js";
import type { FollowedSubjects } from "./counting-process-rows.js";

/** Dated events, any number a subject and in any order; arrays of one length. */
export interface RecurrentEvents {
  /** Place of the subject among those followed. */
  subject: Int32Array;
  /** Finite, after the start of the subject's follow-up and not after its end. */
  time: Float64Array;
}

/**
 * andersen-gill: every event alike, time goes on; pwp-total: the k-th event only of those who have had k − 1, time goes on; pwp-gap: the
 * same, time from the event before; wlw: the k-th event of everybody from the start (marginal).
 */
export type RecurrentEventModel = "andersen-gill" | "pwp-total" | "pwp-gap" | "wlw";

/** Rows for `coxRegression` with `cluster: subject`, by subject and time; arrays by row. */
export interface RecurrentEventRows {
  /** Place of the subject among those followed: the row of its covariates. */
  subject: Int32Array;
  entry: Float64Array;
  time: Float64Array;
  event: Uint8Array;
  /** 0 for the first event and the time towards it, 1 for the second, …: the `strata` of all models but Andersen and Gill's. */
  stratum: Int32Array;
}

/**
 * Rows of repeated events (recurrences, repeat resections): one for each event and one for what follows the last.
 *
 *   andersen-gill       λ₀(t) e^{x'β}               Andersen & Gill 1982, Ann Statist 10:1100, doi 10.1214/aos/1176345976
 *   pwp-total, pwp-gap  λ₀ₖ(t) e^{x'β}, λ₀ₖ(t − tₖ₋₁) e^{x'β}  Prentice, Williams & Peterson 1981, Biometrika 68:373, doi 10.1093/biomet/68.2.373
 *   wlw                 λ₀ₖ(t) e^{xₖ'β}             Wei, Lin & Weissfeld 1989, JASA 84:1065, doi 10.1080/01621459.1989.10478873
 *
 * Fit them with strata by `stratum` (not for andersen-gill) and errors clustered by subject, whose rows are not independent. In R the rows
 * are made by hand or by `tmerge`; the fits agree with R's `coxph(Surv(entry, time, event) ~ x + strata(stratum), cluster = subject)`.
 * Nobody followed gives no rows; without events each subject has one row, censored at its end. Rows of wlw and of pwp-gap overlap but for
 * their strata. O(n log n), and subjects × strata for wlw.
 *
 * @param options.maximumEvents a subject's follow-up ends with this event (later strata hold few); for wlw it is the number of strata, default the
 *   most events that any subject has
 * @throws TypeError where lengths differ; RangeError for an event outside the follow-up of its subject or on the date of another, a subject
 *   that is not among those followed, a follow-up that does not end after its start, a model or maximum that is none
 */
export function recurrentEventRows(
  subjects: FollowedSubjects,
  events: RecurrentEvents,
  { model = "andersen-gill", maximumEvents }: { model?: RecurrentEventModel; maximumEvents?: number } = {},
): RecurrentEventRows {
  check(subjects, events, model, maximumEvents);
  const dates = datesBySubject(subjects, events);
  const most = maximumEvents ?? dates.reduce((largest, own) => Math.max(largest, own.length), 1);
  const rows = dates.flatMap((own, subject) => {
    const start = subjects.entry ? subjects.entry[subject] : 0;
    const used = own.slice(0, most);
    const followed = { subject, start, end: subjects.time[subject] };
    if (model === "wlw") return marginalRows(followed, used, most);
    const inSight = maximumEvents === undefined || used.length < maximumEvents;
    return conditionalRows(followed, used, inSight, model === "pwp-gap");
  });
  return Object.freeze({
    subject: Int32Array.from(rows, (row) => row.subject),
    entry: Float64Array.from(rows, (row) => row.entry),
    time: Float64Array.from(rows, (row) => row.time),
    event: Uint8Array.from(rows, (row) => row.event),
    stratum: Int32Array.from(rows, (row) => row.stratum),
  });
}

interface Row {
  subject: number;
  entry: number;
  time: number;
  event: number;
  stratum: number;
}

interface Followed {
  subject: number;
  start: number;
  end: number;
}

/** One row for each event, from the one before to it, and one for what follows the last (where that is `inSight`). */
function conditionalRows({ subject, start, end }: Followed, dates: number[], inSight: boolean, gap: boolean): Row[] {
  const ends = inSight && (dates.length === 0 || dates[dates.length - 1] < end) ? [...dates, end] : dates;
  return ends.map((time, k) => {
    const from = k === 0 ? start : ends[k - 1];
    return {
      subject,
      entry: gap ? 0 : from,
      time: gap ? time - from : time,
      event: k < dates.length ? 1 : 0,
      stratum: k,
    };
  });
}

/** A row for each of the events that are analysed, all from the start. */
function marginalRows({ subject, start, end }: Followed, dates: number[], most: number): Row[] {
  return Array.from({ length: most }, (_, k) => ({
    subject,
    entry: start,
    time: k < dates.length ? dates[k] : end,
    event: k < dates.length ? 1 : 0,
    stratum: k,
  }));
}

/** Each subject's dates, ascending; one that is the end of follow-up but for round-off is that end. */
function datesBySubject({ time, entry }: FollowedSubjects, events: RecurrentEvents): number[][] {
  const start = entry ?? new Float64Array(time.length);
  const [first, last, place] = timeGrid(start, time, events.time).ranks;
  for (let i = 0; i < time.length; i++)
    if (first[i] >= last[i])
      throw new RangeError(
        `subject ${i} is followed from ${start[i]} to ${time[i]}; follow-up must end after its start`,
      );
  const own = Array.from(time, (): number[] => []);
  events.subject.forEach((i, k) => {
    if (place[k] <= first[i] || place[k] > last[i])
      throw new RangeError(
        `the event at ${events.time[k]} (row ${k}) lies outside the follow-up of subject ${i}, which is from ${start[i]} to ${time[i]}`,
      );
    own[i].push(k);
  });
  return own.map((rows, i) => {
    rows.sort((a, b) => place[a] - place[b] || a - b);
    rows.forEach((k, at) => {
      if (at > 0 && place[k] === place[rows[at - 1]])
        throw new RangeError(
          `subject ${i} has two events at ${events.time[k]} (rows ${rows[at - 1]} and ${k}); events of one date are one event, leave one out`,
        );
    });
    return rows.map((k) => (place[k] === last[i] ? time[i] : events.time[k]));
  });
}

const MODELS = ["andersen-gill", "pwp-total", "pwp-gap", "wlw"];

function check(
  { time, entry }: FollowedSubjects,
  events: RecurrentEvents,
  model: string,
  maximumEvents: number | undefined,
): void {
  const n = time.length;
  if (!MODELS.includes(model)) throw new RangeError(`model is “${model}”; allowed are ${MODELS.join(", ")}`);
  if (maximumEvents !== undefined && !(Number.isInteger(maximumEvents) && maximumEvents > 0))
    throw new RangeError(`maximumEvents is ${maximumEvents}; it must be a whole number from 1`);
  checkFinite("time", time);
  if (entry && entry.length !== n)
    throw new TypeError(`entry has ${entry.length} rows, time has ${n}; they must have the same length`);
  if (entry) checkFinite("entry", entry);
  if (events.subject.length !== events.time.length)
    throw new TypeError(
      `events: subject has ${events.subject.length} rows, time has ${events.time.length}; they must be equal`,
    );
  checkFinite("events: time", events.time);
  for (let k = 0; k < events.subject.length; k++)
    if (events.subject[k] < 0 || events.subject[k] >= n)
      throw new RangeError(`events: subject[${k}] is ${events.subject[k]}; the subjects followed are 0 to ${n - 1}`);
}
