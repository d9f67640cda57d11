import type { Dictionary, RecordFile, TableDefinition } from "@seriatim/records";
import { stringify } from "csv-stringify/sync";
import type { RegistryTransaction } from "../registry.js";
import { recordedFields, tablesInOrder } from "../schema/record-tables.js";
import { readRows } from "./read-rows.js";
import type { StoredRow } from "./stored-row.js";

/**
 * The records as files that `readRecords` reads: a CSV a table, `patients.csv`, with the dictionary's fields in their order and the rows by
 * key. What could not be read when it was entered stands there as it was given. So a study has the same results, to the byte, from a registry
 * as from the files that the registry would write.
 */
export async function recordFiles(
  trx: RegistryTransaction,
  dictionary: Dictionary,
  onProgress: (table: string, rows: number) => void = () => {},
): Promise<Record<string, RecordFile>> {
  const files: Record<string, RecordFile> = {};
  for (const definition of tablesInOrder(dictionary)) {
    const pieces = [header(definition)];
    let page: string[][] = [];
    let rows = 0;
    for await (const row of readRows(trx, definition)) {
      page.push(textsOf(definition, row));
      if (page.length === 10_000) {
        pieces.push(csvLines(page));
        rows += page.length;
        page = [];
        onProgress(definition.label, rows);
      }
    }
    pieces.push(csvLines(page));
    const encoder = new TextEncoder();
    files[definition.name] = {
      file: `${definition.name}.csv`,
      bytes: Buffer.concat(pieces.map((piece) => encoder.encode(piece))),
    };
  }
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
