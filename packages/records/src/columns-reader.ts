import { type ColumnKinds, type CsvColumns, doubled, GrowingLabels, GrowingNumbers } from "./csv-columns.js";
import { linesOf } from "./csv-rows.js";
import { separatorText } from "./csv-separator.js";
import { unknownName } from "./nearest-name.js";
import { headingOf } from "./raw-table.js";
import { RecordsError } from "./records-error.js";
import { shortText } from "./short-text.js";

/** Takes the rows of a CSV one by one and keeps the wanted columns. */
export class ColumnsReader {
  private headings: string[] | undefined;
  /** By place in the row; undefined where the column is not wanted. */
  private columns: (GrowingNumbers | GrowingLabels | undefined)[] = [];
  private lines = new Int32Array(1024);
  private n = 0;
  /** @param nextLine the line of the file on which the next row begins */
  constructor(
    private readonly file: string,
    private readonly wanted: ColumnKinds,
    private readonly separator: string,
    public nextLine: number,
  ) {}

  row(cells: string[]): void {
    const line = this.nextLine;
    this.nextLine += linesOf(cells);
    // An empty line, or the separators alone that a spreadsheet leaves below its table.
    if (cells.length !== this.headings?.length && cells.every((cell) => cell.trim() === "")) return;
    if (!this.headings) {
      this.header(cells, line);
      return;
    }
    if (cells.length !== this.headings.length) {
      const found = `found ${cells.length} field${cells.length === 1 ? "" : "s"}`;
      throw new RecordsError(this.file, `${found}, expected ${this.headings.length} as in the header`, { line });
    }
    for (let j = 0; j < cells.length; j++)
      if (this.columns[j] && !this.columns[j]?.push(cells[j], line)) {
        const found = `${shortText(this.headings[j])} is “${shortText(cells[j])}”`;
        throw new RecordsError(this.file, `${found}; it must be a number, or empty where it is not known`, { line });
      }
    if (this.n === this.lines.length) this.lines = doubled(this.lines, new Int32Array(this.n * 2));
    this.lines[this.n++] = line;
  }

  private header(cells: string[], line: number): void {
    const headings = cells.map(headingOf);
    headings.forEach((heading, j) => {
      const first = headings.indexOf(heading);
      if (first === j || heading === "") return;
      const places = `columns ${first + 1} and ${j + 1}`;
      const twice = `the heading “${shortText(heading)}” stands twice`;
      throw new RecordsError(this.file, `${twice}, in ${places}; rename or remove one`, { line });
    });
    const named = headings.filter((heading) => heading !== "");
    const lacking = Object.keys(this.wanted).find((name) => !named.includes(name));
    if (lacking !== undefined) {
      // A row of values in the place of the headings is a patient's, and is not told.
      const hasNumber = named.some((heading) => /^[-+]?\d+([.,]\d+)?$/.test(heading));
      const isValues = hasNumber && !named.some((heading) => Object.hasOwn(this.wanted, heading));
      throw new RecordsError(
        this.file,
        isValues
          ? `“${shortText(lacking)}” is no column; the first row must hold the headings, and there is a number among them`
          : unknownName(lacking, "column", named),
        { line },
      );
    }
    this.headings = headings;
    this.columns = headings.map((heading) => {
      if (!Object.hasOwn(this.wanted, heading)) return undefined;
      return this.wanted[heading] === "number" ? new GrowingNumbers(this.separator !== ",") : new GrowingLabels();
    });
  }

  result(sniffedText: string[]): CsvColumns<ColumnKinds> {
    const { headings } = this;
    if (!headings) throw new RecordsError(this.file, "the file is empty; its first row must hold the headings");
    const decimalComma = this.columns.some((column) => column instanceof GrowingNumbers && column.sawComma);
    for (const [j, column] of this.columns.entries()) {
      const doubtful = column instanceof GrowingNumbers ? column.doubtful() : undefined;
      if (doubtful)
        throw new RecordsError(
          this.file,
          `${shortText(headings[j])} is “${doubtful.text}”, which may be ${doubtful.text.replace(",", ".")} or ${doubtful.text.replace(/[.,]/, "")}; write it without a thousands mark`,
          { line: doubtful.line },
        );
    }
    return {
      n: this.n,
      columns: Object.fromEntries(
        Object.keys(this.wanted).map((name) => [name, this.columns[headings.indexOf(name)]!.column()]),
      ),
      headings,
      lines: this.lines.slice(0, this.n),
      sniffed: [separatorText(this.separator), ...sniffedText, ...(decimalComma ? ["decimal comma"] : [])],
    };
  }
}
