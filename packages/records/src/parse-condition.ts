import type { Condition, FieldDefinition } from "./dictionary.js";
import type { Fail } from "./dictionary-error.js";
import type { ConditionFile } from "./dictionary-schema.js";
import { unknownName } from "./nearest-name.js";
import { readValue } from "./read-value.js";
import type { YamlPath } from "./yaml-file.js";

/** A condition on a field, its values read as the field's own. */
export function parseCondition(
  field: FieldDefinition,
  condition: ConditionFile,
  path: YamlPath,
  fail: Fail,
): Condition {
  const reference = { table: field.table, field: field.name };
  const values = (given: unknown[]) => given.map((value) => settledValue(field, value, path, fail));
  if (Array.isArray(condition)) return { ...reference, oneOf: values(condition) };
  if (typeof condition !== "object") return { ...reference, oneOf: values([condition]) };
  const { not, ...limits } = condition;
  const isNumber = field.type === "integer" || field.type === "decimal";
  for (const key of ["atLeast", "atMost", "above", "below"] as const)
    if (limits[key] !== undefined && !isNumber)
      fail([...path, key], `${key} needs a number; ${field.table}.${field.name} is of type ${field.type}`, true);
  if (not === undefined && Object.values(limits).every((limit) => limit === undefined))
    fail(path, "no condition; give one of not, atLeast, atMost, above, below, recorded");
  return {
    ...reference,
    ...limits,
    ...(not === undefined ? {} : { noneOf: values(Array.isArray(not) ? not : [not]) }),
  };
}

function settledValue(field: FieldDefinition, given: unknown, path: YamlPath, fail: Fail): string | number | boolean {
  if (field.type === "date")
    fail(path, `${field.table}.${field.name} is a date; a condition on it can only be recorded: true or false`);
  if (field.type === "code") {
    const codes = field.codes.map(({ value }) => value);
    return codes.includes(String(given))
      ? String(given)
      : fail(path, unknownName(String(given), `code of ${field.table}.${field.name}`, codes));
  }
  const read = readValue(field, String(given), { decimalComma: false });
  if (read.value === null || typeof read.value === "object")
    return fail(
      path,
      `“${String(given)}” is no value of ${field.table}.${field.name}${read.fault ? `: ${read.fault.why}` : ""}`,
    );
  return read.value;
}
