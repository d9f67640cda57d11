import {
  type Condition,
  type Derivation,
  type DerivationCase,
  type FieldDefinition,
  lineage,
  type TableDefinition,
} from "./dictionary.js";
import type { Fail } from "./dictionary-error.js";
import type { ConditionFile, DictionaryFile } from "./dictionary-schema.js";
import { lookUpField } from "./look-up-field.js";
import { unknownName } from "./nearest-name.js";
import { parseCondition } from "./parse-condition.js";
import type { YamlFile, YamlPath } from "./yaml-file.js";

type Tables = Readonly<Record<string, TableDefinition>>;
type FieldFile = DictionaryFile["tables"][string]["fields"][string];

/** How a field follows from others, its names looked up; undefined where it is recorded. Cycles are not looked for here. */
export function parseDerivation(
  field: FieldDefinition,
  tables: Tables,
  file: YamlFile<DictionaryFile>,
  fail: Fail,
): Derivation | undefined {
  const of: FieldFile = file.value.tables[field.table].fields[field.name];
  const { derived } = of;
  if (derived === undefined) return undefined;
  const own: YamlPath = ["tables", field.table, "fields", field.name];
  const path: YamlPath = [...own, "derived"];
  if (tables[field.table].key.includes(field.name))
    fail(path, `${field.name} is a key of ${field.table}; a key is recorded, not derived`, true);
  for (const key of ["also", "spellings"] as const)
    if (key in of) fail([...own, key], `a derived field stands in no file; remove ${key}, or derived`, true);
  const { latest } = derived;
  const { definitions, default: chosen } = "definitions" in derived || "default" in derived ? derived : {};
  if ((latest === undefined) === (definitions === undefined))
    fail(path, "derived needs either definitions or latest", true);
  if (latest !== undefined) {
    if (chosen !== undefined) fail([...path, "default"], "default names one of definitions, and there are none", true);
    return latestOf(field, latest, tables, [...path, "latest"], fail);
  }
  const names = file.keysAt([...path, "definitions"]);
  if (names.length === 0) fail([...path, "definitions"], "no definition; give at least one, as name: cases");
  if (chosen === undefined && names.length > 1)
    fail(path, `default is missing; it names one of ${names.join(", ")}`, true);
  const byDefault = chosen ?? names[0];
  if (!names.includes(byDefault))
    fail([...path, "default"], unknownName(byDefault, `definition of ${field.name}`, names));
  return {
    kind: "cases",
    definitions: names.map((name) => ({
      name,
      cases: casesOf(field, definitions![name], tables, [...path, "definitions", name], fail),
    })),
    default: byDefault,
  };
}

function latestOf(
  field: FieldDefinition,
  { table, by, field: taken }: { table: string; by: string; field: string },
  tables: Tables,
  path: YamlPath,
  fail: Fail,
): Derivation {
  const children = Object.keys(tables).filter((name) => lineage({ tables }, name).slice(1).includes(field.table));
  if (!children.includes(table))
    fail([...path, "table"], unknownName(table, `child table of ${field.table}`, children));
  const { fields } = tables[table];
  for (const [key, name] of [
    ["by", by],
    ["field", taken],
  ])
    if (!Object.hasOwn(fields, name)) fail([...path, key], unknownName(name, `field of ${table}`, Object.keys(fields)));
  if (fields[by].type !== "date")
    fail([...path, "by"], `${table}.${by} is of type ${fields[by].type}; latest needs a date`);
  const source = fields[taken];
  const says = misfit(field, source);
  if (says !== undefined) fail([...path, "field"], says);
  return { kind: "latest", table, by, field: taken };
}

/** Why a field cannot hold what another holds, or undefined. */
function misfit(field: FieldDefinition, source: FieldDefinition): string | undefined {
  const [to, from] = [field, source].map(({ table, name }) => `${table}.${name}`);
  if (field.type !== source.type) return `${from} is of type ${source.type}, ${to} of type ${field.type}`;
  const lacking = source.codes.find(({ value }) => !field.codes.some((code) => code.value === value));
  if (lacking) return `${from} may be “${lacking.value}”, which is no code of ${to}`;
  if (source.partial && !field.partial) return `${from} may be partial; ${to} must be too (partial: true)`;
  if (source.identifying && !field.identifying) return `${from} is identifying; ${to} must be too (identifying: true)`;
  if (source.unit !== field.unit)
    return `${from} is in ${source.unit ?? "no unit"}, ${to} in ${field.unit ?? "no unit"}; a value is taken as it is`;
  return undefined;
}

function casesOf(
  field: FieldDefinition,
  cases: readonly { value: string; when?: Record<string, ConditionFile> | undefined }[],
  tables: Tables,
  path: YamlPath,
  fail: Fail,
): DerivationCase[] {
  const codes = field.codes.map(({ value }) => value);
  return cases.map(({ value, when }, i) => {
    if (!codes.includes(value))
      fail([...path, i, "value"], unknownName(value, `code of ${field.table}.${field.name}`, codes));
    if (i > 0 && cases[i - 1].when === undefined)
      fail([...path, i], "this case never counts, the one before it being without conditions; put that last");
    const references = Object.keys(when ?? {});
    if (when && references.length === 0) fail([...path, i, "when"], "no condition; name a field, or remove when");
    return {
      value,
      when: references.map((reference) =>
        conditionOf(field, reference, when![reference], tables, [...path, i, "when", reference], fail),
      ),
    };
  });
}

function conditionOf(
  { table }: FieldDefinition,
  reference: string,
  condition: ConditionFile,
  tables: Tables,
  path: YamlPath,
  fail: Fail,
): Condition {
  const found = lookUpField(reference.includes(".") ? reference : `${table}.${reference}`, tables, path, fail, true);
  const line = lineage({ tables }, table);
  if (!line.includes(found.table))
    fail(path, `a field of ${table} is derived from fields of ${line.join(", ")}, not of ${found.table}`, true);
  return parseCondition(found, condition, path, fail);
}
