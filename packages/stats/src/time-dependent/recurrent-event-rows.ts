import { checkFinite } from "../rows/survival-rows.js";
import type { FollowedSubjects } from "./counting-process-rows.js";

/** Dated events, any number a subject and in any order. */
export interface RecurrentEvents {
  /** Place of the subject among those followed. */
  subject: Int32Array;
  time: Float64Array;
}

/**
 * andersen-gill: every event alike, time goes on; pwp-total: the k-th event only of those who have had k − 1, time goes on; pwp-gap: the
 * same, time from the event before; wlw: the k-th event of everybody from the start (marginal).
 */
export type RecurrentEventModel = "andersen-gill" | "pwp-total" | "pwp-gap" | "wlw";

/** Rows for `coxRegression` with `cluster: subject`, by subject and time. */
export interface RecurrentEventRows {
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
 *   andersen-gill  Andersen & Gill 1982, Ann Statist 10:1100
 *   pwp-total, pwp-gap  Prentice, Williams & Peterson 1981, Biometrika 68:373
 *   wlw  Wei, Lin & Weissfeld 1989, JASA 84:1065
 *
 * Fit them with strata by `stratum` (not for andersen-gill) and errors clustered by subject, whose rows are not independent. In R the rows
 * are made by hand or by `tmerge`. O(n log n).
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
  const most = maximumEvents ?? Math.max(1, ...dates.map((of) => of.length));
  const rows: { subject: number; entry: number; time: number; event: number; stratum: number }[] = [];
  dates.forEach((all, subject) => {
    const start = subjects.entry?.[subject] ?? 0;
    const own = all.slice(0, most);
    const end = all.length >= (maximumEvents ?? Number.POSITIVE_INFINITY) ? own[most - 1] : subjects.time[subject];
    if (model === "wlw") {
      for (let k = 0; k < most; k++)
        rows.push({
          subject,
          entry: start,
          time: own[k] ?? subjects.time[subject],
          event: k < own.length ? 1 : 0,
          stratum: k,
        });
      return;
    }
    let from = start;
    const push = (time: number, event: number, stratum: number) => {
      const gap = model === "pwp-gap";
      rows.push({ subject, entry: gap ? 0 : from, time: gap ? time - from : time, event, stratum });
      from = time;
    };
    own.forEach((time, k) => {
      push(time, 1, k);
    });
    if (end > from) push(end, 0, own.length);
  });
  return {
    subject: Int32Array.from(rows, (row) => row.subject),
    entry: Float64Array.from(rows, (row) => row.entry),
    time: Float64Array.from(rows, (row) => row.time),
    event: Uint8Array.from(rows, (row) => row.event),
    stratum: Int32Array.from(rows, (row) => row.stratum),
  };
}

function datesBySubject({ time, entry }: FollowedSubjects, events: RecurrentEvents): number[][] {
  const dates: number[][] = Array.from(time, () => []);
  events.subject.forEach((i, k) => {
    const start = entry?.[i] ?? 0;
    const date = events.time[k];
    if (!(date > start && date <= time[i]))
      throw new RangeError(
        `the event at ${date} (row ${k}) lies outside the follow-up of subject ${i}, which is from ${start} to ${time[i]}`,
      );
    dates[i].push(date);
  });
  dates.forEach((own, i) => {
    own.sort((a, b) => a - b);
    const twice = own.findIndex((date, k) => date === own[k - 1]);
    if (twice >= 0)
      throw new RangeError(`subject ${i} has two events at ${own[twice]}; events of one date are one event`);
  });
  return dates;
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
  for (let i = 0; i < n; i++)
    if (!((entry?.[i] ?? 0) < time[i]))
      throw new RangeError(
        `subject ${i} is followed from ${entry?.[i] ?? 0} to ${time[i]}; follow-up must end after its start`,
      );
  if (events.subject.length !== events.time.length)
    throw new TypeError(
      `events: subject has ${events.subject.length} rows, time has ${events.time.length}; they must be equal`,
    );
  checkFinite("events: time", events.time);
  for (let k = 0; k < events.subject.length; k++)
    if (events.subject[k] < 0 || events.subject[k] >= n)
      throw new RangeError(`events: subject[${k}] is ${events.subject[k]}; the subjects followed are 0 to ${n - 1}`);
}
