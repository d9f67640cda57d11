import { type Dictionary, definedFields, type FieldDefinition, lineage } from "@seriatim/records";
import { resultNames, studyJsonSchema } from "@seriatim/study";
import { type YamlPlace, yamlPlace } from "./yaml-place.js";

export interface CompletionItem {
  /** As it is written. */
  label: string;
  /** What it is in words: a field's label, a key's description. */
  detail?: string;
  kind: "key" | "value" | "name" | "field" | "code";
  /** What replaces the word: a key with its colon. */
  insert: string;
}

export interface Completion {
  /** What the chosen item replaces, 1-based: from here to the cursor. */
  from: { line: number; column: number };
  /** Those that begin with the word before those that hold it. */
  items: CompletionItem[];
}

interface Schema {
  const?: unknown;
  enum?: unknown[];
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  prefixItems?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

/**
 * What may stand at a place of a study text, finished or not: keys of the schema, names of the file's cohorts, endpoints,
 * factors and analyses, tables, fields and codes of the dictionary.
 *
 * @param position of the cursor, 1-based
 */
export function completion(
  studyText: string,
  position: { line: number; column: number },
  dictionary: Dictionary,
): Completion {
  const place = yamlPlace(studyText, position);
  if (!place) return { from: position, items: [] };
  const items = [
    ...(place.kind === "value" ? [] : keysAt(place, dictionary)),
    ...(place.kind === "key" ? [] : valuesAt(place, dictionary)),
  ];
  return { from: { line: position.line, column: place.column }, items: matching(items, place.word) };
}

function matching(items: readonly CompletionItem[], word: string): CompletionItem[] {
  const sought = word.toLowerCase();
  const rank = ({ label, detail = "" }: CompletionItem) =>
    label.toLowerCase().startsWith(sought)
      ? 0
      : label.toLowerCase().includes(sought)
        ? 1
        : detail.toLowerCase().includes(sought)
          ? 2
          : 3;
  return [...new Map(items.map((item) => [item.label, item])).values()]
    .filter((item) => rank(item) < 3)
    .sort((a, b) => rank(a) - rank(b));
}

function keysAt({ path, plain }: YamlPlace, dictionary: Dictionary): CompletionItem[] {
  const present = Object.keys(mappingAt(plain, path));
  const own = schemasAt(path, plain)
    .filter((one) => one.properties)
    .flatMap(({ properties }) => Object.entries(properties!))
    .map(([label, { description }]) => key(label, description));
  return [...own, ...namedKeys(path, plain, dictionary)].filter(({ label }) => !present.includes(label));
}

/** Keys that are names: of tables, of fields and factors in conditions, of derived fields. */
function namedKeys(path: YamlPlace["path"], plain: unknown, dictionary: Dictionary): CompletionItem[] {
  const [section, , part] = path;
  if (section === "records" && path.length === 1)
    return Object.values(dictionary.tables).map(({ name, label }) => key(name, label));
  if (section === "definitions" && path.length === 1)
    return definedFields(dictionary).map(({ table, name, label }) => key(`${table}.${name}`, label));
  const inStep = path.length === 3 || (path.length === 4 && typeof path[3] === "number");
  if (section === "cohorts" && part === "where" && inStep)
    return [
      ...(path.length === 4 ? [key("otherwise", "The reason given for those left out")] : []),
      ...fieldsOf(tablesOfCohort(String(path[1]), plain, dictionary), dictionary).map(({ name, field }) =>
        key(name, field.label),
      ),
      ...namesIn(plain, "factors").map((name) => key(name, "Factor")),
    ];
  if (section === "endpoints" && part === "event" && path.length === 3)
    return fieldsOf(Object.keys(dictionary.tables), dictionary).map(({ name, field }) => key(name, field.label));
  return [];
}

function valuesAt({ path, plain }: YamlPlace, dictionary: Dictionary): CompletionItem[] {
  const fromSchema = schemasAt(path, plain).flatMap(({ const: one, enum: many, type }): CompletionItem[] => {
    if (one !== undefined) return [{ label: String(one), kind: "value", insert: String(one) }];
    if (many) return many.map((value) => ({ label: String(value), kind: "value", insert: String(value) }));
    return type === "boolean" ? ["true", "false"].map((value) => ({ label: value, kind: "value", insert: value })) : [];
  });
  return [...fromSchema, ...namedValues(path, plain, dictionary)];
}

function namedValues(path: YamlPlace["path"], plain: unknown, dictionary: Dictionary): CompletionItem[] {
  const [section, name] = path;
  const last = path.findLast((step) => typeof step === "string");
  const names = (of: string) => namesIn(plain, of).map((one): CompletionItem => named(one, labelIn(plain, of, one)));
  const tables = () => Object.values(dictionary.tables).map(({ name: one, label }) => named(one, label));
  const fields = (fits: (field: FieldDefinition) => boolean, of = Object.keys(dictionary.tables), full = false) =>
    fieldsOf(of, dictionary, full)
      .filter(({ field }) => fits(field))
      .map(({ name: one, field }): CompletionItem => ({ label: one, detail: field.label, kind: "field", insert: one }));
  switch (section) {
    case "cohorts":
      if (path.length === 3 && last === "rows") return tables();
      if (path.length === 3 && last === "from") return names("cohorts").filter(({ label }) => label !== name);
      return path.includes("where") ? [...codesOf(String(last), plain, dictionary), ...presence] : [];
    case "endpoints":
      if (path.length === 3 && (last === "from" || last === "to" || last === "entry"))
        return fields(({ type }) => type === "date", undefined, true);
      if (path.length === 3 && last === "time") return fields(isNumber, undefined, true);
      return path.includes("event") ? codesOf(String(last), plain, dictionary) : [];
    case "factors": {
      if (path.length === 3 && last === "of") return fields(({ type }) => type !== "date" && type !== "text");
      if (String(path[2]).endsWith("_between")) return fields(({ type }) => type === "date", undefined, true);
      const factor = mappingAt(plain, ["factors", String(name)]);
      if (last === "reference")
        return factor.groups === undefined
          ? codesOf(String(factor.of), plain, dictionary)
          : Object.keys(mappingAt(plain, ["factors", String(name), "groups"])).map((one) => named(one));
      return path[2] === "groups" && path.length > 3 ? codesOf(String(factor.of), plain, dictionary) : [];
    }
    case "definitions": {
      const field = definedFields(dictionary).find((one) => `${one.table}.${one.name}` === last);
      return (field?.derived.definitions ?? []).map((definition) => named(definition.name));
    }
    case "analyses":
    case "published": {
      if (last === "cohort" || last === "cohorts") return names("cohorts");
      if (last === "endpoint") return names("endpoints");
      if (last === "analysis") return analysisIds(plain).map((one) => named(one));
      if (last === "operations") return tables();
      if (section === "published" && last === "name") return resultNames.map((one) => named(one));
      if (!factorKeys.includes(String(last))) return [];
      const { cohort } = mappingAt(plain, path.slice(0, 2));
      const grouping = last === "by" || last === "strata" || last === "level";
      const fits = (field: FieldDefinition) =>
        field.type === "code" || field.type === "boolean" || (!grouping && isNumber(field));
      return [...names("factors"), ...fields(fits, tablesOfCohort(String(cohort), plain, dictionary))];
    }
    default:
      return [];
  }
}

const factorKeys = ["by", "strata", "factors", "univariable", "multivariable", "level", "factor"];

const presence: CompletionItem[] = [
  { label: "present", detail: "Anything is recorded", kind: "value", insert: "present" },
  { label: "absent", detail: "Nothing is recorded", kind: "value", insert: "absent" },
];

/** The codes of a field, or the levels of a factor that the file makes. */
function codesOf(name: string, plain: unknown, dictionary: Dictionary): CompletionItem[] {
  const factor = mappingAt(plain, ["factors", name]);
  if (factor.groups !== undefined)
    return Object.keys(mappingAt(plain, ["factors", name, "groups"])).map((one) => named(one));
  if (typeof factor.of === "string" && factor.of !== name) return codesOf(factor.of, plain, dictionary);
  const fields = Object.values(dictionary.tables).flatMap((table) => Object.values(table.fields));
  const field = fields.find((one) => `${one.table}.${one.name}` === name) ?? fields.find((one) => one.name === name);
  if (field?.type === "boolean") return ["yes", "no"].map((value) => ({ label: value, kind: "value", insert: value }));
  return (field?.codes ?? []).map(({ value, label }) => ({
    label: value,
    ...(label === value ? {} : { detail: label }),
    kind: "code",
    insert: value,
  }));
}

/** Of the tables those that have the field: bare where it stands in one alone, with its table else. */
function fieldsOf(
  tables: readonly string[],
  dictionary: Dictionary,
  full = false,
): { name: string; field: FieldDefinition }[] {
  const fields = tables.flatMap((table) => Object.values(dictionary.tables[table]?.fields ?? {}));
  return fields.map((field) => {
    const isOne = !full && fields.filter(({ name }) => name === field.name).length === 1;
    return { name: isOne ? field.name : `${field.table}.${field.name}`, field };
  });
}

/** The table of a cohort's rows and its parents; all, where that is not known yet. */
function tablesOfCohort(id: string, plain: unknown, dictionary: Dictionary): string[] {
  const seen = new Set<string>();
  for (let next = id; !seen.has(next); ) {
    seen.add(next);
    const { rows, from } = mappingAt(plain, ["cohorts", next]);
    if (typeof rows === "string" && Object.hasOwn(dictionary.tables, rows)) return lineage(dictionary, rows);
    if (typeof from !== "string") break;
    next = from;
  }
  return Object.keys(dictionary.tables);
}

function isNumber({ type }: FieldDefinition): boolean {
  return type === "integer" || type === "decimal";
}

function namesIn(plain: unknown, section: string): string[] {
  return Object.keys(mappingAt(plain, [section]));
}

function labelIn(plain: unknown, section: string, name: string): string | undefined {
  const { label } = mappingAt(plain, [section, name]);
  return typeof label === "string" ? label : undefined;
}

function analysisIds(plain: unknown): string[] {
  const { analyses } = mappingAt(plain, []);
  return Array.isArray(analyses) ? analyses.flatMap((one) => (typeof one?.id === "string" ? [one.id] : [])) : [];
}

function named(label: string, detail?: string): CompletionItem {
  return { label, ...(detail === undefined ? {} : { detail }), kind: "name", insert: label };
}

function key(label: string, detail?: string): CompletionItem {
  return { label, ...(detail === undefined ? {} : { detail }), kind: "key", insert: `${label}: ` };
}

/** The mapping at a path; empty where there is none. */
function mappingAt(plain: unknown, path: readonly (string | number)[]): Record<string, unknown> {
  const here = path.reduce<unknown>((value, step) => (isMapping(value) ? value[step] : undefined), plain);
  return isMapping(here) && !Array.isArray(here) ? here : {};
}

function isMapping(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null;
}

/** The schemas that may hold at a path, of an analysis those of its method. */
function schemasAt(path: readonly (string | number)[], plain: unknown): Schema[] {
  let here = alternatives(studyJsonSchema());
  path.forEach((step, depth) => {
    const mapping = mappingAt(plain, path.slice(0, depth));
    here = fitting(here, mapping)
      .flatMap((schema): (Schema | boolean | undefined)[] => {
        if (typeof step === "number") return [schema.prefixItems?.[step] ?? schema.items];
        const { properties = {}, additionalProperties } = schema;
        return [Object.hasOwn(properties, step) ? properties[step] : additionalProperties];
      })
      .flatMap((schema) => (typeof schema === "object" ? alternatives(schema) : []));
  });
  return fitting(here, mappingAt(plain, path));
}

function fitting(schemas: readonly Schema[], mapping: Record<string, unknown>): Schema[] {
  const fit = schemas.filter(({ properties = {} }) =>
    Object.entries(properties).every(
      ([name, property]) => property.const === undefined || property.const === mapping[name],
    ),
  );
  return fit.length > 0 ? fit : [...schemas];
}

function alternatives(schema: Schema): Schema[] {
  const options = schema.anyOf ?? schema.oneOf;
  return options ? options.flatMap(alternatives) : [schema];
}
