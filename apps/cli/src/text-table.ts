import { widthOf, wrapped } from "./text-width.js";

/** One column of a printed table. */
export interface TextColumn {
  heading: string;
  /** Numbers stand to the right. Default left. */
  align?: "left" | "right";
}

/** Dresses a cell after it was laid out, e.g. in colour; the text is padded already. Row −1 is the line of headings. */
export type Dress = (text: string, row: number, column: number) => string;

export interface TextTableOptions {
  dress?: Dress;
  /** Columns of the terminal, which the table then keeps to. Default: it is as wide as its cells. */
  width?: number;
}

/**
 * An aligned table: a line of headings and one line a row, two spaces between columns, no spaces at the ends of lines.
 * Without rows only the headings. Width is counted in columns of a terminal. Where the table is wider than `width`, words
 * of its left-aligned cells go on in further lines; where that is not enough, each cell has a line of its own.
 */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  { dress = (text) => text, width = Number.POSITIVE_INFINITY }: TextTableOptions = {},
): string {
  const cells = [columns.map(({ heading }) => heading), ...rows].map((row) =>
    columns.map((_, j) => plainText(row[j] ?? "")),
  );
  const widths = fitted(columns, cells, width);
  const lines = widths
    ? cells.flatMap((row, i) => linesOf(columns, row, widths, (text, j) => dress(text, i - 1, j)))
    : cells
        .slice(1)
        .flatMap((row, i) => ["", ...stacked(cells[0], row, width, (text, j) => dress(text, i, j))])
        .slice(1);
  return lines.map((line) => `${line}\n`).join("");
}

function linesOf(
  columns: readonly TextColumn[],
  row: readonly string[],
  widths: readonly number[],
  dress: (text: string, column: number) => string,
): string[] {
  const pieces = row.map((cell, j) => wrapped(cell, widths[j]));
  const height = Math.max(1, ...pieces.map((lines) => lines.length));
  return Array.from({ length: height }, (_, k) => {
    const line = pieces.map((lines) => lines[k] ?? "");
    const dressed = line.map((text, j) => {
      const space = " ".repeat(widths[j] - widthOf(text));
      const isLast = line.slice(j + 1).every((cell) => cell === "");
      return dress(columns[j].align === "right" ? space + text : isLast ? text : text + space, j);
    });
    return dressed.join("  ").trimEnd();
  });
}

function stacked(
  headings: readonly string[],
  row: readonly string[],
  width: number,
  dress: (text: string, column: number) => string,
): string[] {
  return row.flatMap((cell, j) => {
    if (cell === "") return [];
    return wrapped(headings[j] === "" ? cell : `${headings[j]}: ${cell}`, width).map((text) => dress(text, j));
  });
}

/** Widths of the columns, the widest left-aligned ones narrowed until the table fits; undefined where it cannot. */
function fitted(
  columns: readonly TextColumn[],
  cells: readonly (readonly string[])[],
  limit: number,
): number[] | undefined {
  const widest = (widthIn: (cell: string) => number) =>
    columns.map((_, j) => cells.reduce((most, row) => Math.max(most, widthIn(row[j])), 0));
  const widths = widest(widthOf);
  let excess = widths.reduce((sum, width) => sum + width, 2 * (widths.length - 1)) - limit;
  if (excess <= 0) return widths;
  const longestWords = widest((cell) => Math.max(...cell.split(" ").map(widthOf)));
  const least = widths.map((width, j) =>
    columns[j].align === "right"
      ? width
      : Math.min(width, Math.max(narrowest, Math.min(longestWords[j], longestWhole))),
  );
  for (; excess > 0; excess--) {
    const j = widths.reduce((most, width, k) => (width > least[k] && width > (widths[most] ?? 0) ? k : most), -1);
    if (j < 0) return undefined;
    widths[j]--;
  }
  return widths;
}

/** No column is made narrower than this, nor than its longest word where that has up to `longestWhole` characters. */
const narrowest = 8;
const longestWhole = 30;

/** Text from a file made harmless for a terminal: control and direction characters, line ends among them, become spaces. */
export function plainText(text: string): string {
  return text.replace(harmful, " ");
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const harmful = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]+/g;
