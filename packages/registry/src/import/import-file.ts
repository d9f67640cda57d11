import { type Dictionary, RecordsError } from "@seriatim/records";
import { asUser, type Registry } from "../registry.js";
import { applyImport } from "./apply-import.js";
import type { ImportSource } from "./import-source.js";
import type { Mapping } from "./mapping.js";
import { type ImportPlan, type OnProgress, planImport } from "./plan-import.js";
import { readSource, type SourceOptions } from "./read-source.js";

export interface ImportOptions {
  /** Of new patients. */
  centre: string;
  why?: string;
  onProgress?: OnProgress;
  redcap?: SourceOptions["redcap"];
}

/**
 * What a file would change.
 *
 * @param mapping undefined for a file that shows itself what it is: see `readSource`
 * @throws RecordsError where the file cannot be read, lacks a column of the mapping, or needs a mapping and has none
 */
export function previewImport(
  registry: Registry,
  file: { name: string; bytes: Uint8Array },
  mapping: Mapping | undefined,
  options: ImportOptions,
): Promise<ImportPlan> {
  const source = sourceOf(file, registry.dictionary, mapping, options);
  return asUser(registry, (trx) => planImport(trx, registry.dictionary, source, options));
}

/** Imports a file, whole or not at all. @throws as `previewImport`, and RegistryError as `applyImport` */
export function importFile(
  registry: Registry,
  file: { name: string; bytes: Uint8Array },
  mapping: Mapping | undefined,
  options: ImportOptions,
): Promise<ImportPlan> {
  const source = sourceOf(file, registry.dictionary, mapping, options);
  return asUser(
    registry,
    async (trx) => {
      const plan = await planImport(trx, registry.dictionary, source, options);
      await applyImport(trx, plan, options);
      return plan;
    },
    options.why === undefined ? {} : { why: options.why },
  );
}

function sourceOf(
  file: { name: string; bytes: Uint8Array },
  dictionary: Dictionary,
  mapping: Mapping | undefined,
  { redcap }: ImportOptions,
): ImportSource {
  const source = readSource(file, dictionary, {
    ...(mapping ? { mapping } : {}),
    ...(redcap ? { redcap } : {}),
  });
  if (source) return source;
  throw new RecordsError(
    file.name,
    "neither a table under the dictionary's headings, nor a workbook with one sheet a table, nor an export of REDCap's records; a mapping is needed that says which column is which field",
  );
}
