import { type Dictionary, type FieldDefinition, lineage, type TableDefinition, unknownName } from "@seriatim/records";
import type { Study } from "./study.js";
import { studyError } from "./study-error.js";

/** Where a name is looked up: the study's factors, and the fields of one table and its parents. */
export interface Scope {
  readonly study: Study;
  readonly dictionary: Dictionary;
  readonly table: TableDefinition;
}

/** The field of that name in the row's own table, then in its parents; or as `table.field` in one of these. */
export function findField({ dictionary, table }: Scope, name: string): FieldDefinition | undefined {
  const line = lineage(dictionary, table.name).map((one) => dictionary.tables[one]);
  for (const { name: of, fields } of line) {
    if (Object.hasOwn(fields, name)) return fields[name];
    const bare = name.startsWith(`${of}.`) ? name.slice(of.length + 1) : undefined;
    if (bare !== undefined && Object.hasOwn(fields, bare)) return fields[bare];
  }
  return undefined;
}

/** As `findField`. @throws StudyError where there is none */
export function requireField(scope: Scope, name: string, path: string, onKey = false): FieldDefinition {
  const field = findField(scope, name);
  if (field) return field;
  throw studyError(scope.study, path, noField(scope, name, fieldNames(scope)), onKey);
}

/** Names of the fields of a table and its parents, those that need it with their table. */
export function fieldNames(scope: Scope): string[] {
  return lineage(scope.dictionary, scope.table.name).flatMap((table) =>
    Object.values(scope.dictionary.tables[table].fields).map((field) =>
      findField(scope, field.name) === field ? field.name : `${table}.${field.name}`,
    ),
  );
}

/** Why a name is none: it stands in another table, or nowhere. */
export function noField({ dictionary, table }: Scope, name: string, known: readonly string[], what = "field"): string {
  const line = lineage(dictionary, table.name);
  const elsewhere = Object.values(dictionary.tables).find(
    (one) =>
      !line.includes(one.name) &&
      (Object.hasOwn(one.fields, name) ||
        (name.startsWith(`${one.name}.`) && Object.hasOwn(one.fields, name.slice(one.name.length + 1)))),
  );
  if (elsewhere)
    return `“${name}” is a field of ${elsewhere.name}, but the rows are those of ${table.name}; allowed are fields of ${line.join(", ")}`;
  return unknownName(name, `${what} of ${table.name}`, known);
}
