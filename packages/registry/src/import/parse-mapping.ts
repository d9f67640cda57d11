import { type Dictionary, readYamlFile, unknownName, type YamlFault, type YamlPath } from "@seriatim/records";
import { RegistryError } from "../registry-error.js";
import { recordedFields } from "../schema/record-tables.js";
import type { ColumnMapping, Mapping, TableMapping } from "./mapping.js";
import { mappingSchema } from "./mapping-schema.js";

/**
 * Reads a mapping from YAML.
 *
 * ```yaml
 * missing: [k. A.]
 * tables:
 *   patients:
 *     columns:
 *       patient: { from: Pat.-Nr., prefix: P, digits: 2 }
 *       status: { from: Status, values: { "†": dead, lebt: alive } }
 *   resections:
 *     for_each: [1, 2, 3]
 *     columns:
 *       patient: { from: Pat.-Nr., prefix: P, digits: 2 }
 *       number: { value: "{n}" }
 *       date: OP{n} Datum
 * ```
 *
 * @throws RegistryError at the first fault, with line, column and path
 */
export function parseMapping(text: string, fileName: string, dictionary: Dictionary): Mapping {
  const fail = ({ says, path, line, column }: YamlFault): never => {
    throw new RegistryError(`${fileName}, line ${line}, column ${column}: ${path === "" ? "" : `${path}: `}${says}`);
  };
  const read = readYamlFile(text, mappingSchema);
  if ("fault" in read) return fail(read.fault);
  const { file } = read;
  const { value } = file;
  const at = (path: YamlPath, says: string, onKey?: boolean) => fail(file.faultAt(path, says, onKey));
  const names = Object.keys(dictionary.tables);
  if (Object.keys(value.tables).length === 0) at(["tables"], "no table; name at least one", true);
  const tables = names.flatMap((name): TableMapping[] => {
    const table = value.tables[name];
    if (!table) return [];
    const definition = dictionary.tables[name];
    const path = ["tables", name, "columns"];
    const known = recordedFields(definition).map((field) => field.name);
    const columns = file.keysAt(path).map((field): ColumnMapping => {
      if (!known.includes(field)) at([...path, field], unknownName(field, `field of ${name}`, known), true);
      const given = table.columns[field];
      const column = typeof given === "string" ? { from: given } : given;
      if ((column.from === undefined) === (column.value === undefined))
        at([...path, field], "has neither from nor value, or both; give one", true);
      if (column.factor !== undefined && !["integer", "decimal"].includes(definition.fields[field].type))
        at([...path, field, "factor"], `${field} is no number`, true);
      if (!table.for_each && (column.from ?? column.value ?? "").includes("{n}"))
        at([...path, field], "{n} stands in it, but the table has no for_each", true);
      const { values, prefix, ...rest } = column;
      return { field, ...rest, values: values ?? {}, prefix: prefix ?? "" };
    });
    const lacking = definition.key.find((field) => !columns.some((column) => column.field === field));
    if (lacking !== undefined)
      at(path, `no column for ${lacking}; each row of ${name} needs its key ${definition.key.join(", ")}`, true);
    return [{ definition, forEach: table.for_each ?? [], columns }];
  });
  const unknown = Object.keys(value.tables).find((name) => !names.includes(name));
  if (unknown !== undefined) at(["tables", unknown], unknownName(unknown, "table of the dictionary", names), true);
  const { sheet, missing, decimal_comma: decimalComma, dates, empty } = value;
  return {
    ...(sheet === undefined ? {} : { sheet }),
    missing: missing ?? [],
    ...(decimalComma === undefined ? {} : { decimalComma }),
    ...(dates?.slashes === undefined ? {} : { slashes: dates.slashes }),
    ...(dates?.two_digit_years_from === undefined ? {} : { twoDigitYearsFrom: dates.two_digit_years_from }),
    empty: empty ?? "keep",
    tables,
  };
}
