import {
  type Dictionary,
  type FieldDefinition,
  type FieldReference,
  type FindingKind,
  type FullDate,
  formatPartialDate,
  lineage,
  type Rule,
} from "@seriatim/records";
import { quoted } from "../schema/column-of-field.js";
import { conditionsSql, daySql, recordedSql, unreadSql, valueSql } from "./field-sql.js";

/** A query for the keys of rows at fault. */
export interface FaultQuery {
  kind: FindingKind;
  table: string;
  field: string;
  /** Selects `key` (text[]), the key of the row to blame; a row may come several times. */
  sql: string;
}

/**
 * All checks of `checkRecords` as queries over the whole registry: what could not be read, what is missing, implausible or after `asOf`, and the
 * dictionary's rules. What the database itself refuses (codes, limits, keys, parents) needs no query. The texts of the dictionary are quoted.
 */
export function faultQueries(dictionary: Dictionary, asOf: FullDate): FaultQuery[] {
  const fields = Object.values(dictionary.tables).flatMap((table) => Object.values(table.fields));
  return [
    ...fields.flatMap((field) => fieldQueries(dictionary, field, asOf)),
    ...dictionary.rules.map((rule) => ruleQuery(dictionary, rule)),
  ];
}

const unreadKinds: Record<FieldDefinition["type"], FindingKind> = {
  text: "invalid-number",
  code: "unknown-code",
  boolean: "unknown-code",
  integer: "invalid-number",
  decimal: "invalid-number",
  date: "invalid-date",
};

function fieldQueries(dictionary: Dictionary, field: FieldDefinition, asOf: FullDate): FaultQuery[] {
  const at = { table: field.table, field: field.name };
  const query = (kind: FindingKind, where: string): FaultQuery => ({
    kind,
    ...at,
    sql: `select ${keySql(dictionary, field.table)} as key from ${field.derived ? familySql(dictionary, field.table) : tableSql(field.table)} where ${where}`,
  });
  const value = valueSql(dictionary, at);
  const queries = field.derived ? [] : [query(unreadKinds[field.type], unreadSql(dictionary, at))];
  if (field.required) queries.push(query("missing-required", `not ${recordedSql(dictionary, at)}`));
  if (field.type === "date")
    queries.push(query("date-future", `${daySql(dictionary, at, "first")} > date '${formatPartialDate(asOf)}'`));
  if (field.plausible)
    queries.push(query("implausible-value", `${value} < ${field.plausible[0]} or ${value} > ${field.plausible[1]}`));
  return queries;
}

function ruleQuery(dictionary: Dictionary, rule: Rule): FaultQuery {
  const query = (kind: FindingKind, at: FieldReference, where: string): FaultQuery => ({
    kind,
    ...at,
    sql: `select ${keySql(dictionary, at.table)} as key from ${familySql(dictionary, rule.rowsOf)} where ${where}`,
  });
  const first = (at: FieldReference) => daySql(dictionary, at, "first");
  const last = (at: FieldReference) => daySql(dictionary, at, "last");
  switch (rule.kind) {
    case "date-order":
      return query("date-order", rule.blame, `${last(rule.later)} < ${first(rule.earlier)}`);
    case "required-when":
      return query(
        "missing-conditional",
        rule.field,
        `${conditionsSql(dictionary, rule.when)} and not ${recordedSql(dictionary, rule.field)}`,
      );
    case "empty-when":
      return query(
        "contradiction",
        rule.blame,
        `${conditionsSql(dictionary, rule.when)} and ${recordedSql(dictionary, rule.field)}`,
      );
    case "never":
      return query("contradiction", rule.blame, conditionsSql(dictionary, rule.when));
    case "age": {
      const atLeast = `(${first(rule.at)} - ${last(rule.birth)}) / 365.25`;
      const atMost = `(${last(rule.at)} - ${first(rule.birth)}) / 365.25`;
      const [youngest, oldest] = rule.plausible;
      return query(
        "implausible-value",
        rule.birth,
        `${atLeast} > ${oldest} or (${atMost} >= 0 and ${atMost} < ${youngest})`,
      );
    }
    case "consecutive-dates":
      return consecutiveDatesQuery(dictionary, rule);
    case "sequence":
      return sequenceQuery(dictionary, rule);
  }
}

/** Of rows with the ordinal before, the earliest; in a table without a parent rows have nothing in common. */
function consecutiveDatesQuery(dictionary: Dictionary, rule: Extract<Rule, { kind: "consecutive-dates" }>): FaultQuery {
  const table = rule.rowsOf;
  const siblings = siblingsSql(dictionary, table);
  const columns = siblings.map((_, i) => `s${i}`).join(", ");
  const sql = `with dated as (
    select ${keySql(dictionary, table)} as key, ${siblings.map((part, i) => `${part} as s${i}`).join(", ")},
      ${valueSql(dictionary, rule.ordinal)} as ordinal, ${daySql(dictionary, rule.date, "first")} as first, ${daySql(dictionary, rule.date, "last")} as last
    from ${tableSql(table)}
    where ${valueSql(dictionary, rule.ordinal)} is not null and ${valueSql(dictionary, rule.date)} is not null
  ), before as (
    select ${columns}, ordinal, lag(min(first)) over (partition by ${columns} order by ordinal) as first
    from dated group by ${columns}, ordinal
  )
  select dated.key from dated join before using (${columns}, ordinal) where dated.last < before.first`;
  return { kind: "date-order", ...rule.date, sql: siblings.length === 0 ? nothing : sql };
}

/** Number k > 1 without number k − 1; 2 may do with `elsewhere`. Not judged where a sibling's number is not known. */
function sequenceQuery(dictionary: Dictionary, rule: Extract<Rule, { kind: "sequence" }>): FaultQuery {
  const table = rule.rowsOf;
  const siblings = siblingsSql(dictionary, table);
  const ordinal = valueSql(dictionary, rule.ordinal);
  const same = dictionary.tables[table].key
    .slice(0, siblings.length)
    .map((name) => `other.${quoted(name)} = ${quoted(table)}.${quoted(name)}`)
    .join(" and ");
  const other = `select from records.${quoted(table)} other where ${same}`;
  const sql = `select ${keySql(dictionary, table)} as key from ${familySql(dictionary, table)}
    where ${ordinal} > 1
      and not exists (${other} and other.${quoted(rule.ordinal.field)} = ${ordinal} - 1)
      and not exists (${other} and other.${quoted(rule.ordinal.field)} is null)${
        rule.elsewhere ? ` and not (${ordinal} = 2 and ${recordedSql(dictionary, rule.elsewhere)})` : ""
      }`;
  return { kind: "sequence-gap", ...rule.ordinal, sql: siblings.length === 0 ? nothing : sql };
}

const nothing = "select null::text[] as key where false";

/** The key's parts that siblings share: those of the parent. */
function siblingsSql(dictionary: Dictionary, table: string): string[] {
  const { parent } = dictionary.tables[table];
  return parent === undefined ? [] : dictionary.tables[parent].key.map((name) => `${quoted(table)}.${quoted(name)}`);
}

function keySql(dictionary: Dictionary, table: string): string {
  return `array[${dictionary.tables[table].key.map((name) => `${quoted(table)}.${quoted(name)}::text`).join(", ")}]`;
}

function tableSql(table: string): string {
  return `records.${quoted(table)} as ${quoted(table)}`;
}

/** A table with its parents: each row has them, by the database's own word. */
function familySql(dictionary: Dictionary, table: string): string {
  const [own, ...parents] = lineage(dictionary, table);
  const joins = parents.map((parent) => {
    const on = dictionary.tables[parent].key.map(
      (name) => `${quoted(own)}.${quoted(name)} = ${quoted(parent)}.${quoted(name)}`,
    );
    return ` join ${tableSql(parent)} on ${on.join(" and ")}`;
  });
  return `${tableSql(own)}${joins.join("")}`;
}
