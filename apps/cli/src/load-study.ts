import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { type Dictionary, parseDictionary, type RecordFile, type Records, readRecords } from "@seriatim/records";
import { parseStudy, type Study, type StudyRecords } from "@seriatim/study";
import type { CliIo } from "./cli-io.js";
import { InputError } from "./input-error.js";
import type { Progress } from "./progress.js";
import { readInput, readInputText } from "./read-input.js";

/** A study with all that it names, read and typed; nothing is computed yet. */
export interface LoadedStudy {
  study: Study;
  dictionary: Dictionary;
  records: Records;
}

/**
 * Reads a study file, its dictionary and its records, whose paths are relative to the study file.
 *
 * @param shown the study file's path as the user wrote it
 * @throws InputError, StudyError, DictionaryError, RecordsError or RegistryError at the first file that cannot be used
 */
export async function loadStudy(io: CliIo, shown: string, progress: Progress): Promise<LoadedStudy> {
  progress.says("Reading the study");
  if (await isFolder(io, shown)) throw new InputError(await folderSentence(io, shown));
  const study = parseStudy(await readInputText(io, shown), shown);
  const beside = (file: string) => (isAbsolute(file) ? file : join(dirname(shown), file));
  const { records } = study;
  const { dictionary, files } =
    records.kind === "files"
      ? await filesOf(io, records, beside, progress)
      : await (await import("./registry/study-records.js")).studyRecords(io, study, { ...records, beside }, progress);
  progress.says("Reading the records");
  return { study, dictionary, records: readRecords(dictionary, files).records };
}

async function filesOf(
  io: CliIo,
  records: Extract<StudyRecords, { kind: "files" }>,
  beside: (file: string) => string,
  progress: Progress,
): Promise<{ dictionary: Dictionary; files: Record<string, RecordFile> }> {
  const dictionaryFile = beside(records.dictionary);
  const dictionary = parseDictionary(await readInputText(io, dictionaryFile), dictionaryFile);
  const files: Record<string, RecordFile> = {};
  for (const [table, { file, sheet }] of Object.entries(records.tables)) {
    progress.says(`Reading ${basename(file)}`);
    const bytes = await readInput(io, beside(file));
    files[table] = { file: basename(file), bytes, ...(sheet === undefined ? {} : { sheet }) };
  }
  return { dictionary, files };
}

async function isFolder({ files, cwd }: CliIo, shown: string): Promise<boolean> {
  return files.stat(resolve(cwd, shown)).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function folderSentence({ files, cwd }: CliIo, shown: string): Promise<string> {
  const inside = join(shown, "study.yaml");
  const hasStudy = await files.stat(resolve(cwd, inside)).then(
    () => true,
    () => false,
  );
  return `${shown}: this is a folder; give the study file itself${hasStudy ? `, ${inside}` : ""}`;
}
