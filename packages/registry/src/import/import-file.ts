import { readTable } from "@seriatim/records";
import { asUser, type Registry } from "../registry.js";
import { applyImport } from "./apply-import.js";
import type { Mapping } from "./mapping.js";
import { type ImportPlan, type OnProgress, planImport } from "./plan-import.js";

export interface ImportOptions {
  /** Of new patients. */
  centre: string;
  why?: string;
  onProgress?: OnProgress;
}

/** What a file would change. @throws RecordsError where it cannot be read, or lacks a column of the mapping */
export function previewImport(
  registry: Registry,
  file: { name: string; bytes: Uint8Array },
  mapping: Mapping,
  options: ImportOptions,
): Promise<ImportPlan> {
  const raw = rawTableOf(file, mapping);
  return asUser(registry, (trx) => planImport(trx, registry.dictionary, { raw, bytes: file.bytes }, mapping, options));
}

/** Imports a file, whole or not at all. @throws as `previewImport`, and RegistryError as `applyImport` */
export function importFile(
  registry: Registry,
  file: { name: string; bytes: Uint8Array },
  mapping: Mapping,
  options: ImportOptions,
): Promise<ImportPlan> {
  const raw = rawTableOf(file, mapping);
  return asUser(
    registry,
    async (trx) => {
      const plan = await planImport(trx, registry.dictionary, { raw, bytes: file.bytes }, mapping, options);
      await applyImport(trx, plan, options);
      return plan;
    },
    options.why === undefined ? {} : { why: options.why },
  );
}

function rawTableOf({ name, bytes }: { name: string; bytes: Uint8Array }, { sheet }: Mapping) {
  return readTable(bytes, { file: name, ...(sheet === undefined ? {} : { sheet }) });
}
