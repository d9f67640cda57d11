import type { Dictionary, TableDefinition } from "@seriatim/records";
import {
  asUser,
  insertRows,
  patientRows,
  RegistryError,
  type RegistryTransaction,
  readCell,
  readHistory,
  recordedFields,
  type StoredRow,
  updateRows,
} from "@seriatim/registry";
import { z } from "zod";
import { centreOfNew } from "./centre-of-new.js";
import { opened, tableNamed } from "./opened.js";
import { patientTable } from "./patient-table.js";
import type { Session } from "./session.js";
import { shownRow } from "./shown-row.js";

export const saveRowInput = z.strictObject({
  table: z.string(),
  /** Of a row that is there; null of a new one. */
  key: z.array(z.string()).nullable(),
  /** The version that was seen; of a new row 0. */
  version: z.int().min(0),
  /** By recorded field, as typed; what is not given stays as it is. */
  texts: z.record(z.string(), z.string().max(10_000)),
  /** Of a new patient, where the registry has several centres. */
  centre: z.string().optional(),
  why: z.string().max(1000).optional(),
});

/**
 * Writes a row as it was typed: what cannot be read is kept as it is, and is a finding.
 *
 * @returns the row's key, and the number by which the change is undone
 * @throws RegistryError of kind `conflict` where somebody else changed it meanwhile; then nothing is written
 */
export async function saveRow(
  session: Session,
  { table, key, version, texts, centre, why }: z.output<typeof saveRowInput>,
): Promise<{ key: string[]; change: number }> {
  const registry = opened(session);
  const definition = tableNamed(registry, table);
  refuseUnknown(definition, texts);
  const isNewPatient = key === null && definition.parent === undefined;
  const ownCentre = isNewPatient ? (centre ?? (await centreOfNew(registry))) : "";
  return asUser(
    registry,
    async (trx) => {
      const written = async (row: StoredRow) => {
        const { key: own } = shownRow(definition, row);
        const [{ change }] = await readHistory(trx, { key: own, limit: 1 });
        return { key: own, change };
      };
      if (key === null) {
        const added = await newRow(trx, registry.dictionary, definition, texts, ownCentre);
        await insertRows(trx, definition, [added]);
        return written(added);
      }
      const before = await rowOfKey(trx, registry.dictionary, definition, key);
      if (!before)
        throw new RegistryError(
          `${definition.one} ${key.join(", ")} was removed meanwhile; nothing was written`,
          "conflict",
        );
      const changed = { ...typedRow(definition, texts, before), version };
      refuseOtherKey(definition, before, changed);
      await updateRows(trx, definition, [changed]);
      return written(changed);
    },
    why === undefined || why.trim() === "" ? {} : { why },
  );
}

/** A row of the patient to whom the key belongs. */
export async function rowOfKey(
  trx: RegistryTransaction,
  dictionary: Dictionary,
  definition: TableDefinition,
  key: readonly string[],
): Promise<StoredRow | undefined> {
  const root = patientTable(dictionary);
  const patient = { table: root.name, key: key.slice(0, root.key.length) };
  const rows = (await patientRows(trx, dictionary, patient))[definition.name] ?? [];
  return rows.find((row) => shownRow(definition, row).key.join("\u0000") === key.join("\u0000"));
}

function typedRow(definition: TableDefinition, texts: Readonly<Record<string, string>>, before: StoredRow): StoredRow {
  const fields = recordedFields(definition);
  const cells = [...before.cells];
  const unread = { ...before.unread };
  for (const [name, text] of Object.entries(texts)) {
    const i = fields.findIndex((field) => field.name === name);
    const read = readCell(fields[i], text, false);
    cells[i] = read.cell;
    delete unread[name];
    if (read.unread !== undefined) unread[name] = read.unread;
  }
  return { ...before, cells, unread };
}

async function newRow(
  trx: RegistryTransaction,
  dictionary: Dictionary,
  definition: TableDefinition,
  texts: Readonly<Record<string, string>>,
  centre: string,
): Promise<StoredRow> {
  const empty = { cells: recordedFields(definition).map(() => null), unread: {}, centre: "", version: 0 };
  const row = typedRow(definition, texts, empty);
  const missing = definition.key.find((name) => row.cells[place(definition, name)] === null);
  if (missing !== undefined)
    throw new RegistryError(
      `${definition.fields[missing].label} tells which ${definition.one} it is: ${row.unread[missing] === undefined ? "it must be given" : `“${row.unread[missing]}” cannot be read`}`,
    );
  if (definition.parent === undefined) return { ...row, centre };
  const parent = dictionary.tables[definition.parent];
  const key = shownRow(definition, row).key.slice(0, parent.key.length);
  const of = await rowOfKey(trx, dictionary, parent, key);
  if (!of) throw new RegistryError(`there is no ${parent.one} ${key.join(", ")}; enter it first`);
  return { ...row, centre: of.centre };
}

function refuseUnknown(definition: TableDefinition, texts: Readonly<Record<string, string>>): void {
  const known = recordedFields(definition).map(({ name }) => name);
  const unknown = Object.keys(texts).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new RegistryError(`“${unknown}” is no recorded field of ${definition.label}; known: ${known.join(", ")}`);
}

function refuseOtherKey(definition: TableDefinition, before: StoredRow, after: StoredRow): void {
  const changed = definition.key.find(
    (name) => before.cells[place(definition, name)] !== after.cells[place(definition, name)],
  );
  if (changed !== undefined)
    throw new RegistryError(
      `${definition.fields[changed].label} tells which ${definition.one} it is and cannot be changed; enter a new ${definition.one} and remove this one`,
    );
}

function place(definition: TableDefinition, name: string): number {
  return recordedFields(definition).findIndex((field) => field.name === name);
}
