import { type RawTable, readTable } from "@seriatim/records";
import {
  asUser,
  knownKeys,
  parseMapping,
  type Registry,
  RegistryError,
  readSource,
  type SuggestedHeading,
  savedMapping,
  suggestMapping,
} from "@seriatim/registry";
import { z } from "zod";
import { centresOfNew } from "./centre-of-new.js";
import { opened, today } from "./opened.js";
import type { ByteFile, Session } from "./session.js";

export const fileToImportInput = z.strictObject({ file: z.string() });

/** What a file is, before anything of it is mapped. */
export interface FileToImport {
  name: string;
  size: number;
  rows: number;
  /** What the file shows itself to be needs no mapping. */
  needsMapping: boolean;
  columns: FileColumn[];
  /** A mapping as YAML to begin with. */
  suggested: string;
  /** What keys need and nothing in the file is, in sentences. */
  lacking: string[];
  /** The mapping by which a file of this name was imported before. */
  kept: string | null;
  /** The centres that new patients may have. */
  centres: string[];
}

/** A column of the file, with what it seems to be. */
export interface FileColumn extends SuggestedHeading {
  filled: number;
  /** How many different texts stand in it. */
  different: number;
  /** The most frequent texts, sixty at most. */
  texts: { text: string; count: number }[];
}

const mostTexts = 60;

/** A file that was given: what its columns seem to be, and a mapping to begin with. @throws RecordsError where it cannot be read */
export async function fileToImport(
  session: Session,
  { file }: z.output<typeof fileToImportInput>,
): Promise<FileToImport> {
  const registry = opened(session);
  const given = await keptFile(session, file);
  const raw = readTable(given.bytes, { file: given.name });
  const needsMapping = readSource(given, registry.dictionary) === undefined;
  const about = { name: given.name, size: given.bytes.length, rows: raw.rows.length, needsMapping };
  const centres = await centresOfNew(registry);
  if (!needsMapping) return { ...about, columns: [], suggested: "", lacking: [], kept: null, centres };
  const [keys, saved] = await asUser(registry, async (trx) => [
    await knownKeys(trx, registry.dictionary),
    await savedMapping(trx, mappingName(given)),
  ]);
  const { yaml, columns, lacking } = suggestMapping(registry.dictionary, raw, {
    today: today(session),
    knownKeys: keys,
  });
  return {
    ...about,
    columns: columns.map((column, j) => ({ ...column, ...textsOf(raw, j) })),
    suggested: yaml,
    lacking,
    kept: saved !== undefined && fits(registry, raw, saved) ? saved : null,
    centres,
  };
}

/** A file that was given. @throws RegistryError where it is kept no more */
export async function keptFile({ home }: Session, file: string): Promise<ByteFile> {
  const given = await home.givenFile(file);
  if (given) return given;
  throw new RegistryError("the file is kept no more; drop it again");
}

/** By which name the registry keeps the mapping of such files. */
export function mappingName({ name }: { name: string }): string {
  return `${name.replace(/\.[^.]+$/, "")}.mapping.yaml`;
}

/** Whether a mapping of an earlier file still names columns of this one. */
function fits({ dictionary }: Registry, raw: RawTable, text: string): boolean {
  try {
    const { tables } = parseMapping(text, "", dictionary);
    return tables.every(({ columns, forEach }) =>
      columns.every(
        ({ from }) =>
          from === undefined ||
          (forEach.length === 0 ? [from] : forEach.map((n) => from.replaceAll("{n}", n))).some((heading) =>
            raw.columns.includes(heading),
          ),
      ),
    );
  } catch (error) {
    if (error instanceof RegistryError) return false;
    throw error;
  }
}

function textsOf({ rows }: RawTable, j: number): Pick<FileColumn, "filled" | "different" | "texts"> {
  const counts = new Map<string, number>();
  let filled = 0;
  for (const cells of rows) {
    const text = cells[j].trim();
    if (text === "") continue;
    filled++;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const texts = [...counts].map(([text, count]) => ({ text, count }));
  // Sorting keeps the file's order among equals.
  return { filled, different: counts.size, texts: texts.sort((a, b) => b.count - a.count).slice(0, mostTexts) };
}
