import {
  completeDate,
  dayNumber,
  type FieldDefinition,
  formatPartialDate,
  isPartialDate,
  type PartialDate,
  parsePartialDate,
  unknownName,
  type Value,
} from "@seriatim/records";
import { bindFactor } from "./factor.js";
import { isMissing, isRecorded, type Member, recordedValue } from "./member.js";
import { fieldNames, findField, noField, type Scope } from "./scope.js";
import type { Bounds, ConditionDefinition, Scalar } from "./study.js";
import { studyError } from "./study-error.js";
import { listed } from "./wording.js";

/** Whether a condition holds for a member, fails, or cannot be judged; both latter with the reason in words. */
export type Verdict = "holds" | { fails: string } | { unknown: string };

export interface Condition {
  /** In words: `Status is Dead`. */
  readonly label: string;
  judge(member: Member): Verdict;
}

/** What a condition asks of: a field, or a factor's level. */
interface Subject {
  readonly label: string;
  readonly unit?: string;
  readonly kind: "choice" | "number" | "date" | "text" | "boolean";
  /** Of a choice: value and label. */
  readonly choices: readonly { value: string; label: string }[];
  read(member: Member): NonNullable<Value> | { missing: string };
  /** Only fields can be `absent` or `present`. */
  readonly field?: FieldDefinition;
}

/**
 * A condition bound to the rows of a table: its name is a field there or a factor of the study, its values are the field's.
 *
 * @throws StudyError where a name, code, number or date is none
 */
export function bindCondition(definition: ConditionDefinition, scope: Scope): Condition {
  const subject = subjectOf(definition, scope);
  const { must } = definition;
  if ((must === "absent" || must === "present") && !subject.choices.some(({ value }) => value === must))
    return presence(must, subject, definition, scope);
  if (typeof must === "object" && !Array.isArray(must)) return within(must as Bounds, subject, definition, scope);
  return among(Array.isArray(must) ? must : [must], subject, definition, scope, "");
}

function subjectOf({ name, path }: ConditionDefinition, scope: Scope): Subject {
  const field = findField(scope, name);
  if (field) {
    const { label, unit, codes, type } = field;
    const kind = type === "code" ? "choice" : type === "integer" || type === "decimal" ? "number" : type;
    return {
      label,
      ...(unit === undefined ? {} : { unit }),
      kind,
      choices: codes,
      read: (member) => recordedValue(member, field),
      field,
    };
  }
  if (!scope.study.factors.some(({ id }) => id === name)) {
    const known = [...fieldNames(scope), ...scope.study.factors.map(({ id }) => id)];
    throw studyError(scope.study, path, noField(scope, name, known, "field or factor"), true);
  }
  const factor = bindFactor(name, scope, path);
  const isChoice = factor.type === "categorical";
  return {
    label: factor.label,
    ...(factor.unit === undefined ? {} : { unit: factor.unit }),
    kind: isChoice ? "choice" : "number",
    choices: factor.levels.map(({ id, label }) => ({ value: id, label })),
    read(member) {
      const got = factor.read(member);
      if (isMissing(got)) return got;
      return isChoice ? factor.levels[got.value].id : got.value;
    },
  };
}

function presence(
  must: "absent" | "present",
  { field, label }: Subject,
  { path, name }: ConditionDefinition,
  scope: Scope,
): Condition {
  if (!field) throw studyError(scope.study, path, `“${name}” is a factor; only a field can be ${must}`);
  const wanted = must === "present";
  const fails: Verdict = { fails: wanted ? `${label} not recorded` : `${label} recorded` };
  return {
    label: wanted ? `${label} is recorded` : `${label} is not recorded`,
    judge: (member) => (isRecorded(member, field) === wanted ? "holds" : fails),
  };
}

function among(
  values: readonly Scalar[],
  subject: Subject,
  definition: ConditionDefinition,
  scope: Scope,
  not: "" | "not ",
): Condition {
  const allowed = values.map((value) => readScalar(value, subject, definition, scope));
  const words = listed(
    allowed.map((value) => worded(value, subject)),
    "or",
  );
  const fails: Verdict = { fails: `${subject.label} is ${not === "" ? "not " : ""}${words}` };
  return {
    label: `${subject.label} is ${not}${words}`,
    judge(member) {
      const value = subject.read(member);
      if (isMissing(value)) return { unknown: value.missing };
      const equal = allowed.map((one) => equals(value, one));
      if (!equal.includes(true) && equal.includes("unknown")) return notToTheDay(subject);
      return equal.includes(true) === (not === "") ? "holds" : fails;
    },
  };
}

/** A date that is asked for by its month or year is the whole of it, as with limits. */
function equals(value: NonNullable<Value>, asked: NonNullable<Value>): boolean | "unknown" {
  if (!isPartialDate(value) || !isPartialDate(asked)) return value === asked;
  const [first, last] = daysOf(asked);
  const [from, to] = daysOf(value);
  if (from >= first && to <= last) return true;
  return to < first || from > last ? false : "unknown";
}

/** The first and the last day that a date can stand for. */
function daysOf(date: PartialDate): [first: number, last: number] {
  return [dayNumber(completeDate(date, "first")), dayNumber(completeDate(date, "last"))];
}

function notToTheDay({ label }: Subject): Verdict {
  return { unknown: `${label} not known to the day` };
}

function readScalar(value: Scalar, subject: Subject, { path }: ConditionDefinition, scope: Scope): NonNullable<Value> {
  const refuse = (says: string) => studyError(scope.study, path, says);
  switch (subject.kind) {
    case "choice": {
      const known = subject.choices.map((choice) => choice.value);
      if (known.includes(String(value))) return String(value);
      throw refuse(
        unknownName(String(value), `value of ${subject.label}`, [
          ...known,
          ...(subject.field ? ["absent", "present"] : []),
        ]),
      );
    }
    case "number":
      if (typeof value === "number") return value;
      throw refuse(`found “${value}”, but ${subject.label} is a number`);
    case "boolean":
      if (typeof value === "boolean") return value;
      if (value === "yes" || value === "no") return value === "yes";
      throw refuse(`found “${value}”, but ${subject.label} is yes or no`);
    case "date":
      return readDate(value, subject, path, scope);
    case "text":
      return String(value);
  }
}

function readDate(value: Scalar, { label }: Subject, path: string, { study }: Scope): PartialDate {
  const parsed = parsePartialDate(String(value));
  if (parsed.date === null) throw studyError(study, path, `${parsed.fault}; ${label} is a date`);
  return parsed.date;
}

function within(
  { not, ...limits }: Bounds,
  subject: Subject,
  definition: ConditionDefinition,
  scope: Scope,
): Condition {
  const parts: Condition[] = [];
  for (const [name, limit] of Object.entries(limits) as [keyof typeof limits, number | string][])
    parts.push(
      subject.kind === "date"
        ? dateLimit(name, readDate(limit, subject, definition.path, scope), subject)
        : numberLimit(name, limit, subject, definition, scope),
    );
  if (not !== undefined)
    parts.push(among(Array.isArray(not) ? not : [not as Scalar], subject, definition, scope, "not "));
  if (parts.length === 1) return parts[0];
  const words = parts.map(({ label }) => label.slice(`${subject.label} is `.length)).join(" and ");
  const fails: Verdict = { fails: `${subject.label} is not ${words}` };
  return {
    label: `${subject.label} is ${words}`,
    judge(member) {
      const verdicts = parts.map((part) => part.judge(member));
      if (verdicts.some((verdict) => verdict !== "holds" && "fails" in verdict)) return fails;
      return verdicts.find((verdict) => verdict !== "holds") ?? "holds";
    },
  };
}

type Limit = "from" | "to" | "over" | "under";

function numberLimit(
  name: Limit,
  limit: number | string,
  subject: Subject,
  { path }: ConditionDefinition,
  { study }: Scope,
): Condition {
  if (subject.kind !== "number")
    throw studyError(
      study,
      path,
      `${subject.label} is no number or date; allowed are values of it${subject.field ? ", absent and present" : ""}`,
    );
  if (typeof limit !== "number") throw studyError(study, path, `found “${limit}”, but ${subject.label} is a number`);
  const { words, holds } = {
    from: { words: `${limit} or more`, holds: (value: number) => value >= limit },
    to: { words: `${limit} or less`, holds: (value: number) => value <= limit },
    over: { words: `over ${limit}`, holds: (value: number) => value > limit },
    under: { words: `under ${limit}`, holds: (value: number) => value < limit },
  }[name];
  const fails: Verdict = { fails: `${subject.label} is not ${words}` };
  return {
    label: `${subject.label} is ${words}`,
    judge(member) {
      const value = subject.read(member);
      if (isMissing(value)) return { unknown: value.missing };
      return holds(value as number) ? "holds" : fails;
    },
  };
}

/** A limit known to the month or year is the whole of it: `to: 1996` holds for all of 1996. */
function dateLimit(name: Limit, limit: PartialDate, subject: Subject): Condition {
  const words = { from: "or later", to: "or earlier", over: "after", under: "before" }[name];
  const text =
    name === "from" || name === "to" ? `${formatPartialDate(limit)} ${words}` : `${words} ${formatPartialDate(limit)}`;
  const [first, last] = daysOf(limit);
  const earliest = name === "from" ? first : name === "over" ? last + 1 : Number.NEGATIVE_INFINITY;
  const latest = name === "to" ? last : name === "under" ? first - 1 : Number.POSITIVE_INFINITY;
  const fails: Verdict = { fails: `${subject.label} is not ${text}` };
  return {
    label: `${subject.label} is ${text}`,
    judge(member) {
      const value = subject.read(member);
      if (isMissing(value)) return { unknown: value.missing };
      const [from, to] = daysOf(value as PartialDate);
      if (from >= earliest && to <= latest) return "holds";
      return to < earliest || from > latest ? fails : notToTheDay(subject);
    },
  };
}

/** A code by its label, unless that only repeats the field's: `Extrahepatic tumour is yes`. */
function worded(value: NonNullable<Value>, { label, choices, unit }: Subject): string {
  if (isPartialDate(value)) return formatPartialDate(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  const choice = choices.find((one) => one.value === value);
  if (choice) return choice.label.toLowerCase().includes(label.toLowerCase()) ? choice.value : choice.label;
  return unit === undefined ? String(value) : `${value} ${unit}`;
}
