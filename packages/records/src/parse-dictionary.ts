import { derivationOrder } from "./derivation-order.js";
import type { Code, Derivation, Dictionary, FieldDefinition, TableDefinition } from "./dictionary.js";
import { DictionaryError, type Fail } from "./dictionary-error.js";
import { type DictionaryFile, dictionarySchema } from "./dictionary-schema.js";
import { normalName, unknownName } from "./nearest-name.js";
import { parseDerivation } from "./parse-derivation.js";
import { parseFollowUp } from "./parse-follow-up.js";
import { parseRule } from "./parse-rule.js";
import { parseSpellings } from "./parse-spellings.js";
import { codeSpelling } from "./read-value.js";
import { readYamlFile, type YamlFile, type YamlPath } from "./yaml-file.js";

/**
 * Reads a dictionary from YAML.
 *
 * @param fileName as it shall stand in errors
 * @throws DictionaryError at the first fault (syntax, schema, or a name that nothing has), with path, line and column
 */
export function parseDictionary(text: string, fileName: string): Dictionary {
  const read = readYamlFile(text, dictionarySchema);
  if ("fault" in read) throw new DictionaryError(fileName, read.fault);
  const { file } = read;
  const fail: Fail = (path, says, onKey) => {
    throw new DictionaryError(fileName, file.faultAt(path, says, onKey));
  };
  const names = Object.keys(file.value.tables);
  if (names.length === 0) fail(["tables"], "no table; a dictionary has at least one", true);
  const tables: Record<string, TableDefinition> = {};
  for (const name of names) tables[name] = tableOf(name, file, fail);
  for (const name of names) checkTable(tables, name, fail);
  checkFormerNames(tables, "table", ["tables"], fail);
  for (const name of names) checkFormerNames(tables[name].fields, `field of ${name}`, ["tables", name, "fields"], fail);
  derive(tables, file, fail);
  for (const name of names) checkHeadings(tables[name], fail);
  const rules = (file.value.rules ?? []).map((rule, i) => parseRule(rule, tables, ["rules", i], fail));
  const followUp = file.value.follow_up && parseFollowUp(file.value.follow_up, tables, fail);
  return deepFreeze({ title: file.value.title, tables, rules, ...(followUp ? { followUp } : {}) });
}

function tableOf(name: string, file: YamlFile<DictionaryFile>, fail: Fail): TableDefinition {
  const { label, one, key, parent, formerly, fields } = file.value.tables[name];
  const tableLabel = label ?? sentenceCase(name);
  const definitions: Record<string, FieldDefinition> = {};
  for (const fieldName of Object.keys(fields)) definitions[fieldName] = fieldOf(name, fieldName, key, file, fail);
  return {
    name,
    label: tableLabel,
    one: one ?? tableLabel.toLowerCase(),
    key,
    ...(parent === undefined ? {} : { parent }),
    ...(formerly === undefined ? {} : { formerly }),
    fields: definitions,
  };
}

function fieldOf(
  table: string,
  name: string,
  key: readonly string[],
  file: YamlFile<DictionaryFile>,
  fail: Fail,
): FieldDefinition {
  const path: YamlPath = ["tables", table, "fields", name];
  const field = file.value.tables[table].fields[name];
  const codes = field.type === "code" ? codesOf(field.codes, [...path, "codes"], file, fail) : [];
  const spellings: YamlPath = [...path, "spellings"];
  const definition: FieldDefinition = {
    table,
    name,
    type: field.type,
    label: field.label ?? sentenceCase(name),
    codes,
    required: field.required === true || key.includes(name),
    partial: field.type === "date" && field.partial === true,
    identifying: field.identifying === true,
    also: field.also ?? [],
    spellings:
      field.type === "code" && field.spellings
        ? parseSpellings(field.spellings, file.keysAt(spellings), codes, spellings, fail)
        : [],
    ...(field.formerly === undefined ? {} : { formerly: field.formerly }),
  };
  if (field.type !== "integer" && field.type !== "decimal") return definition;
  const { unit, min, max, plausible } = field;
  if (min !== undefined && max !== undefined && min > max) fail([...path, "min"], `min ${min} is above max ${max}`);
  if (plausible && plausible[0] > plausible[1])
    fail([...path, "plausible"], `${plausible[0]} is above ${plausible[1]}; the lower comes first`);
  return {
    ...definition,
    ...(unit === undefined ? {} : { unit }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(plausible === undefined ? {} : { plausible }),
  };
}

function codesOf(
  codes: Record<string, string> | string[],
  path: YamlPath,
  file: YamlFile<DictionaryFile>,
  fail: Fail,
): Code[] {
  const list: Code[] = Array.isArray(codes)
    ? file.textsAt(path).map((value) => ({ value, label: value }))
    : file.keysAt(path).map((value) => ({ value, label: codes[value] }));
  if (list.length === 0) fail(path, "no code; give at least one, as code: label");
  const seen = new Map<string, string>();
  list.forEach(({ value, label }, i) => {
    for (const spelling of new Set([codeSpelling(value), codeSpelling(label)])) {
      const other = seen.get(spelling);
      if (other !== undefined)
        fail(
          [...path, Array.isArray(codes) ? i : value],
          `“${value}” and “${other}” read alike; each code and label must stand for one code`,
          true,
        );
      seen.set(spelling, value);
    }
  });
  return list;
}

function checkTable(tables: Record<string, TableDefinition>, name: string, fail: Fail): void {
  const table = tables[name];
  const path: YamlPath = ["tables", name];
  const known = Object.keys(table.fields);
  table.key.forEach((field, i) => {
    if (!known.includes(field)) fail([...path, "key", i], unknownName(field, `field of ${name}`, known));
    if (table.key.indexOf(field) < i) fail([...path, "key", i], `${field} stands twice in the key`);
    if (table.parent === undefined && table.fields[field].identifying)
      fail(
        [...path, "fields", field, "identifying"],
        "a finding names the patient by this key, so it must be a number that tells nobody who that is",
        true,
      );
  });
  if (table.parent === undefined) return;
  const parent = Object.hasOwn(tables, table.parent) ? tables[table.parent] : undefined;
  if (!parent) {
    const others = Object.keys(tables).filter((other) => other !== name);
    fail([...path, "parent"], unknownName(table.parent, "table", others));
    return;
  }
  const line = [name];
  for (let next: string | undefined = table.parent; next !== undefined; next = tables[next]?.parent) {
    if (line.includes(next))
      fail([...path, "parent"], `${[...line, next].join(" belongs to ")}; a table cannot belong to itself`);
    line.push(next);
  }
  if (parent.key.some((field, i) => table.key[i] !== field))
    fail(
      [...path, "key"],
      `found ${table.key.join(", ")}; the key of ${name} must begin with that of its parent ${parent.name}: ${parent.key.join(", ")}`,
    );
  for (const field of parent.key) {
    const [own, parents] = [table.fields[field].type, parent.fields[field].type];
    if (own !== parents)
      fail(
        [...path, "fields", field, "type"],
        `${name}.${field} is of type ${own}, ${parent.name}.${field} of type ${parents}; a key is of one type in both`,
      );
  }
}

/** What was formerly something else is one thing, and that is gone. */
function checkFormerNames(
  named: Readonly<Record<string, { name: string; formerly?: string }>>,
  what: string,
  path: YamlPath,
  fail: Fail,
): void {
  const heirs = new Map<string, string>();
  for (const { name, formerly } of Object.values(named)) {
    if (formerly === undefined) continue;
    const at = [...path, name, "formerly"];
    if (Object.hasOwn(named, formerly))
      fail(at, `there is a ${what} named ${formerly}; only what is gone can have become another`);
    const heir = heirs.get(formerly);
    if (heir !== undefined) fail(at, `${heir} was formerly ${formerly} too; it can have become one of them only`);
    heirs.set(formerly, name);
  }
}

/** A heading of `also` stands for one field; a derived one has no heading. */
function checkHeadings({ name: table, fields }: TableDefinition, fail: Fail): void {
  const recorded = Object.values(fields).filter(({ derived }) => !derived);
  for (const { name, also } of recorded)
    also.forEach((heading, i) => {
      const sought = normalName(heading);
      const other = recorded.find(
        (one) => one.name !== name && [one.name, one.label, ...one.also].some((known) => normalName(known) === sought),
      );
      if (other)
        fail(
          ["tables", table, "fields", name, "also", i],
          `“${heading}” stands for ${other.name} too; a heading stands for one field`,
        );
    });
}

/** Gives the fields that are not recorded their derivations. */
function derive(tables: Record<string, TableDefinition>, file: YamlFile<DictionaryFile>, fail: Fail): void {
  const derivations = new Map<FieldDefinition, Derivation>();
  for (const { fields } of Object.values(tables))
    for (const field of Object.values(fields)) {
      const derived = parseDerivation(field, tables, file, fail);
      if (derived) derivations.set(field, derived);
    }
  for (const [{ table, name }, derived] of derivations) {
    const { fields } = tables[table];
    tables[table] = { ...tables[table], fields: { ...fields, [name]: { ...fields[name], derived } } };
  }
  const order = derivationOrder(tables);
  if (!("circle" in order)) return;
  const circle = order.circle.map(({ table, field }) => `${table}.${field}`);
  fail(
    ["tables", order.circle[0].table, "fields", order.circle[0].field, "derived"],
    `${circle.join(" is derived from ")}; a field cannot be derived from itself`,
    true,
  );
}

function sentenceCase(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
