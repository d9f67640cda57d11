import type { Registry, RegistryTransaction } from "../registry.js";
import { deidentifiedFiles } from "./deidentified-files.js";
import type { ExportOptions } from "./export-options.js";
import type { ExportedFile } from "./exported-file.js";
import { fullFiles } from "./full-files.js";

/** The files of an export, of which `exportRecords` tells the history; what is not asked for is not read. */
export function exportedFiles(
  trx: RegistryTransaction,
  registry: Pick<Registry, "dictionary" | "user">,
  options: ExportOptions,
): AsyncIterable<ExportedFile> | Iterable<ExportedFile> {
  return options.deidentified ? deidentifiedFiles(trx, registry, options) : fullFiles(trx, registry);
}
