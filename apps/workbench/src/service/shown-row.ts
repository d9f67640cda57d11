import type { TableDefinition } from "@seriatim/records";
import { recordedFields, type StoredRow, shownCell } from "@seriatim/registry";

/** A row as a page shows it. */
export interface ShownRow {
  key: string[];
  version: number;
  centre: string;
  /** By recorded field: what stands there as text, empty where nothing does. What could not be read stands as it was given. */
  texts: Record<string, string>;
  /** The fields whose text could not be read. */
  unread: string[];
}

export function shownRow(definition: TableDefinition, row: StoredRow): ShownRow {
  const texts = Object.fromEntries(
    recordedFields(definition).map(({ name }) => [name, shownCell(definition, row, name)]),
  );
  return {
    key: definition.key.map((name) => texts[name]),
    version: row.version,
    centre: row.centre,
    texts,
    unread: Object.keys(row.unread),
  };
}
