import { type Dictionary, type FieldDefinition, isPartialDate, type TableDefinition } from "./dictionary.js";
import type { Finding, FindingKind } from "./finding.js";
import { type Kinship, keyText, patientOf } from "./kinship.js";
import { formatPartialDate, isSurelyBefore, type PartialDate } from "./partial-date.js";
import { beyondLimits, valueText } from "./read-value.js";
import type { RecordRow, Records, RecordTable, Value } from "./record.js";

/** Findings on single values, keys and parents. Unsorted. O(values). */
export function checkStructure(dictionary: Dictionary, records: Records, kin: Kinship, asOf: PartialDate): Finding[] {
  const findings: Finding[] = [];
  for (const definition of Object.values(dictionary.tables)) {
    const table = records[definition.name];
    if (!table) continue;
    const add = (kind: FindingKind, row: RecordRow, field: string, why: string) =>
      findings.push({
        kind,
        patient: patientOf(dictionary, definition.name, row),
        table: definition.name,
        field,
        row: row.row,
        why,
      });
    for (const row of table.rows)
      for (const field of Object.values(definition.fields)) {
        const fault = valueFault(field, row, asOf);
        if (fault) add(fault.kind, row, field.name, fault.why);
      }
    for (const { row, why } of duplicates(definition, table)) add("duplicate-key", row, definition.key.at(-1)!, why);
    const parent = definition.parent === undefined ? undefined : dictionary.tables[definition.parent];
    if (!parent || !records[parent.name]) continue;
    for (const row of table.rows)
      if (keyText(row, parent.key) !== undefined && !kin.ancestor(definition.name, row, parent.name))
        add("orphan", row, parent.key.at(-1)!, `no such ${parent.one}`);
  }
  return findings;
}

function valueFault(
  field: FieldDefinition,
  row: RecordRow,
  asOf: PartialDate,
): { kind: FindingKind; why: string } | undefined {
  const value: Value = row.values[field.name] ?? null;
  if (value === null)
    return field.required && !Object.hasOwn(row.unread, field.name)
      ? { kind: "missing-required", why: `${field.label} is missing` }
      : undefined;
  const shown = field.identifying ? field.label : valueText(field, value);
  if (isPartialDate(value))
    return isSurelyBefore(asOf, value)
      ? { kind: "date-future", why: `${shown} is in the future (after ${formatPartialDate(asOf)})` }
      : undefined;
  if (field.type === "code" && !field.codes.some((code) => code.value === value))
    return { kind: "unknown-code", why: `${shown} is not one of ${field.codes.map((code) => code.value).join(", ")}` };
  if (typeof value !== "number") return undefined;
  const beyond = beyondLimits(field, value);
  if (beyond !== undefined)
    return { kind: "invalid-number", why: field.identifying ? `${field.label} is beyond its limits` : beyond };
  const [low, high] = field.plausible ?? [-Infinity, Infinity];
  if (value >= low && value <= high) return undefined;
  const unit = field.unit === undefined ? "" : ` ${field.unit}`;
  return { kind: "implausible-value", why: `${shown} is outside the plausible ${low} to ${high}${unit}` };
}

function duplicates(definition: TableDefinition, table: RecordTable): { row: RecordRow; why: string }[] {
  const first = new Map<string, number>();
  const found: { row: RecordRow; why: string }[] = [];
  const last = definition.fields[definition.key.at(-1)!];
  for (const row of table.rows) {
    const key = keyText(row, definition.key);
    if (key === undefined) continue;
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, row.row);
      continue;
    }
    const which =
      definition.parent === undefined || last.identifying ? "" : ` ${valueText(last, row.values[last.name])}`;
    found.push({ row, why: `${definition.one}${which} stands twice, first in row ${earlier}` });
  }
  return found;
}
