import { type Dictionary, type RawTable, sha256, type TableDefinition } from "@seriatim/records";
import type { RegistryTransaction } from "../registry.js";
import { readRows } from "../rows/read-rows.js";
import { keyPlaces, keyTextOf, type StoredRow, shownCell } from "../rows/stored-row.js";
import { recordedFields, tablesInOrder } from "../schema/record-tables.js";
import { type MappedRow, mappedRows, type RefusedRow } from "./mapped-rows.js";
import type { Mapping, TableMapping } from "./mapping.js";

/** What an import would do, table by table; nothing is written yet. */
export interface ImportPlan {
  /** Name without folder. */
  file: string;
  sha256: string;
  tables: TablePlan[];
  /** Columns of the file that the mapping does not use. */
  unusedColumns: string[];
  /** How the file was read. */
  sniffed: string[];
}

export interface TablePlan {
  definition: TableDefinition;
  added: PlannedRow[];
  changed: (PlannedRow & { changes: FieldChange[] })[];
  unchanged: number;
  refused: RefusedRow[];
}

export interface PlannedRow {
  /** 1-based row of the file. */
  row: number;
  key: readonly string[];
  stored: StoredRow;
}

export interface FieldChange {
  field: string;
  /** As the registry has it; empty where nothing is recorded. */
  before: string;
  after: string;
}

/** What happens before anything is written: how far it is. */
export type OnProgress = (what: string, done: number, total: number) => void;

/**
 * Compares a file with the registry, as the user sees it.
 *
 * @param options.centre of new patients; a row that belongs to a row that is there has that one's centre
 * @throws RecordsError where a column of the mapping is not in the file
 */
export async function planImport(
  trx: RegistryTransaction,
  dictionary: Dictionary,
  source: { raw: RawTable; bytes: Uint8Array },
  mapping: Mapping,
  options: { centre: string; onProgress?: OnProgress },
): Promise<ImportPlan> {
  const { raw } = source;
  const centres = new Map<string, Map<string, string>>();
  const tables: TablePlan[] = [];
  const inOrder = tablesInOrder(dictionary);
  const mapped = inOrder.flatMap(
    (definition) => mapping.tables.find((table) => table.definition.name === definition.name) ?? [],
  );
  for (const [i, table] of mapped.entries()) {
    options.onProgress?.(`Comparing ${table.definition.label}`, i, mapped.length);
    tables.push(await planTable(trx, dictionary, { raw, mapping, table, centres, centre: options.centre }));
  }
  const used = new Set(mapped.flatMap(headingsOf));
  return {
    file: raw.file,
    sha256: sha256(source.bytes),
    tables,
    unusedColumns: raw.columns.filter((heading) => !used.has(heading)),
    sniffed: raw.sniffed,
  };
}

/** Whether an import would write anything. */
export function writesNothing({ tables }: ImportPlan): boolean {
  return tables.every(({ added, changed }) => added.length === 0 && changed.length === 0);
}

interface Planning {
  raw: RawTable;
  mapping: Mapping;
  table: TableMapping;
  /** Of the tables planned so far: the centre of each row by its key, present and to come. */
  centres: Map<string, Map<string, string>>;
  centre: string;
}

async function planTable(trx: RegistryTransaction, dictionary: Dictionary, planning: Planning): Promise<TablePlan> {
  const { raw, mapping, table, centres } = planning;
  const { definition } = table;
  const { rows, refused } = mappedRows(raw, mapping, table);
  const parents = await parentCentres(trx, dictionary, definition, centres);
  const present = new Map<string, StoredRow>();
  const places = keyPlaces(definition);
  const own = new Map<string, string>();
  const sought = new Set(rows.map(({ key }) => keyTextOf(key)));
  for await (const row of readRows(trx, definition)) {
    const key = keyTextOf(places.map((j) => row.cells[j]));
    own.set(key, row.centre);
    if (sought.has(key)) present.set(key, row);
  }
  const plan: TablePlan = { definition, added: [], changed: [], unchanged: 0, refused };
  for (const mappedRow of rows) {
    const key = keyTextOf(mappedRow.key);
    const before = present.get(key);
    if (before) {
      const stored = changedRow(definition, before, mappedRow, mapping.empty);
      const changes = changesOf(definition, before, stored);
      if (changes.length === 0) plan.unchanged++;
      else plan.changed.push({ row: mappedRow.row, key: mappedRow.key, stored, changes });
      continue;
    }
    const centre =
      parents === undefined
        ? planning.centre
        : parents.get(keyTextOf(mappedRow.key.slice(0, parentKeyLength(dictionary, definition))));
    if (centre === undefined) {
      const parent = dictionary.tables[definition.parent!];
      refused.push({
        row: mappedRow.row,
        why: `there is no such ${parent.one}, here or in the registry: ${mappedRow.key.slice(0, parent.key.length).join(", ")}`,
      });
      continue;
    }
    own.set(key, centre);
    plan.added.push({ row: mappedRow.row, key: mappedRow.key, stored: newRow(definition, mappedRow, centre) });
  }
  centres.set(definition.name, own);
  refused.sort((a, b) => a.row - b.row);
  return plan;
}

function parentKeyLength(dictionary: Dictionary, { parent }: TableDefinition): number {
  return dictionary.tables[parent!].key.length;
}

/** The centre of each row of the parent's table; undefined where there is no parent. */
async function parentCentres(
  trx: RegistryTransaction,
  dictionary: Dictionary,
  { parent }: TableDefinition,
  known: ReadonlyMap<string, Map<string, string>>,
): Promise<Map<string, string> | undefined> {
  if (parent === undefined) return undefined;
  const planned = known.get(parent);
  if (planned) return planned;
  const definition = dictionary.tables[parent];
  const places = keyPlaces(definition);
  const centres = new Map<string, string>();
  for await (const row of readRows(trx, definition))
    centres.set(keyTextOf(places.map((j) => row.cells[j])), row.centre);
  return centres;
}

function newRow(definition: TableDefinition, { given }: MappedRow, centre: string): StoredRow {
  const unread: Record<string, string> = {};
  const cells = recordedFields(definition).map(({ name }) => {
    const own = given.get(name);
    if (own?.unread !== undefined) unread[name] = own.unread;
    return own?.cell ?? null;
  });
  return { cells, unread, centre, version: 0 };
}

function changedRow(
  definition: TableDefinition,
  before: StoredRow,
  { given }: MappedRow,
  empty: Mapping["empty"],
): StoredRow {
  const unread: Record<string, string> = { ...before.unread };
  const cells = recordedFields(definition).map(({ name }, j) => {
    const own = given.get(name);
    const saysNothing = own === undefined || (own.cell === null && own.unread === undefined && empty === "keep");
    if (saysNothing) return before.cells[j];
    delete unread[name];
    if (own.unread !== undefined) unread[name] = own.unread;
    return own.cell;
  });
  return { ...before, cells, unread };
}

/** Field by field what differs between two states of a row. */
export function changesOf(definition: TableDefinition, before: StoredRow, after: StoredRow): FieldChange[] {
  return recordedFields(definition).flatMap(({ name }, j) =>
    before.cells[j] === after.cells[j] && before.unread[name] === after.unread[name]
      ? []
      : [{ field: name, before: shownCell(definition, before, name), after: shownCell(definition, after, name) }],
  );
}

function headingsOf({ columns, forEach }: TableMapping): string[] {
  return columns.flatMap(({ from }) =>
    from === undefined ? [] : forEach.length === 0 ? [from] : forEach.map((n) => from.replaceAll("{n}", n)),
  );
}
