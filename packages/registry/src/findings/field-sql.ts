import type {
  Condition,
  Derivation,
  DerivationCase,
  Dictionary,
  FieldDefinition,
  FieldReference,
} from "@seriatim/records";
import { literal, quoted } from "../schema/column-of-field.js";

/** SQL of a field's value in a query that has each table under its own name. */
export function valueSql(dictionary: Dictionary, at: FieldReference): string {
  const { derived } = definitionOf(dictionary, at);
  return derived ? derivedValueSql(dictionary, at, derived) : `${quoted(at.table)}.${quoted(at.field)}`;
}

/** SQL of the first or last day that a date may be. */
export function daySql(dictionary: Dictionary, at: FieldReference, which: "first" | "last"): string {
  const value = valueSql(dictionary, at);
  return definitionOf(dictionary, at).partial ? `seriatim.${which}_day(${value})` : value;
}

/** SQL of whether anything stands there, readable or not; a derived field is not read, so that its value alone counts. */
export function recordedSql(dictionary: Dictionary, at: FieldReference): string {
  const value = `${valueSql(dictionary, at)} is not null`;
  return definitionOf(dictionary, at).derived ? value : `(${value} or ${unreadSql(dictionary, at)})`;
}

/** SQL of whether what stands there could not be read, or hangs on what could not. */
export function unreadSql(dictionary: Dictionary, at: FieldReference): string {
  const { derived } = definitionOf(dictionary, at);
  return derived ? derivedUndecidedSql(dictionary, at, derived) : `${quoted(at.table)}._unread ? ${literal(at.field)}`;
}

/** SQL of whether all conditions hold: as `checkRecords` judges them. */
export function conditionsSql(dictionary: Dictionary, conditions: readonly Condition[]): string {
  return conditions.map((condition) => conditionSql(dictionary, condition)).join(" and ");
}

/** SQL of whether one holds, in brackets. */
export function conditionSql(dictionary: Dictionary, condition: Condition): string {
  const { oneOf, noneOf, atLeast, atMost, above, below, recorded } = condition;
  const parts: string[] = [];
  if (recorded !== undefined) parts.push(`${recorded ? "" : "not "}(${recordedSql(dictionary, condition)})`);
  const bounds = Object.entries({ ">=": atLeast, "<=": atMost, ">": above, "<": below }).filter(
    ([, bound]) => bound !== undefined,
  );
  if (oneOf === undefined && noneOf === undefined && bounds.length === 0) return `(${parts.join(" and ")})`;
  const field = definitionOf(dictionary, condition);
  // A date is compared by rules of its own.
  if (field.type === "date") return "(false)";
  const value = valueSql(dictionary, condition);
  parts.push(`${value} is not null`);
  if (oneOf) parts.push(oneOf.length === 0 ? "false" : `${value} in (${scalars(field, oneOf)})`);
  if (noneOf && noneOf.length > 0) parts.push(`${value} not in (${scalars(field, noneOf)})`);
  if (field.type === "integer" || field.type === "decimal")
    for (const [operator, bound] of bounds) parts.push(`${value} ${operator} ${bound}`);
  return `(${parts.join(" and ")})`;
}

function scalars({ type }: FieldDefinition, values: readonly (string | number | boolean)[]): string {
  return values
    .map((value) => (type === "text" || type === "code" ? literal(String(value)) : String(value)))
    .join(", ");
}

function definitionOf(dictionary: Dictionary, { table, field }: FieldReference): FieldDefinition {
  return dictionary.tables[table].fields[field];
}

/**
 * SQL of a derived field's value, as `deriveFields` gives it under the dictionary's own definitions; null where nobody can know it.
 *
 * @param at the field; its table stands in the query under its own name, as do the table's parents where cases name them
 */
function derivedValueSql(dictionary: Dictionary, at: FieldReference, derived: Derivation): string {
  if (derived.kind === "latest")
    return `(select case when ${latestUndecidedSql(dictionary, derived)} then null else ${valueSql(dictionary, latestField(derived))} end
      from ${latestRowSql(dictionary, at.table, derived)})`;
  const branches = casesOf(derived).map(({ value, when }) => {
    const holds =
      when.map((condition) => `coalesce(${conditionSql(dictionary, condition)}, false)`).join(" and ") || "true";
    return `when ${holds} then ${literal(value)} when not (${failsSql(dictionary, when)}) then null`;
  });
  return `(case ${branches.join(" ")} else null end)`;
}

/** SQL of whether a derived field hangs on what cannot be read. */
function derivedUndecidedSql(dictionary: Dictionary, at: FieldReference, derived: Derivation): string {
  if (derived.kind === "latest")
    return `coalesce((select ${latestUndecidedSql(dictionary, derived)} from ${latestRowSql(dictionary, at.table, derived)}), false)`;
  const branches = casesOf(derived).map(({ when }) => {
    const holds =
      when.map((condition) => `coalesce(${conditionSql(dictionary, condition)}, false)`).join(" and ") || "true";
    return `when ${holds} then false when not (${failsSql(dictionary, when)}) then true`;
  });
  return `(case ${branches.join(" ")} else false end)`;
}

type ByLatest = Extract<Derivation, { kind: "latest" }>;

function latestField({ table, field }: ByLatest): FieldReference {
  return { table, field };
}

function latestUndecidedSql(dictionary: Dictionary, derived: ByLatest): string {
  const by = unreadSql(dictionary, { table: derived.table, field: derived.by });
  return derived.by === derived.field ? by : `(${by} or ${unreadSql(dictionary, latestField(derived))})`;
}

/** The child row that counts: one whose date cannot be read may be the latest; of equal dates the later by key. */
function latestRowSql(dictionary: Dictionary, parent: string, derived: ByLatest): string {
  const child = dictionary.tables[derived.table];
  const name = quoted(child.name);
  const by = { table: child.name, field: derived.by };
  const same = dictionary.tables[parent].key.map((key) => `${name}.${quoted(key)} = ${quoted(parent)}.${quoted(key)}`);
  const key = child.key.map((field) => {
    const { type, partial } = child.fields[field];
    return `${name}.${quoted(field)}${["text", "code"].includes(type) || partial ? ' collate "C"' : ""} desc`;
  });
  const unread = unreadSql(dictionary, by);
  return `(select * from records.${name} as ${name}
      where ${same.join(" and ")} and (${unread} or ${valueSql(dictionary, by)} is not null)
      order by (${unread}) desc, ${daySql(dictionary, by, "last")} desc, ${key.join(", ")} limit 1) as ${name}`;
}

function casesOf(derived: Extract<Derivation, { kind: "cases" }>): readonly DerivationCase[] {
  return derived.definitions.find(({ name }) => name === derived.default)!.cases;
}

/** Whether a condition certainly does not hold: its field can be read, or must not be recorded. */
function failsSql(dictionary: Dictionary, when: DerivationCase["when"]): string {
  const fails = when.map((condition) => {
    const isCertain = condition.recorded === false ? "true" : `not ${unreadSql(dictionary, condition)}`;
    return `(not coalesce(${conditionSql(dictionary, condition)}, false) and ${isCertain})`;
  });
  return fails.length === 0 ? "false" : fails.join(" or ");
}
