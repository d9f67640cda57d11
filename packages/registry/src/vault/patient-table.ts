import type { Dictionary, TableDefinition } from "@seriatim/records";

/** The table of which one row is a patient: the first without a parent. */
export function patientTable({ tables }: Pick<Dictionary, "tables">): TableDefinition {
  return Object.values(tables).find(({ parent }) => parent === undefined)!;
}
