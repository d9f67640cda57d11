import type { Dictionary, TableDefinition } from "@seriatim/records";

/** The table of the patients: the first that belongs to no other. */
export function patientTable(dictionary: Dictionary): TableDefinition {
  return Object.values(dictionary.tables).find(({ parent }) => parent === undefined)!;
}
