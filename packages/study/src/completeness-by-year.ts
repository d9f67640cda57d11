import { type Dictionary, dayNumber, type FullDate, type Records } from "@seriatim/records";
import { followUpCompleteness } from "@seriatim/stats";
import { type FollowedPatientsOptions, followedPatients } from "./followed-patients.js";

/** How complete follow-up was on a day. */
export interface CompletenessAt {
  readonly on: FullDate;
  /** Clark's C; null where nobody owed any time yet. */
  readonly completeness: number | null;
  /** Patients whose time zero is not later. */
  readonly followed: number;
}

export interface CompletenessByYearOptions extends Omit<FollowedPatientsOptions, "partialDates"> {
  /** The last day. */
  readonly asOf: FullDate;
  /** Default `middle`. */
  readonly partialDates?: FollowedPatientsOptions["partialDates"];
}

/**
 * Clark's C as of the end of each year from that of the first time zero on, and as of the closing date: what is known now of
 * the follow-up that was owed by then. The latest 100 years at most; no patients give an empty list. O(n · years).
 *
 * @throws RangeError for options that cannot be, as `followedPatients`
 */
export function completenessByYear(
  dictionary: Dictionary,
  records: Records,
  { asOf, partialDates = "middle", ...fields }: CompletenessByYearOptions,
): readonly CompletenessAt[] {
  const { followed } = followedPatients(dictionary, records, { ...fields, partialDates });
  const rows = {
    time: Float64Array.from(followed, ({ days }) => days),
    event: Uint8Array.from(followed, ({ event }) => (event ? 1 : 0)),
  };
  const first = followed.reduce((year, { timeZero }) => Math.min(year, timeZero.year), asOf.year + 1);
  const ends: FullDate[] = [];
  for (let year = Math.max(first, asOf.year - 100); year < asOf.year; year++) ends.push({ year, month: 12, day: 31 });
  if (first <= asOf.year) ends.push(asOf);
  return Object.freeze(
    ends.map((on) => {
      const day = dayNumber(on);
      const owed = Float64Array.from(followed, ({ zeroDay }) => Math.max(0, day - zeroDay));
      const completeness = followUpCompleteness(rows, owed);
      return Object.freeze({
        on: Object.freeze({ ...on }),
        completeness: Number.isNaN(completeness) ? null : completeness,
        followed: followed.filter(({ zeroDay }) => zeroDay <= day).length,
      });
    }),
  );
}
