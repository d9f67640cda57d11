import { type CellObject, SSF, utils } from "@e965/xlsx";

/** A cell of a sheet; undefined where nothing stands. */
export type Cell = CellObject | undefined;

/**
 * A sheet's cell as text: a date as `1990-09-03` by the workbook's own date system (1900 or 1904), with the time of day
 * where there is one; a time alone as `36:05:00`; a percentage as `7%`; another number with a decimal point; an error as
 * `#N/A`; empty where there is nothing.
 */
export function cellText(cell: Cell, date1904: boolean): string {
  if (!cell || cell.t === "z") return "";
  if (cell.t === "e") return typeof cell.v === "number" ? utils.format_cell(cell) : "#ERROR!";
  if (cell.v === undefined || cell.v === null) return "";
  if (typeof cell.v === "boolean") return cell.v ? "true" : "false";
  if (typeof cell.v === "number" && cell.z !== undefined) return numberText(cell.v, String(cell.z), date1904);
  return String(cell.v);
}

/** Whether a formula stands there that no spreadsheet program has computed yet. */
export function isFormulaWithoutValue(cell: Cell): boolean {
  return cell?.t === "z" && cell.f !== undefined;
}

function numberText(value: number, format: string, date1904: boolean): string {
  const letters = format.replace(/"[^"]*"|\\./g, "");
  const plain = letters.replace(/\[[^\]]*\]/g, "");
  if (SSF.is_date(format)) {
    const hasTime = /[hs]|\[m/i.test(letters);
    return hasTime && !/[dy]/i.test(plain) ? timeText(value) : dateText(value, date1904);
  }
  // 0.07 · 100 is not quite 7.
  return plain.includes("%") ? `${Number((value * 100).toPrecision(15))}%` : String(value);
}

/** Serial days as the calendar's: 60 in the 1900 system is 1900-02-29, a day that never was, and is left to be refused. */
function dateText(serial: number, date1904: boolean): string {
  const parts = SSF.parse_date_code(serial, { date1904 });
  if (!parts) return String(serial);
  const date = `${String(parts.y).padStart(4, "0")}-${two(parts.m)}-${two(parts.d)}`;
  return serial % 1 === 0 ? date : `${date} ${two(parts.H)}:${two(parts.M)}:${two(Math.floor(parts.S))}`;
}

/** Days as hours, minutes and seconds. */
function timeText(days: number): string {
  const seconds = Math.round(Math.abs(days) * 86_400);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${days < 0 ? "-" : ""}${two(hours)}:${two(minutes)}:${two(seconds % 60)}`;
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}
