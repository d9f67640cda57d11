import type { CliIo } from "./cli-io.js";
import { type TextStyle, textStyle } from "./text-style.js";
import { plainText, type TextColumn, textTable } from "./text-table.js";
import { wrapped } from "./text-width.js";

type Shown = Pick<CliIo, "stdout" | "environment">;

/** Dresses a cell below the headings. */
export type DressCell = (style: TextStyle, text: string, row: number, column: number) => string;

/** A table as stdout shows it: headings set off, and on a terminal no wider than that. */
export function shownTable(
  io: Shown,
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  dress: DressCell = (_, text) => text,
): string {
  const style = textStyle(io);
  return textTable(columns, rows, {
    width: io.stdout.columns,
    dress: (text, row, column) => (row < 0 ? style.strong(text) : dress(style, text, row, column)),
  });
}

/** Lines below an answer, set off by an empty one, on a terminal broken at spaces. Empty where there are none. */
export function shownLines({ stdout }: Shown, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const width = stdout.columns ?? Number.POSITIVE_INFINITY;
  return `\n${lines.flatMap((line) => wrapped(plainText(line), width).map((part) => `${part}\n`)).join("")}`;
}
