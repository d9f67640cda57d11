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

/** A column that grows cell by cell. `push` answers false where the text is none of the column's kind. */
export interface GrowingColumn<Column> {
  push(text: string): boolean;
  column(): Column;
}

/** Numbers as `1.5`, `-3e1`; as `1,5` where `decimalComma` says that commas do not separate the fields. */
export class GrowingNumbers implements GrowingColumn<NumberColumn> {
  sawComma = false;
  private values = new Float64Array(1024);
  private n = 0;
  private missing = 0;

  constructor(private readonly decimalComma: boolean) {}

  push(cell: string): boolean {
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
    if (isComma) this.sawComma = true;
    this.values[this.n - 1] = value + 0;
    return true;
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
