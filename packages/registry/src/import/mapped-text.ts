import { codeSpelling, type FieldDefinition } from "@seriatim/records";
import { unguardFormula } from "../rows/formula-cell.js";
import { readCell } from "../rows/stored-row.js";
import type { ColumnMapping, Mapping } from "./mapping.js";

/** What the mapping makes of a cell's text, without spaces around it; still to be read by the dictionary. */
export function mappedText(
  text: string,
  column: ColumnMapping,
  field: FieldDefinition,
  mapping: Pick<Mapping, "slashes" | "twoDigitYearsFrom">,
  decimalComma: boolean,
): string {
  if (text === "") return "";
  const spelling = codeSpelling(text);
  const mapped = Object.entries(column.values).find(([from]) => codeSpelling(from) === spelling)?.[1];
  if (mapped !== undefined) return mapped;
  if (field.type === "date") return dateText(text, mapping);
  const plain = field.type === "text" ? unguardFormula(text) : text;
  const padded = column.digits === undefined || !/^\d+$/.test(plain) ? plain : plain.padStart(column.digits, "0");
  if (column.factor !== undefined) return scaled(padded, column.factor, field, decimalComma);
  return `${column.prefix}${padded}`;
}

function scaled(text: string, factor: number, field: FieldDefinition, decimalComma: boolean): string {
  const { cell } = readCell({ ...field, type: "decimal", min: undefined, max: undefined }, text, decimalComma);
  // 1.1 · 10 is not quite 11.
  return cell === null ? text : String(Number((Number(cell) * factor).toPrecision(15)));
}

function dateText(
  text: string,
  { slashes, twoDigitYearsFrom }: Pick<Mapping, "slashes" | "twoDigitYearsFrom">,
): string {
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
