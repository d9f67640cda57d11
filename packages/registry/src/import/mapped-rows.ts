import { codeSpelling, type RawTable, RecordsError, unknownName } from "@seriatim/records";
import { keyTextOf, readCell } from "../rows/stored-row.js";
import { recordedFields } from "../schema/record-tables.js";
import { mappedText } from "./mapped-text.js";
import type { ColumnMapping, Mapping, TableMapping } from "./mapping.js";

/** What a file says of one row of a table. */
export interface MappedRow {
  /** 1-based row of the file. */
  row: number;
  /** Of the recorded fields that the mapping has. */
  given: ReadonlyMap<string, { cell: string | null; unread?: string }>;
  key: readonly string[];
}

export interface RefusedRow {
  row: number;
  why: string;
}

/**
 * The rows of one table that a file holds. Several rows of the file may say things of one row of the table, so long as they do not
 * contradict each other. A row without its whole key is refused, as is one that contradicts an earlier one.
 *
 * @throws RecordsError where a column of the mapping is not in the file
 */
export function mappedRows(
  raw: RawTable,
  mapping: Mapping,
  table: TableMapping,
): { rows: MappedRow[]; refused: RefusedRow[] } {
  const { definition } = table;
  const cellsOf = cellReaders(raw, mapping, table);
  const places = new Map(recordedFields(definition).map((field) => [field.name, field]));
  const rows = new Map<string, MappedRow>();
  const refused: RefusedRow[] = [];
  raw.rows.forEach((cells, i) => {
    for (const read of cellsOf) {
      const given = read(cells);
      if (!given) continue;
      const row = raw.rowNumbers[i];
      const missing = definition.key.find((name) => (given.get(name)?.cell ?? null) === null);
      if (missing !== undefined) {
        const { label } = places.get(missing)!;
        const unread = given.get(missing)?.unread;
        const what =
          unread === undefined || places.get(missing)!.identifying ? "is missing" : `cannot be read (${unread})`;
        refused.push({ row, why: `${label} ${what}; a ${definition.one} is known by it` });
        continue;
      }
      const key = definition.key.map((name) => given.get(name)!.cell!);
      const earlier = rows.get(keyTextOf(key));
      if (!earlier) rows.set(keyTextOf(key), { row, given, key });
      else {
        const merged = merge(earlier, given);
        if (merged instanceof Map) rows.set(keyTextOf(key), { ...earlier, given: merged });
        else
          refused.push({
            row,
            why: `says another ${places.get(merged)!.label} of this ${definition.one} than row ${earlier.row}`,
          });
      }
    }
  });
  return { rows: [...rows.values()], refused };
}

type Given = Map<string, { cell: string | null; unread?: string }>;

/** Both together, or the field in which they contradict each other. */
function merge(earlier: MappedRow, given: Given): Given | string {
  const merged: Given = new Map(earlier.given);
  for (const [field, own] of given) {
    const other = merged.get(field);
    const isEmpty = own.cell === null && own.unread === undefined;
    if (isEmpty) continue;
    if (
      other &&
      (other.cell !== null || other.unread !== undefined) &&
      (other.cell !== own.cell || other.unread !== own.unread)
    )
      return field;
    merged.set(field, own);
  }
  return merged;
}

/** For each of `for_each`, or once, what a row of the file says; undefined where it says nothing of the table. */
function cellReaders(
  raw: RawTable,
  mapping: Mapping,
  { definition, forEach, columns }: TableMapping,
): ((cells: readonly string[]) => Given | undefined)[] {
  const missing = new Set(mapping.missing.map(codeSpelling));
  const decimalComma = mapping.decimalComma ?? raw.decimalComma;
  const repeats: (string | undefined)[] = forEach.length === 0 ? [undefined] : [...forEach];
  const headingOf = (column: ColumnMapping, n = "") => column.from?.replaceAll("{n}", n);
  for (const column of columns) {
    const headings = repeats.map((n) => headingOf(column, n));
    const [heading] = headings;
    // Sheets often have fewer columns for a third operation than for a first: one of the headings will do.
    if (heading !== undefined && !headings.some((one) => raw.columns.includes(one!)))
      throw new RecordsError(
        raw.file,
        `the mapping has ${definition.name}.${column.field} from “${heading}”: ${unknownName(heading, "heading of the file", raw.columns)}`,
      );
  }
  return repeats.map((n) => {
    const parts = columns.flatMap((column) => {
      const heading = headingOf(column, n);
      const j = heading === undefined ? -1 : raw.columns.indexOf(heading);
      if (heading !== undefined && j < 0) return [];
      return {
        column,
        field: definition.fields[column.field],
        j,
        constant: column.value?.replaceAll("{n}", n ?? ""),
        tells:
          heading !== undefined &&
          (n === undefined ? !definition.key.includes(column.field) : column.from!.includes("{n}")),
      };
    });
    const isRoot = definition.parent === undefined;
    return (cells) => {
      const texts = parts.map(({ j, constant }) => {
        const text = constant ?? cells[j].trim();
        return missing.has(codeSpelling(text)) ? "" : text;
      });
      // A child's row is there where anything of its own is; a patient's wherever the number is.
      if (!isRoot && !parts.some(({ tells }, k) => tells && texts[k] !== "") && parts.some(({ tells }) => tells))
        return undefined;
      return new Map(
        parts.map(({ column, field }, k) => [
          field.name,
          readCell(field, mappedText(texts[k], column, field, mapping, decimalComma), decimalComma),
        ]),
      );
    };
  });
}
