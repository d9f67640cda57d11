import { RecordsError } from "./records-error.js";
import { shortText } from "./short-text.js";
import { refuseLargeTable } from "./table-limits.js";

/** A file's cells as strings, before any dictionary. */
export interface RawTable {
  /** File name without folder. */
  file: string;
  format: "csv" | "xlsx";
  /** The headings on one line, without spaces around them; none twice. */
  columns: string[];
  /** Each row as long as `columns`. Rows without any value are left out and counted in `emptyRows`. */
  rows: string[][];
  /** For each of `rows` its 1-based row in the file, the header being row 1. */
  rowNumbers: number[];
  emptyRows: number;
  /** What was found out about the file, each to be said to the user: `separator: ";"`. */
  sniffed: string[];
  /** Whether its numbers are written 12,5. */
  decimalComma: boolean;
}

/** A row of cells and where it stands. */
export interface RawRow {
  cells: string[];
  row: number;
  /** 1-based line in a CSV; the row in a sheet. */
  line: number;
}

/**
 * The first row is the header, the others are as long as it.
 *
 * @throws RecordsError where there is no header, a heading is empty above values or stands twice, or a row is longer or shorter
 */
export function rawTable(
  file: string,
  format: RawTable["format"],
  lines: readonly RawRow[],
  sniffed: readonly string[],
): RawTable {
  const filled = lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  const header = filled[0];
  if (!header) throw new RecordsError(file, "the file is empty; its first row must hold the headings");
  const body = filled.slice(1);
  const width = header.cells.length;
  refuseLargeTable({ columns: width }, file);
  const [noun, placeOf] =
    format === "csv" ? ["line", (line: number) => ({ line })] : ["row", (line: number) => ({ row: line })];
  const ragged = body.find(({ cells }) => cells.length !== width);
  if (ragged)
    throw new RecordsError(
      file,
      `found ${count(ragged.cells.length, "field")}, expected ${width} as in the header`,
      placeOf(ragged.line),
    );
  const headings = header.cells.map(headingOf);
  const kept: number[] = [];
  const emptyColumns: number[] = [];
  headings.forEach((heading, j) => {
    if (heading !== "") {
      const first = headings.indexOf(heading);
      if (first < j)
        throw new RecordsError(
          file,
          `the heading “${shortText(heading)}” stands twice, in columns ${first + 1} and ${j + 1}; rename or remove one`,
          placeOf(header.line),
        );
      kept.push(j);
      return;
    }
    const row = body.find(({ cells }) => cells[j].trim() !== "");
    if (row)
      throw new RecordsError(
        file,
        `column ${j + 1} has no heading, yet ${noun} ${row.line} has a value in it; give it a heading`,
        placeOf(header.line),
      );
    emptyColumns.push(j + 1);
  });
  const isWhole = kept.length === width;
  const rows = body.map(({ cells }) => (isWhole ? cells : kept.map((j) => cells[j])));
  const decimalComma = writesDecimalComma(rows);
  return {
    file,
    format,
    columns: kept.map((j) => headings[j]),
    rows,
    rowNumbers: body.map(({ row }) => row),
    emptyRows: lines.length - filled.length,
    sniffed: [
      ...sniffed,
      ...(decimalComma ? ["decimal comma"] : []),
      ...(emptyColumns.length > 0
        ? [`${count(emptyColumns.length, "column")} without heading and values left out`]
        : []),
    ],
    decimalComma,
  };
}

/** A heading without spaces around it, on one line where a spreadsheet has wrapped it. */
export function headingOf(cell: string): string {
  return cell.trim().replace(/\s+/gu, " ");
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

/** By the numbers that can be read in one way only: 12,0 and 1.234,5 for the comma, 12.0 against it; 09.1990 is a month. */
function writesDecimalComma(rows: readonly string[][]): boolean {
  let commas = 0;
  let points = 0;
  for (const cells of rows)
    for (const cell of cells) {
      const text = cell.trim();
      if (/^[-+]?(\d+|\d{1,3}(\.\d{3})+),\d+$/.test(text) && !/^[-+]?[1-9]\d{0,2},\d{3}$/.test(text)) commas++;
      else if (
        /^[-+]?\d+\.\d+$/.test(text) &&
        !/^[-+]?[1-9]\d{0,2}\.\d{3}$|^(0?[1-9]|1[0-2])\.(1[89]|20)\d\d$/.test(text)
      )
        points++;
    }
  return commas > points;
}
