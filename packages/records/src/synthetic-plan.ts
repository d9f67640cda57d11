import type { Dictionary, FieldDefinition, FieldReference, TableDefinition } from "./dictionary.js";
import type { RecordRow, Value } from "./record.js";
import { type Random, syntheticLimits, syntheticValue } from "./synthetic-value.js";

/** A row in the making. */
export interface SyntheticRow extends RecordRow {
  values: Record<string, Value>;
  readonly plan: TablePlan;
  /** The row itself and those of its parents, by table. */
  readonly family: Map<string, SyntheticRow>;
  readonly parent: SyntheticRow | undefined;
  /** 0-based among its parent's rows, and how many these are. */
  readonly position: number;
  readonly siblings: number;
  /** By the place of the date in `plan.dates`: where on the patient's way from 0 to 1 it lies, and where at the earliest. */
  readonly at: number[];
  readonly notBefore: number[];
  /** By the place of the date in `plan.dates`: its day, from 1970-01-01; whether it is recorded or not. */
  readonly days: number[];
}

/** The days between which all dates but births lie, from 1970-01-01. */
export interface DayRange {
  readonly first: number;
  readonly last: number;
}

/** How the rows of a table are drawn. */
export interface TablePlan {
  readonly definition: TableDefinition;
  /** All fields but derived ones, in the file's order. */
  readonly fields: readonly FieldPlan[];
  /** The names of the own date fields, in the file's order. */
  readonly dates: readonly string[];
  /** Key fields that are the parent's. */
  readonly parentKey: readonly string[];
  readonly children: readonly TablePlan[];
  /** Rows that a parent has on average. */
  readonly mean: number;
  /** Rows that a parent, or the table where it has none, can have with distinct keys. */
  readonly capacity: number;
}

export interface FieldPlan {
  readonly field: FieldDefinition;
  /**
   * - `copied`: the parent's key
   * - `counted`: 1, 2, 3 …, or P000001, P000002 …, or a day after the other
   * - `listed`: one combination of codes after the other
   * - `dated`: by the patient's other dates
   * - `drawn`: by itself
   */
  readonly role: "copied" | "counted" | "listed" | "dated" | "drawn";
  /** How often something is recorded, 0 to 1. */
  readonly recorded: number;
  /** Whether what is recorded may be taken away. */
  readonly optional: boolean;
  /** The values that a listed field has, and after how many rows it has the next one. */
  readonly list: readonly Value[];
  readonly stride: number;
  /** Where the count of a counted number begins, and what lets it begin one later. */
  readonly first: number;
  readonly elsewhere?: FieldReference;
  readonly draw: () => Value;
}

/** How often an optional field is recorded; that of what was done elsewhere is the exception. */
const usuallyRecorded = 0.95;
const recordedElsewhere = 0.1;

/** The plans of the tables without parent, each with those of its children. */
export function syntheticPlan(
  dictionary: Dictionary,
  rowsPerParent: Readonly<Record<string, number>>,
  range: DayRange,
  random: Random,
): TablePlan[] {
  const planned = (parent: string | undefined): TablePlan[] =>
    Object.values(dictionary.tables)
      .filter((table) => table.parent === parent)
      .map((table) =>
        tablePlan(table, dictionary, rowsPerParent[table.name] ?? 1.5, range, random, planned(table.name)),
      );
  return planned(undefined);
}

function tablePlan(
  definition: TableDefinition,
  dictionary: Dictionary,
  mean: number,
  range: DayRange,
  random: Random,
  children: TablePlan[],
): TablePlan {
  const parentKey = definition.parent === undefined ? [] : dictionary.tables[definition.parent].key;
  const ordinals = dictionary.rules.flatMap((rule) =>
    "ordinal" in rule && rule.ordinal.table === definition.name ? [rule.ordinal.field] : [],
  );
  const ownKey = definition.key.slice(parentKey.length).map((name) => definition.fields[name]);
  const counter =
    ownKey.find(({ name }) => ordinals.includes(name)) ??
    ownKey.find(({ type }) => type === "integer" || type === "decimal") ??
    ownKey.find(({ type }) => type === "text") ??
    ownKey.find(({ type }) => type === "date");
  let combinations = 1;
  const fields = Object.values(definition.fields)
    .filter((field) => !("derived" in field))
    .map((field): FieldPlan => {
      const { name, type } = field;
      // A child's dates are those of a patient; in a table without parent a date as the key is nobody's.
      const isCounted =
        (field === counter && (type !== "date" || definition.parent === undefined)) || ordinals.includes(name);
      const isListed = !counter && ownKey.includes(field);
      const list = isListed ? listOf(field) : [];
      const stride = combinations;
      if (isListed) combinations *= list.length;
      const sequence = dictionary.rules.find(
        (rule) => rule.kind === "sequence" && rule.ordinal.table === definition.name && rule.ordinal.field === name,
      );
      return {
        field,
        role: parentKey.includes(name)
          ? "copied"
          : isCounted
            ? "counted"
            : isListed
              ? "listed"
              : type === "date"
                ? "dated"
                : "drawn",
        recorded:
          field.required || isCounted ? 1 : isElsewhere(field, dictionary) ? recordedElsewhere : usuallyRecorded,
        optional: !field.required && !isCounted,
        list,
        stride,
        first: isCounted ? firstOf(field, range) : 1,
        ...(sequence?.kind === "sequence" && sequence.elsewhere ? { elsewhere: sequence.elsewhere } : {}),
        draw: syntheticValue(field, random),
      };
    });
  const counts = fields.filter(({ role, field }) => role === "counted" && field.type !== "text");
  return {
    definition,
    fields,
    dates: fields.filter(({ role }) => role === "dated").map(({ field }) => field.name),
    parentKey,
    children,
    mean,
    capacity: Math.min(
      counter ? Infinity : combinations,
      ...counts.map(({ field, first, elsewhere }) => lastOf(field, range) - first + 1 - (elsewhere ? 1 : 0)),
    ),
  };
}

function listOf(field: FieldDefinition): Value[] {
  return field.type === "boolean" ? [false, true] : field.codes.map(({ value }) => value);
}

function isElsewhere({ table, name }: FieldDefinition, { rules }: Dictionary): boolean {
  return rules.some(
    (rule) => rule.kind === "sequence" && rule.elsewhere?.table === table && rule.elsewhere.field === name,
  );
}

/** A count begins at 1, unless its limits want another beginning. */
function firstOf(field: FieldDefinition, range: DayRange): number {
  if (field.type === "date") return range.first;
  if (field.type === "text") return 1;
  const [low, high] = syntheticLimits(field);
  return low > 1 || high < 1 ? Math.ceil(low) : 1;
}

function lastOf(field: FieldDefinition, range: DayRange): number {
  if (field.type === "date") return range.last;
  return field.max === undefined && field.plausible === undefined ? Infinity : Math.floor(syntheticLimits(field)[1]);
}
