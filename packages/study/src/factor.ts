import {
  completeDate,
  daysBetween,
  type FieldDefinition,
  isFullDate,
  isPartialDate,
  type PartialDate,
  unknownName,
} from "@seriatim/records";
import { isMissing, type Member, recordedValue } from "./member.js";
import type { FactorSummary } from "./results.js";
import { fieldNames, findField, noField, requireField, type Scope } from "./scope.js";
import type { FactorDefinition, Study } from "./study.js";
import { studyError } from "./study-error.js";
import { daysPer } from "./wording.js";

/** What a row is compared by. */
export interface Factor {
  readonly id: string;
  readonly label: string;
  readonly type: "categorical" | "continuous";
  readonly unit?: string;
  /** Hazard ratios are per so many units; 1 for a categorical factor. */
  readonly per: number;
  /** Empty for a continuous factor. */
  readonly levels: readonly { readonly id: string; readonly label: string; readonly from?: readonly string[] }[];
  /** Of a categorical factor. */
  readonly reference?: string;
  /** The fields that it is made of, as `table.field`. */
  readonly fields: readonly string[];
  /** The number, or the index of the level; why there is none. `completed`: a date known to the month or year was completed. */
  read(member: Member): { value: number; completed?: true } | { missing: string };
}

/**
 * A factor of the study, or a field of the dictionary as it is, for the rows of a table.
 *
 * @param path where the factor is named, for errors
 * @throws StudyError where there is no such factor or field, or it cannot be one
 */
export function bindFactor(id: string, scope: Scope, path: string): Factor {
  const { study } = scope;
  const definition = study.factors.find((factor) => factor.id === id);
  if (definition)
    return "field" in definition.of
      ? fromField(definition, definition.of.field, scope)
      : fromDates(definition, definition.of, scope);
  const field = findField(scope, id);
  if (field) return fromField({ path, id, of: { field: id }, asNumber: false, per: 1 }, id, scope);
  const known = [...study.factors.map((factor) => factor.id), ...fieldNames(scope)];
  throw studyError(study, path, noField(scope, id, known, "factor or field"));
}

/** What stands in the results of a factor. */
export function factorSummary({ id, label, type, unit, per, levels, reference }: Factor): FactorSummary {
  return {
    id,
    label,
    type,
    ...(unit === undefined ? {} : { unit }),
    ...(per === 1 ? {} : { per }),
    ...(type === "categorical"
      ? { levels: levels.map(({ from, ...level }) => ({ ...level, ...(from ? { from: [...from] } : {}) })), reference }
      : {}),
  };
}

function fromField(definition: FactorDefinition, name: string, scope: Scope): Factor {
  const { study } = scope;
  const { path, cut, groups, asNumber } = definition;
  const field = requireField(scope, name, path);
  if (cut) return cutIntoGroups(definition, numberFactor(definition, field, study), study);
  if (groups) return grouped(definition, field, study);
  if (field.type === "integer" || field.type === "decimal" || asNumber) return numberFactor(definition, field, study);
  return byLevels(definition, field, study, field.type === "boolean" ? yesAndNo : field.codes);
}

const yesAndNo = [
  { value: "false", label: "No" },
  { value: "true", label: "Yes" },
];

function numberFactor(definition: FactorDefinition, field: FieldDefinition, study: Study): Factor {
  const { id, path, label, per, reference } = definition;
  const isNumber = field.type === "integer" || field.type === "decimal";
  const ofDigits =
    field.type === "code" && field.codes.every(({ value }) => value.trim() !== "" && Number.isFinite(Number(value)));
  if (!isNumber && !ofDigits)
    throw studyError(study, path, `${field.label} is no number; allowed are numbers, and codes that are numbers`);
  if (reference !== undefined && !definition.cut)
    throw studyError(study, `${path}.reference`, `${label ?? field.label} is a number and has no levels`);
  return {
    id,
    label: label ?? field.label,
    type: "continuous",
    ...(field.unit === undefined ? {} : { unit: field.unit }),
    per,
    levels: [],
    fields: [`${field.table}.${field.name}`],
    read(member) {
      const value = recordedValue(member, field);
      return isMissing(value) ? value : { value: Number(value) };
    },
  };
}

function byLevels(
  definition: FactorDefinition,
  field: FieldDefinition,
  study: Study,
  codes: readonly { value: string; label: string }[],
): Factor {
  if (codes.length === 0)
    throw studyError(
      study,
      definition.path,
      `${field.label} is a ${field.type}; a factor is made of codes, numbers, or yes and no`,
    );
  const levels = codes.map(({ value, label }) => ({ id: value, label }));
  const indexOf = new Map(levels.map((level, i) => [level.id, i]));
  return {
    ...categorical(definition, definition.label ?? field.label, levels, study),
    fields: [`${field.table}.${field.name}`],
    read(member) {
      const value = recordedValue(member, field);
      return isMissing(value) ? value : { value: indexOf.get(String(value))! };
    },
  };
}

function grouped(definition: FactorDefinition, field: FieldDefinition, study: Study): Factor {
  const groups = definition.groups!;
  if (field.type !== "code")
    throw studyError(
      study,
      `${definition.path}.groups`,
      `${field.label} has no codes to group; for numbers there is cut`,
    );
  const codes = field.codes.map(({ value }) => value);
  groups.forEach(({ id, codes: members }) => {
    members.forEach((code, i) => {
      if (!codes.includes(code))
        throw studyError(
          study,
          `${definition.path}.groups.${id}[${i}]`,
          unknownName(code, `code of ${field.label}`, codes),
        );
    });
  });
  const label = definition.label ?? field.label;
  const indexOf = new Map(groups.flatMap(({ codes: members }, i) => members.map((code) => [code, i] as const)));
  const levels = groups.map(({ id, codes: members }) => ({ id, label: id, from: members }));
  return {
    ...categorical(definition, label, levels, study),
    fields: [`${field.table}.${field.name}`],
    read(member) {
      const value = recordedValue(member, field);
      if (isMissing(value)) return value;
      const index = indexOf.get(String(value));
      return index === undefined
        ? { missing: `${field.label} ${String(value)} is in no group of ${label}` }
        : { value: index };
    },
  };
}

function cutIntoGroups(definition: FactorDefinition, numbers: Factor, study: Study): Factor {
  const cut = definition.cut!;
  const unit = numbers.unit === undefined ? "" : ` ${numbers.unit}`;
  const levels = [
    { id: `<${cut[0]}`, label: `under ${cut[0]}${unit}` },
    ...cut.slice(1).map((to, i) => ({ id: `${cut[i]}-<${to}`, label: `${cut[i]} to under ${to}${unit}` })),
    { id: `>=${cut.at(-1)}`, label: `${cut.at(-1)}${unit} or more` },
  ];
  return {
    ...categorical(definition, numbers.label, levels, study),
    fields: numbers.fields,
    read(member) {
      const got = numbers.read(member);
      return isMissing(got) ? got : { ...got, value: cut.filter((limit) => got.value >= limit).length };
    },
  };
}

function categorical(
  { id, path, reference, per }: FactorDefinition,
  label: string,
  levels: Factor["levels"],
  study: Study,
) {
  const known = levels.map((level) => level.id);
  if (reference !== undefined && !known.includes(reference))
    throw studyError(study, `${path}.reference`, unknownName(reference, `level of ${label}`, known));
  if (per !== 1) throw studyError(study, `${path}.per`, `${label} has levels; only a number is scaled`);
  return { id, label, type: "categorical", per: 1, levels, reference: reference ?? known[0] } as const;
}

function fromDates(
  definition: FactorDefinition,
  { between, unit }: Extract<FactorDefinition["of"], { between: unknown }>,
  scope: Scope,
): Factor {
  const { study } = scope;
  const { id, path, label, per, groups, asNumber, reference, cut } = definition;
  const [from, to] = between.map((name, i) => {
    const at = `${path}.${unit}_between[${i}]`;
    const field = requireField(scope, name, at);
    if (field.type !== "date") throw studyError(study, at, `${field.label} is a ${field.type}, not a date`);
    return field;
  });
  if (groups || asNumber)
    throw studyError(study, path, `${id} is a time; it has neither groups nor as, but may have cut`);
  if (reference !== undefined && !cut)
    throw studyError(study, `${path}.reference`, `${id} is a number and has no levels`);
  const time: Factor = {
    id,
    label: label ?? `${unit} from ${from.label} to ${to.label}`,
    type: "continuous",
    unit,
    per,
    levels: [],
    fields: [from, to].map((field) => `${field.table}.${field.name}`),
    read(member) {
      const ends = [recordedValue(member, from), recordedValue(member, to)];
      const missing = ends.find(isMissing);
      if (missing) return missing;
      const dates = ends.filter(isPartialDate);
      const days = daysBetween(
        ...(dates.map((date) => completeDate(date, study.partialDates)) as [PartialDate, PartialDate]),
      );
      return { value: days / daysPer[unit], ...(dates.every(isFullDate) ? {} : { completed: true as const }) };
    },
  };
  return cut ? cutIntoGroups(definition, time, study) : time;
}
