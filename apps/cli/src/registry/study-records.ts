import type { Dictionary, FullDate, RecordFile } from "@seriatim/records";
import { formatPartialDate } from "@seriatim/records";
import { asUser, recordFiles, tell } from "@seriatim/registry";
import { openRegistry } from "@seriatim/registry/node";
import type { Study } from "@seriatim/study";
import type { CliIo } from "../cli-io.js";
import type { Progress } from "../progress.js";
import { registryPlace, registryUser, serverWord } from "./registry-place.js";

/** The records of a study from a registry, as files; the history tells of it. */
export async function studyRecords(
  io: CliIo,
  study: Study,
  { place, on, beside }: { place: string; on?: FullDate; beside: (file: string) => string },
  progress: Progress,
): Promise<{ dictionary: Dictionary; files: Record<string, RecordFile> }> {
  progress.says("Opening the registry");
  const shown = place === serverWord || place.includes("://") ? place : beside(place);
  const registry = await openRegistry(registryPlace(io, shown), { user: registryUser(io, undefined) });
  try {
    const files = await asUser(registry, async (trx) => {
      await tell(trx, "analysis", { study: study.title, ...(on === undefined ? {} : { on: formatPartialDate(on) }) });
      return recordFiles(trx, registry.dictionary, {
        ...(on === undefined ? {} : { on }),
        valuesOnly: registry.roles.every((role) => role === "analyse"),
        onProgress: (table, rows) => progress.says(`Reading ${table} (${rows} rows)`),
      });
    });
    return { dictionary: registry.dictionary, files };
  } finally {
    await registry.engine.close();
  }
}
