import {
  allHold,
  type CompletionRule,
  type Condition,
  completeDate,
  type Dictionary,
  dayNumber,
  type FieldDefinition,
  lineage,
  type PartialDate,
  type RecordRow,
  type Records,
  type TableDefinition,
  unknownName,
} from "@seriatim/records";
import { daysObserved } from "./days-observed.js";
import { isMissing, type Member, memberTables, recordedValue } from "./member.js";

/** A patient with time zero and a last date. */
export interface FollowedPatient {
  /** Study number. */
  readonly patient: string;
  readonly timeZero: PartialDate;
  readonly lastSeen: PartialDate;
  /** Of time zero, completed. */
  readonly zeroDay: number;
  /** From time zero to the last date, 0 or more. */
  readonly days: number;
  readonly event: boolean;
}

export interface FollowedPatients {
  /** In the order of their keys. */
  readonly followed: readonly FollowedPatient[];
  readonly excluded: readonly { readonly patient: string; readonly reason: string }[];
  /** Of the excluded, those whose time zero is not recorded or not readable. */
  readonly withoutTimeZero: number;
  /** Of the followed, those without the event of whom a field of its conditions is empty or not readable. */
  readonly eventNotRecorded: number;
}

export interface FollowedPatientsOptions {
  /** Time zero, `table.field`: a date of the patients' table or of one below it; of several rows the first date. */
  readonly from: string;
  /** When the patient was last seen, `table.field`: a date of the patients' table. */
  readonly to: string;
  /** All of them hold where the patient had the event; on fields of the patients' table. */
  readonly event: readonly Condition[];
  /** How dates known to the month or year are completed. */
  readonly partialDates: CompletionRule;
}

/**
 * The patients, one row each, with the time from time zero to when they were last seen. The patients' table is the
 * outermost parent of that of `from`. A row of `from` without a date does not count; one with a date that cannot be
 * read leaves the patient without time zero, since it may be the first. A patient without a study number or one of the
 * two dates, or last seen before time zero, is left out; of two rows with one study number the second is. O(n log n).
 *
 * @throws RangeError where a field is unknown, no date or not of the right table, or there are no conditions
 */
export function followedPatients(
  dictionary: Dictionary,
  records: Records,
  { from, to, event, partialDates }: FollowedPatientsOptions,
): FollowedPatients {
  const start = dateField(dictionary, from, "from");
  const table = dictionary.tables[lineage(dictionary, start.table).at(-1)!];
  const end = dateField(dictionary, to, "to");
  checkTables(table, end, event);
  const membersOf = memberTables(dictionary, records);
  const zeros = firstDates(membersOf(start.table) ?? [], start, { table: table.name, partialDates });
  const followed: FollowedPatient[] = [];
  const excluded: { patient: string; reason: string }[] = [];
  const seen = new Set<string>();
  let withoutTimeZero = 0;
  let eventNotRecorded = 0;
  for (const member of membersOf(table.name) ?? []) {
    const { patient } = member;
    const exclude = (reason: string) => excluded.push(Object.freeze({ patient, reason }));
    if (patient === "") {
      exclude(`${table.key.map((field) => table.fields[field].label).join(", ")} not recorded`);
      continue;
    }
    if (seen.has(patient)) {
      exclude("study number of an earlier row");
      continue;
    }
    seen.add(patient);
    const timeZero = zeros.get(member.row) ?? { missing: `${start.label} not recorded` };
    const lastSeen = recordedValue(member, end) as PartialDate | { missing: string };
    if (isMissing(timeZero)) {
      withoutTimeZero++;
      exclude(timeZero.missing);
      continue;
    }
    if (isMissing(lastSeen)) {
      exclude(lastSeen.missing);
      continue;
    }
    const days = daysObserved(timeZero, lastSeen, partialDates);
    if (days < 0) {
      exclude(`${end.label} before ${start.label}`);
      continue;
    }
    const happened = allHold(event, member.family);
    if (!happened && event.some((condition) => lacksValue(condition, member))) eventNotRecorded++;
    const zeroDay = dayNumber(completeDate(timeZero, partialDates));
    followed.push({ patient, timeZero, lastSeen, zeroDay, days, event: happened });
  }
  return { followed, excluded, withoutTimeZero, eventNotRecorded };
}

function dateField({ tables }: Dictionary, reference: string, option: string): FieldDefinition {
  const fields = Object.values(tables).flatMap((table) => Object.values(table.fields));
  const found = fields.find(({ table, name }) => `${table}.${name}` === reference);
  if (found?.type === "date") return found;
  if (found) throw new RangeError(`${option}: ${found.label} is a ${found.type}, not a date`);
  const known = fields.filter(({ type }) => type === "date").map(({ table, name }) => `${table}.${name}`);
  throw new RangeError(`${option}: ${unknownName(reference, "date of the dictionary (table.field)", known)}`);
}

function checkTables({ name, fields }: TableDefinition, end: FieldDefinition, event: readonly Condition[]): void {
  if (end.table !== name)
    throw new RangeError(`to: ${end.table}.${end.name} is a field of ${end.table}; it must be one of ${name}`);
  if (event.length === 0) throw new RangeError("event has no condition; it must have one at least");
  for (const { table, field } of event)
    if (table !== name || !Object.hasOwn(fields, field))
      throw new RangeError(
        `event: ${unknownName(
          `${table}.${field}`,
          `field of ${name}`,
          Object.keys(fields).map((one) => `${name}.${one}`),
        )}`,
      );
}

/** By the patient's row: the first date, or why there is none. */
function firstDates(
  members: readonly Member[],
  field: FieldDefinition,
  { table, partialDates }: { table: string; partialDates: CompletionRule },
): Map<RecordRow, PartialDate | { missing: string }> {
  const first = new Map<RecordRow, PartialDate | { missing: string }>();
  const dayOf = (date: PartialDate) => dayNumber(completeDate(date, partialDates));
  for (const member of members) {
    const owner = member.family.get(table);
    if (!owner) continue;
    const before = first.get(owner);
    const date = recordedValue(member, field) as PartialDate | { missing: string };
    if (isMissing(date)) {
      if (Object.hasOwn(member.row.unread, field.name)) first.set(owner, date);
    } else if (!before || (!isMissing(before) && dayOf(date) < dayOf(before))) first.set(owner, date);
  }
  return first;
}

function lacksValue({ field, recorded }: Condition, { row }: Member): boolean {
  return recorded === undefined && (row.values[field] ?? null) === null;
}
