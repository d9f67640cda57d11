import type { FileColumn } from "../../../service/file-to-import.js";
import type { Picture, PictureColumn } from "./mapping-text.js";

/** One line of the picture: a column of the file, or several that are one with a number in it. */
export interface FileRow {
  /** The heading, or with `{n}` for the number. */
  from: string;
  /** The columns of the file that it is. */
  columns: FileColumn[];
  /** The table whose `for_each` makes one of several. */
  repeats?: string;
  /** What it is in the mapping. */
  targets: PictureColumn[];
  /** The most frequent texts. */
  texts: { text: string; count: number }[];
}

/** The file's columns in its order, those that differ by a number together. */
export function fileRows(columns: readonly FileColumn[], { columns: mapped, forEach }: Picture): FileRow[] {
  const rows: FileRow[] = [];
  const seen = new Set<string>();
  const byHeading = new Map(columns.map((column) => [column.heading, column]));
  for (const column of columns) {
    if (seen.has(column.heading)) continue;
    const group = groupOf(column.heading, byHeading, mapped, forEach);
    const own = group ? group.columns : [column];
    for (const { heading } of own) seen.add(heading);
    const from = group?.from ?? column.heading;
    rows.push({
      from,
      columns: own,
      ...(group ? { repeats: group.table } : {}),
      targets: mapped.filter((one) => one.from === from),
      texts: together(own),
    });
  }
  return rows;
}

function groupOf(
  heading: string,
  byHeading: ReadonlyMap<string, FileColumn>,
  mapped: readonly PictureColumn[],
  forEach: Picture["forEach"],
): { from: string; table: string; columns: FileColumn[] } | undefined {
  if (mapped.some(({ from }) => from === heading)) return undefined;
  for (const [table, tokens] of Object.entries(forEach)) {
    const patterns = new Set([
      ...mapped.flatMap((one) => (one.table === table && one.from?.includes("{n}") ? [one.from] : [])),
      ...tokens.flatMap((token) => patternsOf(heading, token)),
    ]);
    for (const from of patterns) {
      const headings = tokens.map((token) => from.replaceAll("{n}", token));
      const found = headings.flatMap((one) => byHeading.get(one) ?? []);
      const isMapped = mapped.some((one) => one.from === from);
      if (headings.includes(heading) && (isMapped || found.length > 1)) return { from, table, columns: found };
    }
  }
  return undefined;
}

/** A heading with `{n}` in place of each single place of a number. */
function patternsOf(heading: string, token: string): string[] {
  const patterns: string[] = [];
  for (let at = heading.indexOf(token); at >= 0; at = heading.indexOf(token, at + token.length))
    patterns.push(`${heading.slice(0, at)}{n}${heading.slice(at + token.length)}`);
  return patterns;
}

function together(columns: readonly FileColumn[]): FileRow["texts"] {
  if (columns.length === 1) return columns[0].texts;
  const counts = new Map<string, number>();
  for (const { text, count } of columns.flatMap(({ texts }) => texts))
    counts.set(text, (counts.get(text) ?? 0) + count);
  return [...counts].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count);
}
