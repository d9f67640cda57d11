import {
  type Condition,
  type FieldDefinition,
  type FieldReference,
  lineage,
  type Rule,
  type TableDefinition,
  templateField,
} from "./dictionary.js";
import type { Fail } from "./dictionary-error.js";
import type { ConditionFile, RuleFile } from "./dictionary-schema.js";
import { unknownName } from "./nearest-name.js";
import { readValue } from "./read-value.js";
import type { YamlPath } from "./yaml-file.js";

type Tables = Record<string, TableDefinition>;

/** A rule with its names looked up: every field exists, has the type that the rule needs, and stands on one line of parents. */
export function parseRule(file: RuleFile, tables: Tables, path: YamlPath, fail: Fail): Rule {
  const named: FieldReference[] = [];
  const field = (key: string, reference: string, type?: FieldDefinition["type"]): FieldReference => {
    const found = lookUp(reference, tables, [...path, key], fail);
    if (type && found.type !== type)
      fail([...path, key], `${reference} is of type ${found.type}; this rule needs a field of type ${type}`);
    named.push({ table: found.table, field: found.name });
    return named.at(-1)!;
  };
  const conditions = (when: Record<string, ConditionFile>): Condition[] => {
    const references = Object.keys(when);
    if (references.length === 0) fail([...path, "when"], "no condition; name at least one field");
    return references.map((reference) => {
      const found = lookUp(reference, tables, [...path, "when", reference], fail, true);
      named.push({ table: found.table, field: found.name });
      return conditionOf(found, when[reference], [...path, "when", reference], fail);
    });
  };
  const rowsOf = () => {
    const says = "says" in file ? file.says : undefined;
    const home = deepestTable(named, tables, path, fail);
    if (says !== undefined) checkTemplate(says, home, tables, [...path, "says"], fail);
    return { rowsOf: home, ...(says === undefined ? {} : { says }) };
  };
  switch (file.kind) {
    case "date-order": {
      const [earlier, later] = [field("earlier", file.earlier, "date"), field("later", file.later, "date")];
      const blame = file.blame === undefined ? later : field("blame", file.blame);
      return { kind: file.kind, ...rowsOf(), earlier, later, blame };
    }
    case "consecutive-dates": {
      const [date, ordinal] = [field("date", file.date, "date"), field("ordinal", file.ordinal, "integer")];
      if (date.table !== ordinal.table)
        fail([...path, "ordinal"], `${file.ordinal} must be a field of ${date.table}, as ${file.date} is`);
      return { kind: file.kind, ...rowsOf(), date, ordinal };
    }
    case "sequence": {
      const ordinal = field("ordinal", file.ordinal, "integer");
      const elsewhere = file.elsewhere === undefined ? undefined : field("elsewhere", file.elsewhere);
      if (elsewhere && !lineage({ tables }, ordinal.table).slice(1).includes(elsewhere.table))
        fail([...path, "elsewhere"], `${file.elsewhere} must be a field of a parent of ${ordinal.table}`);
      return { kind: file.kind, ...rowsOf(), ordinal, ...(elsewhere ? { elsewhere } : {}) };
    }
    case "required-when": {
      const target = field("field", file.field);
      return { kind: file.kind, ...rowsOfAfter(conditions(file.when), rowsOf), field: target };
    }
    case "empty-when": {
      const target = field("field", file.field);
      const blame = file.blame === undefined ? target : field("blame", file.blame);
      return { kind: file.kind, ...rowsOfAfter(conditions(file.when), rowsOf), field: target, blame };
    }
    case "never": {
      const blame = field("blame", file.blame);
      return { kind: file.kind, ...rowsOfAfter(conditions(file.when), rowsOf), blame };
    }
    case "age": {
      const [birth, at] = [field("birth", file.birth, "date"), field("at", file.at, "date")];
      const event = file.event ?? tables[at.table].fields[at.field].label.toLowerCase();
      if (file.plausible[0] > file.plausible[1])
        fail([...path, "plausible"], `${file.plausible[0]} is above ${file.plausible[1]}; the lower comes first`);
      return { kind: file.kind, ...rowsOf(), birth, at, event, plausible: file.plausible };
    }
  }
}

function rowsOfAfter<Home>(when: Condition[], rowsOf: () => Home): Home & { when: Condition[] } {
  return { ...rowsOf(), when };
}

function lookUp(reference: string, tables: Tables, path: YamlPath, fail: Fail, onKey = false): FieldDefinition {
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

function conditionOf(field: FieldDefinition, condition: ConditionFile, path: YamlPath, fail: Fail): Condition {
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

function deepestTable(named: readonly FieldReference[], tables: Tables, path: YamlPath, fail: Fail): string {
  const lines = named.map(({ table }) => lineage({ tables }, table));
  const deepest = lines.reduce((a, b) => (b.length > a.length ? b : a));
  for (const line of lines)
    if (!deepest.includes(line[0]))
      fail(path, `${deepest[0]} and ${line[0]} stand side by side; a rule relates a table to its own parents only`);
  return deepest[0];
}

function checkTemplate(says: string, home: string, tables: Tables, path: YamlPath, fail: Fail): void {
  const line = lineage({ tables }, home);
  const known = [
    ...new Set(
      line.flatMap((table) => Object.keys(tables[table].fields).flatMap((name) => [name, `${table}.${name}`])),
    ),
  ];
  for (const [, placeholder] of says.matchAll(/\{([^{}]*)\}/g)) {
    if (!known.includes(placeholder)) fail(path, unknownName(placeholder, "field of this rule's tables", known));
    if (templateField(placeholder, line, tables).identifying)
      fail(path, `“${placeholder}” is identifying; a finding names a patient by study number only`);
  }
}
