/** One column of a printed table. */
export interface TextColumn {
  heading: string;
  /** Numbers stand to the right. Default left. */
  align?: "left" | "right";
}

/** Dresses a cell after it was laid out, e.g. in colour; the text is padded already. */
export type Dress = (text: string, row: number, column: number) => string;

/**
 * An aligned table: a line of headings and one line a row, two spaces between columns, no spaces at the ends of lines.
 * Width is counted in characters as seen. Without rows only the headings.
 *
 * @param dress called for each cell; row −1 is the line of headings
 */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[], dress?: Dress): string {
  const lines = [columns.map(({ heading }) => heading), ...rows].map((row) => row.map(plainText));
  const widths = columns.map((_, j) => lines.reduce((widest, line) => Math.max(widest, widthOf(line[j] ?? "")), 0));
  return lines
    .map((line, i) => {
      const cells = columns.map(({ align }, j) => {
        const text = line[j] ?? "";
        const space = " ".repeat(widths[j] - widthOf(text));
        const isLast = line.slice(j + 1).every((cell) => cell === "");
        const padded = align === "right" ? space + text : isLast ? text : text + space;
        return dress ? dress(padded, i - 1, j) : padded;
      });
      return `${cells.join("  ").trimEnd()}\n`;
    })
    .join("");
}

/** Text from a file made harmless for a terminal: control and direction characters, line ends among them, become spaces. */
export function plainText(text: string): string {
  return text.replace(harmful, " ");
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const harmful = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]+/g;

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

function widthOf(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is the common case, one character each
  if (/^[\u0000-\u007F]*$/.test(text)) return text.length;
  return [...segmenter.segment(text)].length;
}
