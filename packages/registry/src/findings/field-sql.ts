import type { Condition, Dictionary, FieldDefinition, FieldReference } from "@seriatim/records";
import { literal, quoted } from "../schema/column-of-field.js";

/** SQL of a field's value in a query that has each table under its own name. */
export function valueSql(dictionary: Dictionary, { table, field }: FieldReference): string {
  return `${quoted(table)}.${quoted(dictionary.tables[table].fields[field].name)}`;
}

/** SQL of the first or last day that a date may be. */
export function daySql(dictionary: Dictionary, at: FieldReference, which: "first" | "last"): string {
  const value = valueSql(dictionary, at);
  return definitionOf(dictionary, at).partial ? `seriatim.${which}_day(${value})` : value;
}

/** SQL of whether anything stands there, readable or not. */
export function recordedSql(dictionary: Dictionary, at: FieldReference): string {
  return `(${valueSql(dictionary, at)} is not null or ${unreadSql(at)})`;
}

/** SQL of whether what stands there could not be read. */
export function unreadSql({ table, field }: FieldReference): string {
  return `${quoted(table)}._unread ? ${literal(field)}`;
}

/** SQL of whether all conditions hold: as `checkRecords` judges them. */
export function conditionsSql(dictionary: Dictionary, conditions: readonly Condition[]): string {
  return conditions.map((condition) => `(${conditionSql(dictionary, condition)})`).join(" and ");
}

function conditionSql(dictionary: Dictionary, condition: Condition): string {
  const { oneOf, noneOf, atLeast, atMost, above, below, recorded } = condition;
  const parts: string[] = [];
  if (recorded !== undefined) parts.push(`${recorded ? "" : "not "}${recordedSql(dictionary, condition)}`);
  const bounds = Object.entries({ ">=": atLeast, "<=": atMost, ">": above, "<": below }).filter(
    ([, bound]) => bound !== undefined,
  );
  if (oneOf === undefined && noneOf === undefined && bounds.length === 0) return parts.join(" and ");
  const field = definitionOf(dictionary, condition);
  // A date is compared by rules of its own.
  if (field.type === "date") return "false";
  const value = valueSql(dictionary, condition);
  parts.push(`${value} is not null`);
  if (oneOf) parts.push(oneOf.length === 0 ? "false" : `${value} in (${scalars(field, oneOf)})`);
  if (noneOf && noneOf.length > 0) parts.push(`${value} not in (${scalars(field, noneOf)})`);
  if (field.type === "integer" || field.type === "decimal")
    for (const [operator, bound] of bounds) parts.push(`${value} ${operator} ${bound}`);
  return parts.join(" and ");
}

function scalars({ type }: FieldDefinition, values: readonly (string | number | boolean)[]): string {
  return values
    .map((value) => (type === "text" || type === "code" ? literal(String(value)) : String(value)))
    .join(", ");
}

function definitionOf(dictionary: Dictionary, { table, field }: FieldReference): FieldDefinition {
  return dictionary.tables[table].fields[field];
}
