import { formatPartialDate, isPartialDate, type Records, type Value } from "@seriatim/records";
import { asUser, patientRows, RegistryError, tablesInOrder } from "@seriatim/registry";
import { z } from "zod";
import { opened, seesValuesOnly, today } from "./opened.js";
import { patientTable } from "./patient-table.js";
import { findingsOf, type PlacedFinding, recordsOfTexts } from "./records-of-texts.js";
import type { Session } from "./session.js";
import { type ShownRow, shownRow } from "./shown-row.js";

export const patientInput = z.strictObject({ key: z.array(z.string()).min(1) });

export interface Patient {
  key: string[];
  /** By table, the patient's own first. */
  rows: Record<string, PatientRow[]>;
  /** All that is wrong with these records today; `place` is the row's in its table. */
  findings: PlacedFinding[];
}

export interface PatientRow extends ShownRow {
  /** By derived field: what follows from the others. */
  derived: Record<string, string>;
}

/** All rows of one patient, what is derived from them and what is wrong with them. @throws RegistryError where there is none */
export async function patient(session: Session, { key }: z.output<typeof patientInput>): Promise<Patient> {
  const registry = opened(session);
  const { dictionary } = registry;
  const table = patientTable(dictionary).name;
  const stored = await asUser(registry, (trx) =>
    patientRows(trx, dictionary, { table, key }, { valuesOnly: seesValuesOnly(registry) }),
  );
  if (stored[table].length === 0)
    throw new RegistryError(`there is no ${dictionary.tables[table].one} ${key.join("/")}, or it is of another centre`);
  const shown = Object.fromEntries(
    tablesInOrder(dictionary)
      .filter(({ name }) => stored[name])
      .map((definition) => [definition.name, stored[definition.name].map((row) => shownRow(definition, row))]),
  );
  const records = recordsOfTexts(
    dictionary,
    Object.fromEntries(Object.entries(shown).map(([name, rows]) => [name, rows.map(({ texts }) => texts)])),
  );
  const rows = Object.fromEntries(
    Object.entries(shown).map(([name, own]) => [
      name,
      own.map((row, i) => ({ ...row, derived: derivedTexts(dictionary.tables[name].fields, records, name, i) })),
    ]),
  );
  return { key, rows, findings: findingsOf(dictionary, records, today(session)) };
}

function derivedTexts(
  fields: Readonly<Record<string, { name: string; derived?: unknown }>>,
  records: Records,
  table: string,
  i: number,
): Record<string, string> {
  const derived = Object.values(fields).filter((field) => field.derived !== undefined);
  return Object.fromEntries(derived.map(({ name }) => [name, textOf(records[table].rows[i].values[name])]));
}

function textOf(value: Value): string {
  if (value === null) return "";
  if (isPartialDate(value)) return formatPartialDate(value);
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}
