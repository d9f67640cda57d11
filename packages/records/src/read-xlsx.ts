import { type CellObject, read, SSF, utils, type WorkBook } from "@e965/xlsx";
import { unknownName } from "./nearest-name.js";
import { type RawRow, type RawTable, rawTable } from "./raw-table.js";
import { RecordsError } from "./records-error.js";

/**
 * The cells of one sheet as strings: dates as `1990-09-03` by the workbook's own date system (1900 or 1904), with the
 * time of day where there is one; numbers with a decimal point; formulas by their stored values.
 *
 * @param options.sheet the sheet's name; the first sheet where it is not given
 * @throws RecordsError where the bytes are no .xlsx workbook, or it has no such sheet, and as `rawTable`
 */
export function readXlsx(bytes: Uint8Array, options: { file: string; sheet?: string }): RawTable {
  const { file } = options;
  const book = workbook(bytes, file);
  const name = options.sheet ?? book.SheetNames[0];
  if (!book.SheetNames.includes(name))
    throw new RecordsError(file, unknownName(name, "sheet of the workbook", book.SheetNames));
  const sheet = book.Sheets[name];
  const date1904 = book.Workbook?.WBProps?.date1904 === true;
  const rows: RawRow[] = [];
  const range = sheet["!ref"] === undefined ? undefined : utils.decode_range(sheet["!ref"]);
  const width = range ? usedWidth(sheet, range) : 0;
  for (let r = 0; range && r <= range.e.r; r++) {
    const cells: string[] = [];
    for (let c = 0; c < width; c++)
      cells.push(cellText(sheet[utils.encode_cell({ r, c })] as CellObject | undefined, date1904));
    rows.push({ cells, row: r + 1, line: r + 1 });
  }
  return rawTable(file, "xlsx", rows, [`sheet: "${name}"`, ...(date1904 ? ["dates counted from 1904"] : [])]);
}

/** Whether bytes begin as a ZIP archive does, of which an .xlsx is one. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/** Whether bytes begin as an OLE file does: a workbook of Excel before 2007, or one under a password. */
export function isOle(bytes: Uint8Array): boolean {
  return [0xd0, 0xcf, 0x11, 0xe0].every((byte, i) => bytes[i] === byte);
}

function workbook(bytes: Uint8Array, file: string): WorkBook {
  if (bytes.length === 0) throw new RecordsError(file, "the file is empty; it must be an .xlsx workbook");
  if (isOle(bytes))
    throw new RecordsError(
      file,
      "an old .xls workbook, or one under a password; open it in Excel and save it as .xlsx without one",
    );
  // The library reads any text as a sheet, so what is no ZIP archive must not reach it.
  if (!isZip(bytes))
    throw new RecordsError(file, "not an .xlsx workbook, whatever its name says; save it as .xlsx or CSV");
  let book: WorkBook;
  try {
    book = read(bytes, { type: "array", cellNF: true, cellHTML: false, cellText: false });
  } catch {
    throw new RecordsError(
      file,
      "a ZIP archive, but not a readable .xlsx workbook; open it in Excel and save it again",
    );
  }
  if (book.SheetNames.length === 0) throw new RecordsError(file, "the workbook has no sheet");
  return book;
}

function usedWidth(sheet: Record<string, unknown>, range: { s: { c: number }; e: { r: number; c: number } }): number {
  for (let c = range.e.c; c >= 0; c--)
    for (let r = 0; r <= range.e.r; r++) {
      const cell = sheet[utils.encode_cell({ r, c })] as CellObject | undefined;
      if (cell && cell.v !== undefined && cell.v !== "") return c + 1;
    }
  return 0;
}

function cellText(cell: CellObject | undefined, date1904: boolean): string {
  if (!cell || cell.v === undefined || cell.v === null) return "";
  if (cell.t === "e") return cell.w ?? "#ERROR";
  if (typeof cell.v === "boolean") return cell.v ? "true" : "false";
  if (typeof cell.v === "number" && cell.z !== undefined && SSF.is_date(String(cell.z)))
    return dateText(cell.v, date1904);
  return String(cell.v);
}

/** Serial days as the calendar's: 60 in the 1900 system is 1900-02-29, a day that never was, and is left to be refused. */
function dateText(serial: number, date1904: boolean): string {
  const parts = SSF.parse_date_code(serial, { date1904 });
  if (!parts) return String(serial);
  const two = (n: number) => String(n).padStart(2, "0");
  const date = `${String(parts.y).padStart(4, "0")}-${two(parts.m)}-${two(parts.d)}`;
  return serial % 1 === 0 ? date : `${date} ${two(parts.H)}:${two(parts.M)}:${two(Math.floor(parts.S))}`;
}
