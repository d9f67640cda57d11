import {
  allHold,
  type Dictionary,
  type FieldDefinition,
  lineage,
  type RecordRow,
  readValue,
  type UnreadValue,
  type Value,
} from "@seriatim/records";
import type { PatientRow } from "../../../service/patient.js";

/** What a person typed for a row, with the rows above it, as the rules see them. */
export function familyOfTexts(
  dictionary: Dictionary,
  table: string,
  texts: Readonly<Record<string, string>>,
  rows: Readonly<Record<string, readonly PatientRow[]>>,
): ReadonlyMap<string, RecordRow> {
  const family = new Map([[table, recordRow(dictionary, table, texts)]]);
  for (const ancestor of lineage(dictionary, table).slice(1)) {
    const { key } = dictionary.tables[ancestor];
    const row = rows[ancestor]?.find((one) => key.every((name, i) => one.key[i] === texts[name]));
    if (row) family.set(ancestor, recordRow(dictionary, ancestor, { ...row.texts, ...row.derived }));
  }
  return family;
}

/** Whether a field must be given, by itself or by a rule. */
export function isRequired(
  dictionary: Dictionary,
  field: FieldDefinition,
  family: ReadonlyMap<string, RecordRow>,
): boolean {
  return field.required || ruleHolds(dictionary, "required-when", field, family);
}

/** Whether a rule says that the field stays empty as things are. */
export function isNotApplicable(
  dictionary: Dictionary,
  field: FieldDefinition,
  family: ReadonlyMap<string, RecordRow>,
): boolean {
  return ruleHolds(dictionary, "empty-when", field, family);
}

function ruleHolds(
  dictionary: Dictionary,
  kind: "required-when" | "empty-when",
  field: FieldDefinition,
  family: ReadonlyMap<string, RecordRow>,
): boolean {
  return dictionary.rules.some(
    (rule) =>
      rule.kind === kind &&
      rule.field.table === field.table &&
      rule.field.field === field.name &&
      allHold(rule.when, family),
  );
}

function recordRow(dictionary: Dictionary, table: string, texts: Readonly<Record<string, string>>): RecordRow {
  const values: Record<string, Value> = {};
  const unread: Record<string, UnreadValue> = {};
  for (const field of Object.values(dictionary.tables[table].fields)) {
    const text = texts[field.name] ?? "";
    const { value, fault } = readValue(field, text, { decimalComma: false });
    values[field.name] = value;
    if (fault) unread[field.name] = { text, ...fault };
  }
  return { row: 0, values, unread };
}
