import type { Dictionary, FieldDefinition, TableDefinition } from "./dictionary.js";
import type { Finding } from "./finding.js";
import { patientOf } from "./kinship.js";
import { isNear, nearestFirst, normalName, unknownName } from "./nearest-name.js";
import type { RawTable } from "./raw-table.js";
import { readTable } from "./read-table.js";
import { readValue } from "./read-value.js";
import type { RecordRow, Records, RecordTable, UnreadValue, Value } from "./record.js";
import { RecordsError } from "./records-error.js";
import { sha256 } from "./sha256.js";
import { shortText } from "./short-text.js";

/** One table's file. */
export interface RecordFile {
  /** Name without folder, for messages. */
  file: string;
  bytes: Uint8Array;
  /** Sheet of a workbook; the first where it is not given. */
  sheet?: string;
}

/**
 * Files as records, typed by the dictionary. A table may be absent. A value that cannot be read is `null`, stands in
 * the row's `unread`, and is a finding; every coercion is counted in the table's source. Rows keep their order.
 *
 * @param files by the dictionary's table names
 * @returns the findings of reading alone; `checkRecords` returns them again among all others
 * @throws RecordsError where a file cannot be read at all or lacks a required column, or a table is unknown
 */
export function readRecords(
  dictionary: Dictionary,
  files: Readonly<Record<string, RecordFile>>,
): { records: Records; findings: Finding[] } {
  const names = Object.keys(dictionary.tables);
  for (const name of Object.keys(files))
    if (!names.includes(name))
      throw new RecordsError(files[name].file, unknownName(name, "table of the dictionary", names));
  const records: Record<string, RecordTable> = {};
  for (const name of names)
    if (Object.hasOwn(files, name)) records[name] = recordTable(dictionary.tables[name], files[name]);
  return {
    records,
    findings: names.flatMap((name) => (records[name] ? unreadFindings(dictionary, records[name]) : [])),
  };
}

/** The findings on values of one table that could not be read, row by row. */
export function unreadFindings(dictionary: Dictionary, table: RecordTable): Finding[] {
  return table.rows.flatMap((row) =>
    Object.entries(row.unread).map(([field, { kind, why }]) => ({
      kind,
      patient: patientOf(dictionary, table.name, row),
      table: table.name,
      field,
      row: row.row,
      why,
    })),
  );
}

function recordTable(definition: TableDefinition, { file, bytes, sheet }: RecordFile): RecordTable {
  const raw = readTable(bytes, { file, ...(sheet === undefined ? {} : { sheet }) });
  const columns = matchColumns(definition, raw);
  const coercions = new Map<string, number>();
  const count = (what: string, n = 1) => coercions.set(what, (coercions.get(what) ?? 0) + n);
  if (raw.emptyRows > 0) count("empty row left out", raw.emptyRows);
  const fields = columns.filter((field) => field !== undefined);
  const rows = raw.rows.map((cells, i): RecordRow => {
    const values: Record<string, Value> = {};
    const unread: Record<string, UnreadValue> = {};
    columns.forEach((field, j) => {
      if (!field) return;
      const { value, coercions: took, fault } = readValue(field, cells[j], raw);
      values[field.name] = value;
      for (const what of took) count(what);
      if (fault) unread[field.name] = { text: cells[j].trim(), ...fault };
    });
    for (const name of Object.keys(definition.fields)) values[name] ??= null;
    return { row: raw.rowNumbers[i], values, unread };
  });
  const absent = Object.values(definition.fields).filter((field) => !fields.includes(field));
  return {
    name: definition.name,
    fields: fields.map(({ name }) => name),
    rows,
    source: {
      file,
      sha256: sha256(bytes),
      format: raw.format,
      sniffed: [...raw.sniffed, ...columns.flatMap((field, j) => saidOf(raw.columns[j], field, absent))],
      coercions: Object.fromEntries([...coercions].sort(([a], [b]) => (a < b ? -1 : 1))),
      unknownColumns: raw.columns.filter((_, j) => columns[j] === undefined),
    },
  };
}

/** What is to be said of a heading: whether it is read as another name, or may be meant for a field that the file lacks. */
function saidOf(heading: string, field: FieldDefinition | undefined, absent: readonly FieldDefinition[]): string[] {
  if (field) return field.name === heading ? [] : [`heading “${heading}” read as ${field.name}`];
  const derived = absent.find((one) => one.derived && headingsOf(one).includes(normalName(heading)));
  if (derived) return [`column “${shortText(heading)}” not read: ${derived.name} is derived from other fields`];
  const recorded = absent.filter((one) => !one.derived).map(({ name }) => name);
  const [nearest] = nearestFirst(heading, recorded);
  return nearest !== undefined && isNear(heading, nearest)
    ? [`unknown column “${shortText(heading)}”, perhaps ${nearest}`]
    : [];
}

/** For each column of the file its field: by name, else by name, label or `also` without case, spaces, `_` and `-`. */
function matchColumns(definition: TableDefinition, raw: RawTable): (FieldDefinition | undefined)[] {
  const fields = Object.values(definition.fields).filter(({ derived }) => !derived);
  const taken = new Map<string, string>();
  const take = (field: FieldDefinition | undefined, heading: string) => {
    if (!field) return undefined;
    const other = taken.get(field.name);
    if (other !== undefined)
      throw new RecordsError(
        raw.file,
        `the headings “${shortText(other)}” and “${shortText(heading)}” both stand for ${field.name}; rename or remove one`,
      );
    taken.set(field.name, heading);
    return field;
  };
  const columns = raw.columns.map((heading) => {
    const exact = fields.find(({ name }) => name === heading);
    if (exact) return take(exact, heading);
    const sought = normalName(heading);
    const alike = fields.filter((field) => headingsOf(field).includes(sought));
    return alike.length === 1 ? take(alike[0], heading) : undefined;
  });
  const missing = fields.find(({ name, required }) => required && !taken.has(name));
  if (missing) throw new RecordsError(raw.file, missingColumn(missing, raw, taken));
  return columns;
}

function headingsOf({ name, label, also }: FieldDefinition): string[] {
  return [name, label, ...also].map(normalName);
}

function missingColumn({ table, name }: FieldDefinition, raw: RawTable, taken: ReadonlyMap<string, string>): string {
  const known = new Set(taken.values());
  const [nearest] = nearestFirst(
    name,
    raw.columns.filter((heading) => !known.has(heading)),
  );
  const isMissing = `the required column “${name}” of ${table} is missing`;
  const hint = nearest === undefined ? "" : `; nearest of the unknown columns is “${shortText(nearest)}”`;
  if (taken.size > 0) return `${isMissing}${hint}; found ${raw.columns.slice(0, 12).map(shortText).join(", ")}`;
  // A first row without any heading may be a patient's: no more of it is told than what is near.
  return `${isMissing}${nearest !== undefined && isNear(name, nearest) ? hint : ""}; the first row has none of its columns, but must hold the headings`;
}
