import type { FieldDefinition, TableDefinition } from "./dictionary.js";
import type { Fail } from "./dictionary-error.js";
import { unknownName } from "./nearest-name.js";
import type { YamlPath } from "./yaml-file.js";

/** The field of a reference `table.field` in a dictionary file; what nothing has is told with the known names. */
export function lookUpField(
  reference: string,
  tables: Readonly<Record<string, TableDefinition>>,
  path: YamlPath,
  fail: Fail,
  onKey = false,
): FieldDefinition {
  const [tableName, fieldName, ...rest] = reference.split(".");
  if (!Object.hasOwn(tables, tableName)) {
    const everyField = Object.values(tables).flatMap((table) =>
      Object.keys(table.fields).map((name) => `${table.name}.${name}`),
    );
    fail(
      path,
      fieldName === undefined
        ? `${unknownField(reference, everyField)}`
        : unknownName(tableName, "table", Object.keys(tables)),
      onKey,
    );
  }
  const { fields } = tables[tableName];
  if (fieldName === undefined || rest.length > 0)
    fail(
      path,
      `“${reference}” is no field; write it as table.field, e.g. ${tableName}.${Object.keys(fields)[0]}`,
      onKey,
    );
  if (!Object.hasOwn(fields, fieldName))
    fail(path, unknownName(fieldName, `field of ${tableName}`, Object.keys(fields)), onKey);
  return fields[fieldName];
}

function unknownField(reference: string, everyField: string[]): string {
  const holders = everyField.filter((name) => name.endsWith(`.${reference}`));
  return holders.length > 0
    ? `“${reference}” needs its table; write ${holders.join(" or ")}`
    : unknownName(reference, "field (table.field)", everyField);
}
