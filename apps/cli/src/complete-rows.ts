import { type ColumnKind, type LabelColumn, type NumberColumn, readCsvColumns } from "@seriatim/records";
import type { CliIo } from "./cli-io.js";
import { InputError } from "./input-error.js";
import { numberOf } from "./option-values.js";
import type { Progress } from "./progress.js";
import { inputName, streamInput } from "./read-input.js";

/** The columns that a command needs, each with the option that asked for it. */
export type WantedColumns = readonly WantedColumn[];

export interface WantedColumn {
  name: string;
  kind: ColumnKind;
  option: string;
  /** Its column can have no other part: a time is no group. */
  alone: boolean;
}

/** Labels of the complete rows: only those that occur, numbers by size, others by their characters. */
export interface Labels {
  codes: Int32Array;
  labels: string[];
}

/** The rows of one CSV in which no wanted column is empty. */
export interface CompleteRows {
  /** The file's name, for messages. */
  file: string;
  n: number;
  leftOut: LeftOut;
  /** How the file is written: `separator: ";"`, `decimal comma`. */
  sniffed: string[];
  numbers(name: string): Float64Array;
  labels(name: string): Labels;
  /** A label as a number in the way of the file, with a decimal comma where its separator is none; NaN where it is none. */
  numberOf(label: string): number;
  /** The line of the file on which complete row i stands. */
  line(i: number): number;
}

/** Rows left out because a value is missing; one row may miss several. */
export interface LeftOut {
  /** Rows of the file. */
  of: number;
  rows: number;
  missing: { column: string; rows: number }[];
}

/**
 * Reads the wanted columns of one CSV (`-`: standard input) and leaves out the rows in which one of them is empty.
 * O(bytes) time, O(rows × columns) memory.
 *
 * @throws InputError where a column has two parts that exclude each other, or no row is complete
 * @throws RecordsError as `readCsvColumns`
 */
export async function readCompleteRows(
  io: CliIo,
  shown: string,
  wanted: WantedColumns,
  progress: Progress,
): Promise<CompleteRows> {
  const kinds = kindsOf(wanted);
  const file = inputName(shown);
  const read = await readCsvColumns(streamInput(io, shown, progress), kinds, { file });
  const columns = read.columns as Readonly<Record<string, NumberColumn | LabelColumn>>;
  const missing = Object.keys(kinds)
    .map((column) => ({ column, rows: columns[column].missing }))
    .filter(({ rows }) => rows > 0);
  const kept = completeRowsOf(read.n, Object.values(columns));
  if (read.n === 0) throw new InputError(`${file}: there is no row below the headings`);
  if (kept.length === 0)
    throw new InputError(`${file}: no row has a value in each of ${Object.keys(kinds).join(", ")}`);
  const decimalComma = !read.sniffed.includes('separator: ","');
  const numberIn = (label: string) => numberOf(label, decimalComma);
  return {
    file,
    n: kept.length,
    leftOut: { of: read.n, rows: read.n - kept.length, missing },
    sniffed: read.sniffed,
    numbers(name) {
      const { values } = columns[name] as NumberColumn;
      return kept.length === read.n ? values : Float64Array.from(kept, (i) => values[i]);
    },
    labels: (name) => presentLabels(columns[name] as LabelColumn, kept, numberIn),
    numberOf: numberIn,
    line: (i) => read.lines[kept[i]],
  };
}

/** The rows left out, as a sentence; empty where none was. */
export function leftOutSentence({ of, rows, missing }: LeftOut): string {
  if (rows === 0) return "";
  const reasons = missing.map(({ column, rows: n }) => `${column} is missing in ${n}`);
  return `Left out ${rows} of ${of} rows: ${reasons.join(", ")}.\n`;
}

function kindsOf(wanted: WantedColumns): Record<string, ColumnKind> {
  const first = new Map<string, WantedColumn>();
  for (const column of wanted) {
    const other = first.get(column.name);
    if (other && (other.alone || column.alone))
      throw new InputError(
        `${column.option}: “${column.name}” is ${other.option} already; the two must be different columns`,
      );
    if (!other) first.set(column.name, column);
  }
  return Object.fromEntries([...first].map(([name, { kind }]) => [name, kind]));
}

function completeRowsOf(n: number, columns: readonly (NumberColumn | LabelColumn)[]): Int32Array {
  const gappy = columns.filter(({ missing }) => missing > 0);
  const kept = new Int32Array(n);
  let size = 0;
  for (let i = 0; i < n; i++) {
    const isMissing = gappy.some((column) =>
      "codes" in column ? column.codes[i] < 0 : Number.isNaN(column.values[i]),
    );
    if (!isMissing) kept[size++] = i;
  }
  return kept.subarray(0, size);
}

function presentLabels({ codes, labels }: LabelColumn, kept: Int32Array, numberIn: (label: string) => number): Labels {
  const isPresent = new Uint8Array(labels.length);
  for (const i of kept) isPresent[codes[i]] = 1;
  const sorted = sortedLabels(
    labels.filter((_, code) => isPresent[code] === 1),
    numberIn,
  );
  const places = new Map(sorted.map((label, place) => [label, place]));
  const placeOf = Int32Array.from(labels, (label) => places.get(label) ?? -1);
  return { codes: Int32Array.from(kept, (i) => placeOf[codes[i]]), labels: sorted };
}

/** Ascending: numbers by size before other labels by their characters. */
function sortedLabels(labels: readonly string[], numberIn: (label: string) => number): string[] {
  const numbers = new Map(labels.map((label) => [label, numberIn(label)]));
  return labels.toSorted((a, b) => {
    const x = numbers.get(a)!;
    const y = numbers.get(b)!;
    if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
    if (x !== y && !Number.isNaN(x)) return x - y;
    return a < b ? -1 : a > b ? 1 : 0;
  });
}
