import { type Dictionary, lineage, type TableDefinition } from "./dictionary.js";
import { formatPartialDate } from "./partial-date.js";
import type { RecordRow, Records, Value } from "./record.js";

/** Which rows belong together: a row's parents by key. */
export interface Kinship {
  /** The row of table `ancestor` to which a row belongs, itself where it is that table; undefined where there is none. */
  ancestor(table: string, row: RecordRow, ancestor: string): RecordRow | undefined;
}

/** Indexes the records by key; where a key stands twice the first row counts. O(rows). */
export function kinship(dictionary: Dictionary, records: Records): Kinship {
  const indexes = new Map<string, Map<string, RecordRow>>();
  for (const { name, key } of Object.values(dictionary.tables)) {
    const index = new Map<string, RecordRow>();
    for (const row of records[name]?.rows ?? []) {
      const text = keyText(row, key);
      if (text !== undefined && !index.has(text)) index.set(text, row);
    }
    indexes.set(name, index);
  }
  return {
    ancestor(table, row, ancestor) {
      if (table === ancestor) return row;
      const text = keyText(row, dictionary.tables[ancestor].key);
      return text === undefined ? undefined : indexes.get(ancestor)?.get(text);
    },
  };
}

/** The key as one string, undefined where a part is not recorded. */
export function keyText(row: RecordRow, key: readonly string[]): string | undefined {
  const parts: string[] = [];
  for (const field of key) {
    const value = row.values[field] ?? null;
    if (value === null) return undefined;
    parts.push(plainText(value));
  }
  return parts.join("\u0000");
}

/** The study number of a row's patient: the key of the outermost parent, its parts joined by `/`; empty where not recorded. */
export function patientOf(dictionary: Dictionary, table: string, row: RecordRow): string {
  const root: TableDefinition = dictionary.tables[lineage(dictionary, table).at(-1)!];
  return (keyText(row, root.key) ?? "").replaceAll("\u0000", "/");
}

function plainText(value: NonNullable<Value>): string {
  return typeof value === "object" ? formatPartialDate(value) : String(value);
}
