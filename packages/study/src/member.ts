import type { FieldDefinition, Value } from "@seriatim/records";
import {
  type Dictionary,
  formatPartialDate,
  isPartialDate,
  kinship,
  lineage,
  patientOf,
  type RecordRow,
  type Records,
} from "@seriatim/records";

/** One row of a table with the rows of its parents: the unit of analysis. */
export interface Member {
  readonly row: RecordRow;
  /** The row itself and its parents' rows, by table; a parent that is not recorded is absent. */
  readonly family: ReadonlyMap<string, RecordRow>;
  /** Study number; empty where it is not recorded. */
  readonly patient: string;
  readonly key: readonly (string | number)[];
}

/**
 * All rows of the tables as members, in the order of their keys whatever that of the file, each table when it is first asked
 * for; undefined where the records lack the table.
 */
export function memberTables(
  dictionary: Dictionary,
  records: Records,
): (table: string) => readonly Member[] | undefined {
  const kin = kinship(dictionary, records);
  const made = new Map<string, readonly Member[]>();
  return (table) => {
    const rows = records[table]?.rows;
    if (!rows || made.has(table)) return made.get(table);
    const line = lineage(dictionary, table);
    const inFileOrder = rows.map((row): Member => {
      const family = new Map<string, RecordRow>();
      for (const name of line) {
        const ancestor = kin.ancestor(table, row, name);
        if (ancestor) family.set(name, ancestor);
      }
      return {
        row,
        family,
        patient: patientOf(dictionary, table, row),
        key: dictionary.tables[table].key.map((field) => keyPart(row.values[field] ?? null)),
      };
    });
    const members = inFileOrder.sort((a, b) => compareKeys(a.key, b.key));
    made.set(table, members);
    return members;
  };
}

/** What a member has in a field, or why it has nothing. */
export function recordedValue(member: Member, field: FieldDefinition): NonNullable<Value> | { missing: string } {
  const row = member.family.get(field.table);
  const value = row?.values[field.name] ?? null;
  if (value !== null) return value;
  return {
    missing:
      row && Object.hasOwn(row.unread, field.name) ? `${field.label} not readable` : `${field.label} not recorded`,
  };
}

export function isMissing(value: unknown): value is { missing: string } {
  return typeof value === "object" && value !== null && "missing" in value;
}

/** Whether anything stands in the field, readable or not. */
export function isRecorded(member: Member, field: FieldDefinition): boolean {
  const row = member.family.get(field.table);
  return row !== undefined && ((row.values[field.name] ?? null) !== null || Object.hasOwn(row.unread, field.name));
}

/** Number of different patients; rows without a study number count for none. */
export function patientCount(members: Iterable<Member>): number {
  const seen = new Set<string>();
  for (const { patient } of members) if (patient !== "") seen.add(patient);
  return seen.size;
}

/** Numbers by size before texts by character; of equal keys the sort keeps the order. */
function compareKeys(a: Member["key"], b: Member["key"]): number {
  const k = a.findIndex((part, i) => part !== b[i]);
  if (k < 0) return 0;
  const [one, other] = [a[k], b[k]];
  if (typeof one === "number" && typeof other === "number") return one - other;
  if (typeof one === typeof other) return one < other ? -1 : 1;
  return typeof one === "number" ? -1 : 1;
}

function keyPart(value: Value): string | number {
  if (value === null) return "";
  if (isPartialDate(value)) return formatPartialDate(value);
  return typeof value === "boolean" ? String(value) : value;
}
