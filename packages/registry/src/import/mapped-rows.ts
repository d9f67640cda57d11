import { codeSpelling, type FieldDefinition, type RawTable, RecordsError, unknownName } from "@seriatim/records";
import { keyTextOf, readCell } from "../rows/stored-row.js";
import { recordedFields } from "../schema/record-tables.js";
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
        const { unread } = given.get(missing)!;
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
  return repeats.map((n) => {
    const parts = columns.map((column) => {
      const heading = column.from?.replaceAll("{n}", n ?? "");
      const j = heading === undefined ? -1 : raw.columns.indexOf(heading);
      if (heading !== undefined && j < 0)
        throw new RecordsError(
          raw.file,
          `the mapping has ${definition.name}.${column.field} from “${heading}”: ${unknownName(heading, "heading of the file", raw.columns)}`,
        );
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
          readCell(field, valueText(texts[k], column, field, mapping, decimalComma), decimalComma),
        ]),
      );
    };
  });
}

/** What the mapping makes of a cell's text, still to be read by the dictionary. */
function valueText(
  text: string,
  column: ColumnMapping,
  field: FieldDefinition,
  mapping: Mapping,
  decimalComma: boolean,
): string {
  if (text === "") return "";
  const spelling = codeSpelling(text);
  const mapped = Object.entries(column.values).find(([from]) => codeSpelling(from) === spelling)?.[1];
  if (mapped !== undefined) return mapped;
  // A spreadsheet shows a text that begins like a formula with an apostrophe before it.
  if (field.type === "text" && /^'[=+\-@\t\r']/.test(text)) return text.slice(1);
  if (field.type === "date") return dateText(text, mapping);
  const padded = column.digits === undefined || !/^\d+$/.test(text) ? text : text.padStart(column.digits, "0");
  if (column.factor !== undefined) return scaled(padded, column.factor, field, decimalComma);
  return `${column.prefix}${padded}`;
}

function scaled(text: string, factor: number, field: FieldDefinition, decimalComma: boolean): string {
  const { cell } = readCell({ ...field, type: "decimal", min: undefined, max: undefined }, text, decimalComma);
  // 1.1 · 10 is not quite 11.
  return cell === null ? text : String(Number((Number(cell) * factor).toPrecision(15)));
}

function dateText(text: string, { slashes, twoDigitYearsFrom }: Mapping): string {
  const short = /^(\d{1,2})([./-])(\d{1,2})\2(\d{2})$/.exec(text);
  let written = text;
  if (short && twoDigitYearsFrom !== undefined) {
    const century = Math.floor(twoDigitYearsFrom / 100) * 100;
    const year = century + Number(short[4]);
    written = `${short[1]}${short[2]}${short[3]}${short[2]}${year < twoDigitYearsFrom ? year + 100 : year}`;
  }
  const slashed = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/.exec(written);
  if (!slashed || slashes === undefined) return written;
  const [, first, second, year] = slashed;
  const [day, month] = slashes === "day-first" ? [first, second] : [second, first];
  return `${day}.${month}.${year}`;
}
