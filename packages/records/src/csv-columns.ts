/** A column of numbers; `NaN` where the cell is empty or `NA`, counted in `missing`. */
export interface NumberColumn {
  values: Float64Array;
  missing: number;
}

/** A column of labels in the order of their first appearance; code −1 where the cell is empty or `NA`, counted in `missing`. */
export interface LabelColumn {
  codes: Int32Array;
  labels: string[];
  missing: number;
}

export type ColumnKind = "number" | "label";

type ColumnOf<Kind extends ColumnKind> = Kind extends "number" ? NumberColumn : LabelColumn;
/** What each wanted column holds, by heading. */
export type ColumnKinds = Readonly<Record<string, ColumnKind>>;

/** The wanted columns of a CSV. */
export interface CsvColumns<Wanted extends ColumnKinds> {
  /** Number of rows. */
  n: number;
  columns: { [Name in keyof Wanted]: ColumnOf<Wanted[Name]> };
  /** All headings of the file, those of unnamed columns empty. */
  headings: string[];
  /** For each row the 1-based line on which it begins, length n. */
  lines: Int32Array;
  /** `separator: ";"`, `byte-order mark`, `decimal comma`. */
  sniffed: string[];
}

/** A column that grows cell by cell. `push` answers false where the text is none of the column's kind. */
interface GrowingColumn<Column> {
  push(text: string, line: number): boolean;
  column(): Column;
}

/** A number and the 1-based line on which it stands. */
interface WrittenNumber {
  text: string;
  line: number;
}

/** Numbers as `1.5`, `-3e1`; as `1,5` where `decimalComma` says that commas do not separate the fields. */
export class GrowingNumbers implements GrowingColumn<NumberColumn> {
  sawComma = false;
  /** Whether a comma can only be a decimal one, and the first `1,234` and `1.234`, in which it may part the thousands. */
  private isSure = false;
  private withComma: WrittenNumber | undefined;
  private withPoint: WrittenNumber | undefined;
  private values = new Float64Array(1024);
  private n = 0;
  private missing = 0;

  constructor(private readonly decimalComma: boolean) {}

  push(cell: string, line: number): boolean {
    if (this.n === this.values.length) this.values = doubled(this.values, new Float64Array(this.n * 2));
    this.values[this.n++] = 0;
    const text = cell.trim();
    if (isMissing(text)) {
      this.missing++;
      this.values[this.n - 1] = Number.NaN;
      return true;
    }
    const isComma = this.decimalComma && text.includes(",");
    const value = Number(isComma ? text.replace(",", ".") : text);
    // Number() also reads 0x1F and Infinity, which no spreadsheet writes.
    if (!Number.isFinite(value) || !/^[-+.\deE,]+$/.test(text)) return false;
    if (this.decimalComma) this.note(text, isComma, line);
    this.values[this.n - 1] = value + 0;
    return true;
  }

  /** The first number that may be another: `1,234` where no comma is surely a decimal one, `1.234` where one is seen. */
  doubtful(): WrittenNumber | undefined {
    return (this.isSure ? undefined : this.withComma) ?? (this.sawComma ? this.withPoint : undefined);
  }

  private note(text: string, isComma: boolean, line: number): void {
    if (isComma) this.sawComma = true;
    if (!isComma && (this.withPoint || !text.includes("."))) return;
    const mayBeThousands = /^[-+]?[1-9]\d{0,2}[.,]\d{3}$/.test(text);
    if (!isComma && mayBeThousands) this.withPoint = { text, line };
    else if (isComma && mayBeThousands) this.withComma ??= { text, line };
    else if (isComma) this.isSure = true;
  }

  column(): NumberColumn {
    return { values: this.values.slice(0, this.n), missing: this.missing };
  }
}

/** Labels, each kept once; spaces around them do not count. */
export class GrowingLabels implements GrowingColumn<LabelColumn> {
  private codes = new Int32Array(1024);
  private n = 0;
  private missing = 0;
  private readonly codeOf = new Map<string, number>();

  push(cell: string): true {
    if (this.n === this.codes.length) this.codes = doubled(this.codes, new Int32Array(this.n * 2));
    const text = cell.trim();
    if (isMissing(text)) {
      this.missing++;
      this.codes[this.n++] = -1;
      return true;
    }
    let code = this.codeOf.get(text);
    if (code === undefined) this.codeOf.set(text, (code = this.codeOf.size));
    this.codes[this.n++] = code;
    return true;
  }

  column(): LabelColumn {
    return { codes: this.codes.slice(0, this.n), labels: [...this.codeOf.keys()], missing: this.missing };
  }
}

/** The smaller array's values at the beginning of the larger. */
export function doubled<A extends Float64Array | Int32Array>(smaller: A, larger: A): A {
  larger.set(smaller);
  return larger;
}

function isMissing(text: string): boolean {
  return text === "" || text === "NA";
}
