import { pipeline, Readable } from "node:stream";
import { parse } from "csv-parse";
import { unguardFormula } from "../rows/formula-cell.js";
import type { TableMember } from "./members.js";

/** Of one batch, whichever comes first. */
const mostRows = 2_000;
const mostCharacters = 4_000_000;

/** A row that is longer was written by nobody. */
const longestRow = 64_000_000;

/**
 * The rows of a member's CSV, many at a time, column by column.
 *
 * @throws Error with a code `CSV_…` where it is no CSV of these columns
 */
export async function* rowBatches(
  { columns }: TableMember,
  pieces: AsyncIterable<Buffer>,
): AsyncGenerator<{ columns: (string | null)[][]; rows: number }> {
  const parser = parse({
    record_delimiter: "\n",
    max_record_size: longestRow,
    cast: (text, { quoting, index }) => {
      if (text === "" && !quoting) return null;
      return columns[index]?.isGuarded ? unguardFormula(text) : text;
    },
  });
  // The failure is told to whoever reads the parser.
  pipeline(Readable.from(pieces, { objectMode: false }), parser, () => {});
  const empty = () => columns.map((): (string | null)[] => []);
  let batch = empty();
  let characters = 0;
  let heading: (string | null)[] | undefined;
  for await (const row of parser as AsyncIterable<(string | null)[]>) {
    if (!heading) {
      heading = row;
      checkHeading(columns, heading);
      continue;
    }
    for (const [j, text] of row.entries()) {
      batch[j].push(text);
      characters += text?.length ?? 0;
    }
    if (batch[0].length < mostRows && characters < mostCharacters) continue;
    yield { columns: batch, rows: batch[0].length };
    batch = empty();
    characters = 0;
  }
  checkHeading(columns, heading ?? []);
  if (batch[0].length > 0) yield { columns: batch, rows: batch[0].length };
}

function checkHeading(columns: TableMember["columns"], heading: readonly (string | null)[]): void {
  const wanted = columns.map(({ name }) => name);
  if (heading.length !== wanted.length || heading.some((name, j) => name !== wanted[j]))
    throw Object.assign(new Error(`its columns are ${heading.join(", ")}; they must be ${wanted.join(", ")}`), {
      code: "CSV_HEADING",
    });
}
