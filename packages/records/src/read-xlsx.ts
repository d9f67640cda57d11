import { type DenseWorkSheet, read, type WorkBook } from "@e965/xlsx";
import { type Cell, cellText, isFormulaWithoutValue } from "./cell-text.js";
import { unknownName } from "./nearest-name.js";
import { type RawRow, type RawTable, rawTable } from "./raw-table.js";
import { RecordsError } from "./records-error.js";
import { refuseLargeTable } from "./table-limits.js";
import { unpackedWorkbook } from "./unpacked-workbook.js";

/**
 * The cells of one sheet as strings, as `cellText` writes them; formulas by their stored values. Of merged cells only the
 * first has a value.
 *
 * @param options.sheet the sheet's name; the first sheet that is not hidden where it is not given
 * @throws RecordsError where the bytes are no .xlsx workbook or unpack to too much, it has no such sheet, or a formula's value is not stored,
 *   and as `rawTable`
 */
export function readXlsx(bytes: Uint8Array, options: { file: string; sheet?: string }): RawTable {
  const { file } = options;
  const book = workbook(bytes, file);
  const isHidden = book.SheetNames.map((_, i) => (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) !== 0);
  const name = options.sheet ?? book.SheetNames.find((_, i) => !isHidden[i]) ?? book.SheetNames[0];
  if (!book.SheetNames.includes(name))
    throw new RecordsError(file, unknownName(name, "sheet of the workbook", book.SheetNames));
  const sheet = book.Sheets[name] as DenseWorkSheet;
  const date1904 = book.Workbook?.WBProps?.date1904 === true;
  const rows = sheetRows(sheet["!data"] ?? [], date1904, file);
  if (rows.length === 0)
    throw new RecordsError(file, `the sheet “${name}” is empty; its first row must hold the headings`);
  const merged = sheet["!merges"]?.length ?? 0;
  const others = book.SheetNames.filter((other) => other !== name);
  return rawTable(file, "xlsx", rows, [
    `sheet: "${name}"`,
    ...(others.length > 0 ? [`sheets not read: ${others.map((other) => `"${other}"`).join(", ")}`] : []),
    ...(date1904 ? ["dates counted from 1904"] : []),
    ...(merged > 0 ? [`merged cells, read as the first of each: ${merged}`] : []),
  ]);
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
  const unreadable = "a ZIP archive, but not a readable .xlsx workbook; open it in Excel and save it again";
  const archive = unpackedWorkbook(bytes, file);
  if (!archive) throw new RecordsError(file, unreadable);
  let book: WorkBook;
  try {
    // Stubs, because without them the library passes over a formula whose value is not stored.
    book = read(archive, {
      type: "array",
      dense: true,
      sheetStubs: true,
      cellNF: true,
      cellHTML: false,
      cellText: false,
    });
  } catch {
    throw new RecordsError(file, unreadable);
  }
  if (book.SheetNames.length === 0) throw new RecordsError(file, "the workbook has no sheet");
  return book;
}

/** All rows down to the last with a value, each as wide as the widest; empty ones have no cells. O(cells). */
function sheetRows(cells: readonly (readonly Cell[])[], date1904: boolean, file: string): RawRow[] {
  // A row may claim any number.
  refuseLargeTable({ rows: cells.length }, file);
  let widest = 0;
  let held = 0;
  cells.forEach((row) => {
    widest = Math.max(widest, row.length);
    held += row.length;
  });
  refuseLargeTable({ columns: widest, cells: held }, file);
  const texts = Array.from(cells, (row, r) =>
    Array.from(row ?? [], (cell, c) => {
      if (isFormulaWithoutValue(cell))
        throw new RecordsError(
          file,
          `column ${c + 1} holds a formula whose value is not stored; open the workbook in Excel and save it again`,
          { row: r + 1 },
        );
      return cellText(cell, date1904);
    }),
  );
  const widths = texts.map((row) => row.findLastIndex((text) => text !== "") + 1);
  const width = widths.reduce((most, own) => Math.max(most, own), 0);
  const height = widths.findLastIndex((own) => own > 0) + 1;
  refuseLargeTable({ cells: width * widths.filter((own) => own > 0).length }, file);
  return texts.slice(0, height).map((row, r) => ({
    cells: widths[r] === 0 ? [] : Array.from({ length: width }, (_, c) => row[c] ?? ""),
    row: r + 1,
    line: r + 1,
  }));
}
