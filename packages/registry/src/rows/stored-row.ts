import {
  type FieldDefinition,
  formatPartialDate,
  isPartialDate,
  readValue,
  type TableDefinition,
  type Value,
} from "@seriatim/records";
import { recordedFields } from "../schema/record-tables.js";

/**
 * A row as the registry keeps it: each field as the text that the dictionary's reader reads back to the same value, in the order of
 * the table's recorded fields; `null` where nothing is recorded.
 */
export interface StoredRow {
  cells: readonly (string | null)[];
  /** What was given for a field and could not be read, by field; its cell is `null`. */
  unread: Readonly<Record<string, string>>;
  centre: string;
  version: number;
}

/** The text of a value: a date as ISO, a number with a decimal point, yes or no. */
export function cellOf(value: Value): string | null {
  if (value === null) return null;
  if (isPartialDate(value)) return formatPartialDate(value);
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

/** What the database answers for a column as text, as the cell that `cellOf` makes. */
export function cellOfColumn(field: FieldDefinition, text: string | null): string | null {
  if (text === null) return null;
  if (field.type === "boolean") return text === "true" || text === "t" ? "yes" : "no";
  return field.type === "decimal" ? String(Number(text)) : text;
}

/** A cell as the database is told it. */
export function columnOfCell(field: FieldDefinition, cell: string | null): string | null {
  return cell !== null && field.type === "boolean" ? String(cell === "yes") : cell;
}

/** What stands in a row for a person to read: what could not be read as it was given. */
export function shownCell(definition: TableDefinition, row: StoredRow, field: string): string {
  return row.unread[field] ?? row.cells[recordedFields(definition).findIndex(({ name }) => name === field)] ?? "";
}

/** A text that a person gave for a field: as a cell, or as what could not be read. */
export function readCell(
  field: FieldDefinition,
  text: string,
  decimalComma: boolean,
): { cell: string | null; unread?: string } {
  const { value, fault } = readValue(field, text, { decimalComma });
  return fault ? { cell: null, unread: text.trim() } : { cell: cellOf(value) };
}

/** The key of a row as one text; the parts are those of the history. */
export function keyTextOf(key: readonly (string | null)[]): string {
  return key.join("\u0000");
}

/** The places of the key's fields among the recorded ones. */
export function keyPlaces(definition: TableDefinition): number[] {
  const names = recordedFields(definition).map(({ name }) => name);
  return definition.key.map((name) => names.indexOf(name));
}

/** A row as `selectRows` selects it. */
export function storedRowOf(definition: TableDefinition, row: Readonly<Record<string, unknown>>): StoredRow {
  return {
    cells: recordedFields(definition).map((field, i) => cellOfColumn(field, row[`f${i}`] as string | null)),
    unread: row._unread as Record<string, string>,
    centre: row._centre as string,
    version: row._version as number,
  };
}

/** A row of the history as the registry keeps rows. */
export function storedRow(definition: TableDefinition, row: Readonly<Record<string, unknown>>): StoredRow {
  return {
    cells: recordedFields(definition).map((field) => {
      const value = row[field.name];
      return cellOfColumn(field, value === undefined || value === null ? null : String(value));
    }),
    unread: (row._unread ?? {}) as Record<string, string>,
    centre: String(row._centre),
    version: Number(row._version),
  };
}

/** The order of rows by key: texts by their code points, numbers and dates as such. */
export function compareKeys(definition: TableDefinition, a: StoredRow, b: StoredRow): number {
  const fields = recordedFields(definition);
  for (const j of keyPlaces(definition)) {
    const [own, other] = [a.cells[j] ?? "", b.cells[j] ?? ""];
    const isNumber = ["integer", "decimal"].includes(fields[j].type);
    const difference = isNumber ? Number(own) - Number(other) : compareCodePoints(own, other);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** As bytes of UTF-8 compare; a text's own units would put what is beyond U+FFFF before U+E000 to U+FFFF. */
function compareCodePoints(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  if (i === a.length || i === b.length) return a.length - b.length;
  const [own, other] = [a.charCodeAt(i), b.charCodeAt(i)];
  const isBeyond = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;
  return isBeyond(own) === isBeyond(other) ? own - other : isBeyond(own) ? 1 : -1;
}
