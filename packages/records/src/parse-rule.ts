import { deepestTable } from "./deepest-table.js";
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
import { lookUpField } from "./look-up-field.js";
import { unknownName } from "./nearest-name.js";
import { parseCondition } from "./parse-condition.js";
import type { YamlPath } from "./yaml-file.js";

type Tables = Record<string, TableDefinition>;

/** A rule with its names looked up: every field exists, has the type that the rule needs, and stands on one line of parents. */
export function parseRule(file: RuleFile, tables: Tables, path: YamlPath, fail: Fail): Rule {
  const named: FieldReference[] = [];
  const field = (key: string, reference: string, type?: FieldDefinition["type"]): FieldReference => {
    const found = lookUpField(reference, tables, [...path, key], fail);
    if (type && found.type !== type)
      fail([...path, key], `${reference} is of type ${found.type}; this rule needs a field of type ${type}`);
    named.push({ table: found.table, field: found.name });
    return named.at(-1)!;
  };
  const conditions = (when: Record<string, ConditionFile>): Condition[] => {
    const references = Object.keys(when);
    if (references.length === 0) fail([...path, "when"], "no condition; name at least one field");
    return references.map((reference) => {
      const found = lookUpField(reference, tables, [...path, "when", reference], fail, true);
      named.push({ table: found.table, field: found.name });
      return parseCondition(found, when[reference], [...path, "when", reference], fail);
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
