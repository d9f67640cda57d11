import {
  allHold,
  completeDate,
  type Dictionary,
  dayNumber,
  type FieldDefinition,
  isFullDate,
  parsePartialDate,
  type TableDefinition,
} from "@seriatim/records";
import type { PatientRow } from "../../../service/patient.js";
import { capitalised, fieldText } from "../../shared/field-text.js";
import { familyOfTexts } from "./family-of-texts.js";

/** One thing that happened, on its table's line. Days are those since 1970. */
export interface Mark {
  kind: "operation" | "recurrence" | "period" | "contact" | "date" | "end";
  from: number;
  /** Of a period its end, of a date that is not known to the day the last day it may be. */
  to: number;
  /** Beside the mark: the ordinal of an operation. */
  label: string;
  /** R0, R1 … of an operation. */
  margin?: string;
  /** In words. */
  says: string;
}

export interface Lane {
  label: string;
  marks: Mark[];
}

type Rows = Readonly<Record<string, readonly PatientRow[]>>;

/** A patient's dates as lines of marks: one line a table, in the dictionary's order; what has no date is not on it. */
export function timelineLanes(dictionary: Dictionary, patients: string, rows: Rows, words: { dead: string }): Lane[] {
  const births = new Set(
    dictionary.rules.flatMap((rule) => (rule.kind === "age" ? [`${rule.birth.table}.${rule.birth.field}`] : [])),
  );
  const lanes = Object.values(dictionary.tables).flatMap((definition): Lane[] => {
    const isDate = (field: FieldDefinition) =>
      field.type === "date" && !field.identifying && !births.has(`${field.table}.${field.name}`);
    const dates = Object.values(definition.fields).filter(isDate);
    const marks = (rows[definition.name] ?? []).flatMap((row) =>
      definition.name === patients
        ? dates.flatMap((field) => dateMark(dictionary, field, row, rows, words))
        : rowMark(definition, dates, row),
    );
    return marks.length === 0
      ? []
      : [{ label: definition.name === patients ? capitalised(definition.one) : definition.label, marks }];
  });
  return lanes;
}

function dateMark(
  dictionary: Dictionary,
  field: FieldDefinition,
  row: PatientRow,
  rows: Rows,
  words: { dead: string },
): Mark[] {
  const text = textOf(row, field.name);
  const days = daysOf(text);
  if (!days) return [];
  const end = dictionary.followUp;
  const isEnd = end?.to.table === field.table && end.to.field === field.name;
  const family = familyOfTexts(dictionary, field.table, { ...row.texts, ...row.derived }, rows);
  const isDead = isEnd && end !== undefined && allHold(end.event, withDerived(family, row));
  return [
    {
      kind: isEnd ? "end" : "date",
      ...days,
      label: isDead ? "†" : "",
      says: `${field.label} ${text}${isDead ? `, ${words.dead}` : ""}`,
    },
  ];
}

/** Derived fields are typed by nobody, but the end of the follow-up may depend on them. */
function withDerived(family: ReturnType<typeof familyOfTexts>, row: PatientRow): ReturnType<typeof familyOfTexts> {
  return new Map(
    [...family].map(([table, one]) => [table, { ...one, values: { ...one.values, ...derivedCodes(row) } }]),
  );
}

function derivedCodes({ derived }: PatientRow): Record<string, string> {
  return Object.fromEntries(Object.entries(derived).filter(([, text]) => text !== "" && daysOf(text) === undefined));
}

function rowMark(definition: TableDefinition, dates: readonly FieldDefinition[], row: PatientRow): Mark[] {
  const dated = dates.flatMap((field) => {
    const days = daysOf(textOf(row, field.name));
    return days ? [{ field, days }] : [];
  });
  if (dated.length === 0) return [];
  const [{ days: begin }] = dated;
  const end = dated.length > 1 && dated.at(-1)!.days.to > begin.to ? dated.at(-1)!.days.to : undefined;
  const ordinal = definition.key
    .filter((name) => definition.fields[name].type === "integer")
    .map((name) => row.texts[name])
    .join(".");
  const margin = textOf(row, "r_status");
  const recurrence = definition.fields.recurrence && textOf(row, "recurrence") === "yes";
  const kind =
    margin !== "" || definition.fields.r_status || definition.name === "operations"
      ? "operation"
      : recurrence || /^recurrence/.test(definition.name)
        ? "recurrence"
        : end !== undefined
          ? "period"
          : definition.key.some((name) => definition.fields[name].type === "date") || definition.name === "contacts"
            ? "contact"
            : "date";
  return [
    {
      kind,
      from: begin.from,
      to: kind === "period" ? end! : begin.to,
      label: kind === "operation" ? ordinal : "",
      ...(kind === "operation" && margin !== "" ? { margin } : {}),
      says: [definition.one, ordinal, ...saidOf(definition, row)].filter((part) => part !== "").join(" · "),
    },
  ];
}

/** What a row says beside its key, in its first few fields. */
function saidOf(definition: TableDefinition, row: PatientRow): string[] {
  return Object.values(definition.fields)
    .filter(({ name, type }) => (!definition.key.includes(name) || type === "date") && type !== "text")
    .flatMap((field) => {
      const text = textOf(row, field.name);
      return text === "" ? [] : [field.type === "code" ? fieldText(field, text) : `${field.label} ${text}`];
    })
    .slice(0, 6);
}

function textOf(row: PatientRow, field: string): string {
  return row.derived[field] ?? row.texts[field] ?? "";
}

/** The first and the last day that a date may be. */
function daysOf(text: string): { from: number; to: number } | undefined {
  const { date } = parsePartialDate(text);
  if (!date) return undefined;
  if (isFullDate(date)) return { from: dayNumber(date), to: dayNumber(date) };
  return { from: dayNumber(completeDate(date, "first")), to: dayNumber(completeDate(date, "last")) };
}
