import { concatBytes } from "@noble/hashes/utils.js";
import type { Dictionary, FullDate, RecordFile, TableDefinition } from "@seriatim/records";
import { stringify } from "#csv-stringify";
import { pastRows } from "../history/past-rows.js";
import type { RegistryTransaction } from "../registry.js";
import { recordedFields, tablesInOrder } from "../schema/record-tables.js";
import { readRows } from "./read-rows.js";
import { compareKeys, type StoredRow, storedRow } from "./stored-row.js";

export interface RecordFilesOptions {
  /** The records as they stood at the end of this day (UTC), by the history; now where it is not given. */
  on?: FullDate;
  /** Leaves out what could not be read, as must be done for who only analyses. */
  valuesOnly?: boolean;
  onProgress?: (table: string, rows: number) => void;
}

/**
 * The records as files that `readRecords` reads: a CSV a table, `patients.csv`, with the dictionary's fields in their order and the rows by
 * key. What could not be read when it was entered stands there as it was given. So a study has the same results, to the byte, from a registry
 * as from the files that the registry would write.
 */
export async function recordFiles(
  trx: RegistryTransaction,
  dictionary: Dictionary,
  options: RecordFilesOptions = {},
): Promise<Record<string, RecordFile>> {
  const files: Record<string, RecordFile> = {};
  for (const definition of tablesInOrder(dictionary))
    files[definition.name] = {
      file: `${definition.name}.csv`,
      bytes: await csvOf(definition, rowsOf(trx, definition, options), (rows) =>
        options.onProgress?.(definition.label, rows),
      ),
    };
  return files;
}

/** The headings of a table's CSV. */
export function header(definition: TableDefinition): string {
  return csvLines([recordedFields(definition).map(({ name }) => name)]);
}

/** A row's texts, field by field. */
export function textsOf(definition: TableDefinition, { cells, unread }: StoredRow): string[] {
  return recordedFields(definition).map(({ name }, j) => unread[name] ?? cells[j] ?? "");
}

/** Rows as lines of a CSV. */
export function csvLines(rows: readonly (readonly string[])[]): string {
  return stringify(rows as string[][]);
}

async function* rowsOf(
  trx: RegistryTransaction,
  definition: TableDefinition,
  { on, valuesOnly }: RecordFilesOptions,
): AsyncGenerator<StoredRow> {
  if (on === undefined) {
    yield* readRows(trx, definition, { valuesOnly: valuesOnly === true });
    return;
  }
  const rows: StoredRow[] = [];
  const until = new Date(Date.UTC(on.year, on.month - 1, on.day + 1));
  for await (const row of pastRows(trx, `records.${definition.name}`, until)) rows.push(storedRow(definition, row));
  yield* rows.sort((a, b) => compareKeys(definition, a, b));
}

/** How many rows are made into text at once. */
const pageSize = 10_000;

async function csvOf(
  definition: TableDefinition,
  rows: AsyncIterable<StoredRow>,
  onPage: (rows: number) => void,
): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const pieces = [encoder.encode(header(definition))];
  let page: string[][] = [];
  let written = 0;
  const write = () => {
    pieces.push(encoder.encode(csvLines(page)));
    written += page.length;
    page = [];
    onPage(written);
  };
  for await (const row of rows) if (page.push(textsOf(definition, row)) === pageSize) write();
  write();
  return concatBytes(...pieces);
}
