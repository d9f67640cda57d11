import type { Dictionary, RawTable } from "@seriatim/records";
import { RegistryError } from "../registry-error.js";
import { recordedFields } from "../schema/record-tables.js";
import type { Mapping } from "./mapping.js";

/**
 * The mapping of a file that has one table's rows under the dictionary's own headings, as our exports have them; undefined where the file is none.
 *
 * @param table the table it holds; where it is not given, the only one whose key the file has and all of whose columns are its fields
 * @throws RegistryError where a table is given that the dictionary does not have
 */
export function tidyMapping(dictionary: Dictionary, raw: RawTable, table?: string): Mapping | undefined {
  if (table !== undefined && !Object.hasOwn(dictionary.tables, table))
    throw new RegistryError(
      `“${table}” is no table of the dictionary; known: ${Object.keys(dictionary.tables).join(", ")}`,
    );
  const fitting = Object.values(dictionary.tables).filter((definition) => {
    const names = recordedFields(definition).map(({ name }) => name);
    return (
      (table === undefined ? raw.columns.every((heading) => names.includes(heading)) : definition.name === table) &&
      definition.key.every((name) => raw.columns.includes(name))
    );
  });
  if (fitting.length !== 1) return undefined;
  const [definition] = fitting;
  const columns = recordedFields(definition)
    .filter(({ name }) => raw.columns.includes(name))
    .map(({ name }) => ({ field: name, from: name, values: {}, prefix: "" }));
  return { missing: [], empty: "keep", tables: [{ definition, forEach: [], columns }] };
}
