import type { TableDefinition } from "@seriatim/records";
import type { Registry, RegistryTransaction } from "../registry.js";
import { guardFormula } from "../rows/formula-cell.js";
import { readRows } from "../rows/read-rows.js";
import { csvLines, header } from "../rows/record-files.js";
import type { StoredRow } from "../rows/stored-row.js";
import { recordedFields, tablesInOrder } from "../schema/record-tables.js";
import { type CodebookLine, codebook } from "./codebook.js";
import type { ExportedFile } from "./exported-file.js";

const linesPerPiece = 1_000;

/** All records as they were entered, for people: texts that a spreadsheet would run are guarded. */
export function* fullFiles(
  trx: RegistryTransaction,
  { dictionary }: Pick<Registry, "dictionary">,
): Generator<ExportedFile> {
  const lines: CodebookLine[] = [];
  for (const definition of tablesInOrder(dictionary)) {
    const name = `${definition.name}.csv`;
    for (const field of recordedFields(definition)) lines.push({ file: name, column: field.name, field, notes: [] });
    yield { name, pieces: piecesOf(trx, definition) };
  }
  yield { name: "codebook.csv", pieces: codebook(() => lines) };
}

async function* piecesOf(trx: RegistryTransaction, definition: TableDefinition): AsyncGenerator<string> {
  yield header(definition);
  const page: string[][] = [];
  for await (const row of readRows(trx, definition)) {
    page.push(cellsOf(definition, row));
    if (page.length === linesPerPiece) yield csvLines(page.splice(0));
  }
  if (page.length > 0) yield csvLines(page);
}

/** A number stays a number, though it begin with a minus; what could not be read as one is a text. */
function cellsOf(definition: TableDefinition, { cells, unread }: StoredRow): string[] {
  return recordedFields(definition).map(({ name, type }, j) => {
    const text = unread[name];
    if (text !== undefined) return guardFormula(text);
    const cell = cells[j] ?? "";
    return type === "integer" || type === "decimal" ? cell : guardFormula(cell);
  });
}
