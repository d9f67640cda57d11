import { RecordsError } from "@seriatim/records";
import {
  type ImportPlan,
  parseMapping,
  planImport,
  type Registry,
  type RegistryTransaction,
  readSource,
} from "@seriatim/registry";
import { z } from "zod";
import type { ByteFile } from "./session.js";

export const plannedFileInput = z.strictObject({
  file: z.string(),
  /** YAML; null for a file that shows itself what it is. */
  mapping: z.string().max(1_000_000).nullable(),
  /** Of new patients. */
  centre: z.string().trim().min(1).max(100),
});

/** What a file would change, by its mapping. @throws RegistryError at a fault of the mapping, RecordsError at one of the file */
export function plannedFile(
  trx: RegistryTransaction,
  { dictionary }: Registry,
  given: ByteFile,
  { mapping: text, centre }: { mapping: string | null; centre: string },
): Promise<ImportPlan> {
  const mapping = text === null ? undefined : parseMapping(text, "mapping", dictionary);
  const source = readSource(given, dictionary, mapping ? { mapping } : {});
  if (!source) throw new RecordsError(given.name, "a mapping is needed that says which column is which field");
  return planImport(trx, dictionary, source, { centre });
}

/** New and changed rows by table: what a person agrees to. */
export function countsOf({ tables }: ImportPlan): Record<string, { added: number; changed: number }> {
  return Object.fromEntries(
    tables.map(({ definition, added, changed }) => [definition.name, { added: added.length, changed: changed.length }]),
  );
}
