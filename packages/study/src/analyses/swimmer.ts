import {
  completeDate,
  dayNumber,
  type FieldDefinition,
  lineage,
  type PartialDate,
  unknownName,
} from "@seriatim/records";
import { childrenOf } from "../cohort.js";
import { bindEndpoint, type Endpoint } from "../endpoint.js";
import { sift } from "../exclusion.js";
import { bindFactor, type Factor } from "../factor.js";
import { isMissing, type Member, recordedValue } from "../member.js";
import { resultRow } from "../result-row.js";
import type { Course } from "../results.js";
import { requireField, type Scope } from "../scope.js";
import type { SwimmerDefinition } from "../study.js";
import { studyError } from "../study-error.js";
import { cohortWithRows, type Outcome, type StudyRun } from "../study-run.js";
import { counted } from "../wording.js";
import { timeConvention } from "./survival-conventions.js";

/**
 * Each patient's course from the first operation recorded here: the operations with their ordinal and a factor's level
 * (`""` where it is not recorded), and the end of observation. Of a cohort of operations those in it, of a cohort of
 * patients all of theirs. Operations that the records do not number are numbered by date, among all of the patient's.
 */
export function swimmer(definition: SwimmerDefinition, run: StudyRun): Outcome {
  const cohort = cohortWithRows(run, definition);
  const scope = { study: run.study, dictionary: run.dictionary, table: run.dictionary.tables[definition.operations] };
  const of = bindOperations(definition, scope);
  const operations =
    cohort.plan.table === scope.table ? cohort.members : childrenOf(cohort, run.membersOf(definition.operations));
  const { kept, excluded } = sift(operations, (operation) => reasonAgainst(operation, of));
  const recorded = rowsByPatient(run.membersOf(definition.operations));
  const courses = [...rowsByPatient(kept)].map(([patient, rows]) =>
    courseOf(patient, { rows, recorded: recorded.get(patient)! }, of, scope),
  );
  const events = courses.filter(({ event }) => event).length;
  const later = courses.filter((course) => course.operations[0].ordinal > 1).length;
  const without =
    new Set(cohort.members.map(({ patient }) => patient)).size - new Set(operations.map(({ patient }) => patient)).size;
  const context = { analysis: definition.id, cohort: definition.cohort, group: {}, n: courses.length, events };
  return {
    results: [resultRow(context, { name: "courses", estimate: { value: courses.length }, unit: "patients", courses })],
    conventions: [
      `Time zero is each patient's first row in ${scope.table.label} recorded here, by ${of.endpoint.dates!.from.label}.`,
      ...(of.ordinal ? [] : [`Each ${scope.table.one} is numbered by its date among those recorded of the patient.`]),
      timeConvention(of.endpoint),
    ],
    groups: [],
    excluded: [
      ...excluded,
      ...(without > 0
        ? [{ reason: `nothing recorded in ${scope.table.label}`, rows: without, patients: without }]
        : []),
    ],
    notes:
      later > 0
        ? [
            `${counted(later, "course")} ${later === 1 ? "begins" : "begin"} with a later ${scope.table.one} than the first`,
          ]
        : [],
  };
}

interface Operations {
  endpoint: Endpoint;
  /** Absent: the records do not number the operations. */
  ordinal?: FieldDefinition;
  level: Factor;
}

/**
 * What a swimmer plot reads of each operation.
 *
 * @param scope of the table of operations
 * @throws StudyError where the endpoint does not count from a date of the operations, or a field is none
 */
export function bindOperations({ path, endpoint: id, ordinal, level }: SwimmerDefinition, scope: Scope): Operations {
  const { study, table } = scope;
  const endpoint = bindEndpoint(id, scope, `${path}.endpoint`);
  if (endpoint.dates?.from.table !== table.name)
    throw studyError(
      study,
      `${path}.endpoint`,
      `“${id}” does not count from a date of ${table.name}; the courses begin with the operation`,
    );
  if (endpoint.landmark !== undefined)
    throw studyError(
      study,
      `${path}.endpoint`,
      `“${id}” counts from a landmark; the courses begin with the operation, so give an endpoint without one`,
    );
  const number =
    ordinal === undefined ? table.fields[table.key.at(-1)!] : requireField(scope, ordinal, `${path}.ordinal`);
  if (ordinal !== undefined && number.type !== "integer")
    throw studyError(
      study,
      `${path}.ordinal`,
      `${number.label} is a ${number.type}, not a whole number; give the field that numbers the operations`,
    );
  const factor = bindFactor(level, scope, `${path}.level`);
  if (factor.type === "continuous")
    throw studyError(study, `${path}.level`, `${factor.label} is a number and has no levels`);
  return { endpoint, ...(number.type === "integer" ? { ordinal: number } : {}), level: factor };
}

function rowsByPatient(members: readonly Member[]): Map<string, Member[]> {
  const rows = new Map<string, Member[]>();
  for (const member of members) {
    const same = rows.get(member.patient);
    if (same) same.push(member);
    else rows.set(member.patient, [member]);
  }
  return rows;
}

/** @throws StudyError where the operations' table is unknown, or not that of the cohort's rows or of children of them */
export function checkOperations(
  { path, operations, cohort }: SwimmerDefinition,
  rows: string,
  { study, dictionary }: Omit<Scope, "table">,
): void {
  if (!Object.hasOwn(dictionary.tables, operations))
    throw studyError(
      study,
      `${path}.operations`,
      unknownName(operations, "table of the dictionary", Object.keys(dictionary.tables)),
    );
  if (!lineage(dictionary, operations).includes(rows))
    throw studyError(
      study,
      `${path}.operations`,
      `rows of ${operations} do not belong to the cohort “${cohort}”, which has rows of ${rows}`,
    );
}

function reasonAgainst(operation: Member, { endpoint, ordinal }: Operations): string | undefined {
  if (operation.patient === "") return "study number not recorded";
  const number = ordinal && recordedValue(operation, ordinal);
  if (isMissing(number)) return number.missing;
  const observation = endpoint.observe(operation);
  return isMissing(observation) ? observation.missing : undefined;
}

function courseOf(
  patient: string,
  { rows, recorded }: { rows: readonly Member[]; recorded: readonly Member[] },
  { endpoint, ordinal, level }: Operations,
  { study }: Scope,
): Course {
  const dayOf = (row: Member): number | undefined => {
    const date = recordedValue(row, endpoint.dates!.from);
    return isMissing(date) ? undefined : dayNumber(completeDate(date as PartialDate, study.partialDates));
  };
  const days = recorded.map(dayOf).filter((day) => day !== undefined);
  const operations = rows
    .map((row) => {
      const day = dayOf(row)!;
      const got = level.read(row);
      return {
        row,
        day,
        ordinal: ordinal ? Number(recordedValue(row, ordinal)) : 1 + days.filter((other) => other < day).length,
        level: isMissing(got) ? "" : level.levels[got.value].id,
      };
    })
    .sort((a, b) => a.day - b.day || a.ordinal - b.ordinal);
  const [first] = operations;
  const end = endpoint.observe(first.row);
  if (isMissing(end)) throw new TypeError(`patient ${patient}: ${end.missing}; such rows were sifted out before`);
  return {
    patient,
    end: end.time / endpoint.scale,
    event: end.event,
    operations: operations.map(({ day, ordinal: number, level: id }) => ({
      at: (day - first.day) / endpoint.scale,
      ordinal: number,
      level: id,
    })),
  };
}
