import { type Dictionary, lineage } from "./dictionary.js";
import type { Family } from "./family.js";
import type { Kinship } from "./kinship.js";
import type { RecordRow, Records } from "./record.js";

/** The rows of a table, each with the rows of its parents. O(rows). */
export function familiesOfRows(table: string, dictionary: Dictionary, records: Records, kin: Kinship): Family[] {
  const line = lineage(dictionary, table);
  return (records[table]?.rows ?? []).map((row) => {
    const family = new Map<string, RecordRow>();
    for (const name of line) {
      const relative = kin.ancestor(table, row, name);
      if (relative) family.set(name, relative);
    }
    return family;
  });
}
