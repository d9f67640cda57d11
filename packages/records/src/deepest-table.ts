import { type FieldReference, lineage, type TableDefinition } from "./dictionary.js";
import type { Fail } from "./dictionary-error.js";
import type { YamlPath } from "./yaml-file.js";

/** Of the tables named the deepest, the others being its parents; `what` relates them, in the error where they stand side by side. */
export function deepestTable(
  named: readonly FieldReference[],
  tables: Readonly<Record<string, TableDefinition>>,
  path: YamlPath,
  fail: Fail,
  what = "a rule",
): string {
  const lines = named.map(({ table }) => lineage({ tables }, table));
  const deepest = lines.reduce((a, b) => (b.length > a.length ? b : a));
  for (const line of lines)
    if (!deepest.includes(line[0]))
      fail(path, `${deepest[0]} and ${line[0]} stand side by side; ${what} relates a table to its own parents only`);
  return deepest[0];
}
