import {
  deriveFields,
  type FollowUp,
  type FullDate,
  formatPartialDate,
  isFullDate,
  parsePartialDate,
  readRecords,
} from "@seriatim/records";
import { asUser, RegistryError, recordFiles } from "@seriatim/registry";
import {
  completenessByYear,
  type EstimateWithLimits,
  type FollowUpWorklist as StudyWorklist,
  followUpWorklist as worklistOf,
} from "@seriatim/study";
import { z } from "zod";
import { type ContactWay, contactWay } from "./contact-way.js";
import { opened, seesValuesOnly, today } from "./opened.js";
import type { Session } from "./session.js";

export const followUpWorklistInput = z.strictObject({
  /** The closing date, YYYY-MM-DD; today where it is not given. */
  asOf: z.string().max(40).optional(),
  /** Months between contacts; the dictionary's where it is not given. */
  every: z.int().min(1).max(600).optional(),
});

export interface FollowUpWorklist {
  asOf: string;
  every: number;
  patients: WorklistPatient[];
  numbers: StudyWorklist["numbers"];
  completeness: number | null;
  /** Months. */
  followUpMedian: EstimateWithLimits;
  /** Of the interval of survival at 5 years, as a probability. */
  width: number;
  excluded: StudyWorklist["excluded"];
  /** As of each year's end, and on the day. */
  byYear: { on: string; completeness: number | null; followed: number }[];
  /** Null where a contact cannot be entered from the list. */
  contact: ContactWay | null;
}

export interface WorklistPatient {
  rank: number;
  key: string[];
  lastSeen: string;
  daysOverdue: number;
  /** As a probability. */
  gain: number;
}

/** Whom to ask next, and how complete the follow-up is; null where the dictionary does not say what follow-up is. */
export async function followUpWorklist(
  session: Session,
  { asOf: asked, every }: z.output<typeof followUpWorklistInput>,
): Promise<FollowUpWorklist | null> {
  const registry = opened(session);
  const { dictionary } = registry;
  const { followUp } = dictionary;
  if (!followUp) return null;
  const asOf = asked === undefined ? today(session) : fullDate(asked);
  const files = await asUser(registry, (trx) => recordFiles(trx, dictionary, { valuesOnly: seesValuesOnly(registry) }));
  const records = deriveFields(dictionary, readRecords(dictionary, files).records);
  const fields = { ...fieldsOf(followUp), asOf };
  const everyMonths = every ?? followUp.every;
  const list = worklistOf(dictionary, records, { ...fields, everyMonths });
  return {
    asOf: formatPartialDate(asOf),
    every: everyMonths,
    patients: list.patients.map(({ rank, patient, lastSeen, daysOverdue, gain }) => ({
      rank,
      key: patient.split("\u0000"),
      lastSeen: formatPartialDate(lastSeen),
      daysOverdue,
      gain,
    })),
    numbers: list.numbers,
    completeness: list.completeness,
    followUpMedian: list.followUpMedian,
    width: list.survival.width,
    excluded: list.excluded,
    byYear: completenessByYear(dictionary, records, fields).map(({ on, ...rest }) => ({
      on: formatPartialDate(on),
      ...rest,
    })),
    contact: mayEnter(registry) ? contactWay(dictionary) : null,
  };
}

function mayEnter({ roles }: { roles: readonly string[] }): boolean {
  return roles.includes("enter");
}

function fieldsOf({ from, to, event }: FollowUp): Pick<Parameters<typeof worklistOf>[2], "from" | "to" | "event"> {
  return { from: `${from.table}.${from.field}`, to: `${to.table}.${to.field}`, event };
}

function fullDate(text: string): FullDate {
  const { date } = parsePartialDate(text);
  if (date && isFullDate(date)) return date;
  throw new RegistryError(`“${text}” is not a full date; give it as YYYY-MM-DD or DD.MM.YYYY`);
}
