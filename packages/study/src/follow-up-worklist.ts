import {
  DAYS_PER_MONTH,
  type Dictionary,
  dayNumber,
  type FullDate,
  type PartialDate,
  type Records,
} from "@seriatim/records";
import {
  eventTable,
  followUpCompleteness,
  followUpGain,
  kaplanMeier,
  reverseKaplanMeier,
  survivalAt,
  survivalQuantile,
} from "@seriatim/stats";
import { type FollowedPatient, type FollowedPatientsOptions, followedPatients } from "./followed-patients.js";

/** A patient without the event who has not been heard of for longer than follow-up allows. */
export interface OverduePatient {
  /** From 1, in the order of the list. */
  readonly rank: number;
  /** Study number. */
  readonly patient: string;
  readonly timeZero: Readonly<PartialDate>;
  readonly lastSeen: Readonly<PartialDate>;
  readonly daysSinceLastSeen: number;
  /** Whole days beyond those that are allowed between two contacts; 1 or more. */
  readonly daysOverdue: number;
  /** By how much an answer is expected to narrow the interval of survival at the horizon, as a probability. */
  readonly gain: number;
}

/** An estimate with its interval; null where it is not defined or not reached. */
export interface EstimateWithLimits {
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface FollowUpWorklist {
  readonly patients: readonly OverduePatient[];
  /** Survival at the horizon, Kaplan–Meier, log-log limits; `width` is 1 where they are not defined. */
  readonly survival: EstimateWithLimits & { readonly width: number };
  /** Clark's C; null where nobody owes any time. */
  readonly completeness: number | null;
  /** Median follow-up in months, reverse Kaplan–Meier, log-log limits. */
  readonly followUpMedian: EstimateWithLimits;
  readonly numbers: {
    /** All rows of the patients' table: those followed and those excluded. */
    readonly patients: number;
    readonly followed: number;
    readonly events: number;
    readonly overdue: number;
    readonly withoutTimeZero: number;
    /** Of the followed, those who count as without the event though a field of its conditions has no value. */
    readonly eventNotRecorded: number;
  };
  /** In the order of the study numbers. */
  readonly excluded: readonly { readonly patient: string; readonly reason: string }[];
}

export interface FollowUpWorklistOptions extends Omit<FollowedPatientsOptions, "partialDates"> {
  /** The closing date: today, or that of the last query. */
  readonly asOf: FullDate;
  /** Longest time between two contacts, in months; default 12. */
  readonly everyMonths?: number;
  /** The time whose survival is to be known, in months; default 60. */
  readonly horizonMonths?: number;
  /** Default `middle`. */
  readonly partialDates?: FollowedPatientsOptions["partialDates"];
  /** Of the intervals; default 0.95. */
  readonly level?: number;
}

/**
 * Who is overdue for follow-up, whose answer would tell most first: by `gain`, then by how long overdue, then by study
 * number. An answer tells either that the patient died at t or that he lived to the closing date. With c the time that
 * he is now censored at, u = min(closing date − time zero, horizon h), and S the present Kaplan–Meier curve of all
 * patients, it is
 *
 *   dead at the event time t in (c, u] with probability (S(t−) − S(t)) / S(c),   alive beyond u with S(u) / S(c)
 *   gain = width(now) − E[width(with the answer)]
 *
 * where width is that of the log-log interval of S(h) (Greenwood), 1 where it is not defined; see `followUpGain`. Nothing
 * is gained where c ≥ h or u ≤ c. Beside it stand Clark's C (`followUpCompleteness`: Clark, Altman & De Stavola 2002,
 * Lancet 359:1309, doi 10.1016/S0140-6736(02)08272-7) and the reverse Kaplan–Meier median.
 *
 * Overdue is who has not had the event and was last seen more than `everyMonths` before the closing date. A last date
 * that is completed to before time zero counts as time zero. No patients give an empty list, nulls and zeros.
 * O(n log n + d²) with d the days on which somebody died up to the horizon.
 *
 * @throws RangeError for options that cannot be, as `followedPatients`
 */
export function followUpWorklist(
  dictionary: Dictionary,
  records: Records,
  {
    asOf,
    everyMonths = 12,
    horizonMonths = 60,
    partialDates = "middle",
    level = 0.95,
    ...fields
  }: FollowUpWorklistOptions,
): FollowUpWorklist {
  for (const [name, months] of Object.entries({ everyMonths, horizonMonths }))
    if (!(months > 0 && months < Number.POSITIVE_INFINITY))
      throw new RangeError(`${name} is ${months}; it must be a finite number above 0`);
  const { followed, excluded, withoutTimeZero, eventNotRecorded } = followedPatients(dictionary, records, {
    ...fields,
    partialDates,
  });
  const closing = dayNumber(asOf);
  const rows = {
    time: Float64Array.from(followed, ({ days }) => days),
    event: Uint8Array.from(followed, ({ event }) => (event ? 1 : 0)),
  };
  const until = Float64Array.from(followed, ({ zeroDay }) => closing - zeroDay);
  const at = horizonMonths * DAYS_PER_MONTH;
  const { width, gain } = followUpGain(rows, { until, at, confidenceLevel: level });
  const patients = overduePatients(followed, gain, { closing, allowed: Math.floor(everyMonths * DAYS_PER_MONTH) });
  const completeness = followUpCompleteness(
    rows,
    until.map((days) => Math.max(0, days)),
  );
  return Object.freeze({
    patients,
    survival: Object.freeze({ ...survivalOf(rows, at, level), width }),
    completeness: orNull(completeness),
    followUpMedian: medianOf(rows, level),
    numbers: Object.freeze({
      patients: followed.length + excluded.length,
      followed: followed.length,
      events: rows.event.reduce((sum, event) => sum + event, 0),
      overdue: patients.length,
      withoutTimeZero,
      eventNotRecorded,
    }),
    excluded: Object.freeze(excluded),
  });
}

/** Days are whole: more than 12 months (365.25 days) is 366 days and more, 1 day and more beyond 365. */
function overduePatients(
  followed: readonly FollowedPatient[],
  gain: Float64Array,
  { closing, allowed }: { closing: number; allowed: number },
): readonly OverduePatient[] {
  const listed = followed.flatMap(({ patient, timeZero, lastSeen, zeroDay, days, event }, i) => {
    const daysSinceLastSeen = closing - zeroDay - days;
    const daysOverdue = daysSinceLastSeen - allowed;
    if (event || daysOverdue < 1) return [];
    return [{ patient, timeZero, lastSeen, daysSinceLastSeen, daysOverdue, gain: gain[i] }];
  });
  // The patients come in the order of their study numbers, which the sort keeps.
  listed.sort((a, b) => b.gain - a.gain || b.daysOverdue - a.daysOverdue);
  return Object.freeze(
    listed.map(({ timeZero, lastSeen, ...rest }, i) =>
      Object.freeze({
        rank: i + 1,
        ...rest,
        timeZero: Object.freeze({ ...timeZero }),
        lastSeen: Object.freeze({ ...lastSeen }),
      }),
    ),
  );
}

type Rows = Parameters<typeof eventTable>[0];

function survivalOf(rows: Rows, at: number, level: number): EstimateWithLimits {
  const table = eventTable(rows);
  const [curve] = kaplanMeier(table, { confidenceType: "log-log", confidenceLevel: level });
  const { survival, lower, upper } = survivalAt(curve, [at])[0];
  const isKnown = survival === 0 || table.time[table.time.length - 1] >= at;
  if (!isKnown) return { estimate: null, lower: null, upper: null };
  // Before the first death nothing is known of the spread, whatever a curve says that is certain there.
  const hasLimits = survival > 0 && survival < 1;
  return { estimate: survival, lower: hasLimits ? lower : null, upper: hasLimits ? upper : null };
}

function medianOf(rows: Rows, level: number): EstimateWithLimits {
  const [curve] = reverseKaplanMeier(rows, { confidenceType: "log-log", confidenceLevel: level });
  const { estimate, lower, upper } = survivalQuantile(curve, 0.5);
  const months = (days: number) => orNull(days / DAYS_PER_MONTH);
  return Object.freeze({ estimate: months(estimate), lower: months(lower), upper: months(upper) });
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
