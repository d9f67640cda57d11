import { basename, dirname, join, resolve, sep } from "node:path";
import type { CliFiles, CliIo } from "./cli-io.js";
import { fileFault, InputError, Interrupted, systemCode } from "./input-error.js";

/** A folder that may be written: the path as the user wrote it and as the file system knows it, links followed. */
export interface OutputFolder {
  shown: string;
  path: string;
  /** A former report lies there, and the user wants it replaced. */
  replacesFormer: boolean;
}

/** The files of a folder by their paths in it, `/` between the parts. */
export type FolderFiles = Readonly<Record<string, string | Uint8Array>>;

/**
 * Whether a report may be written to a folder, asked before anything is computed.
 *
 * @param shown the path as the user wrote it, relative to `io.cwd`
 * @throws InputError where its parent is missing, or something is there: only a former report may be replaced, and only where
 *   `replace` says so
 */
export async function checkOutputFolder(
  { files, cwd }: Pick<CliIo, "files" | "cwd">,
  shown: string,
  options: { replace: boolean },
): Promise<OutputFolder> {
  const path = resolve(cwd, shown);
  const parent = dirname(path);
  const above = await kindOf(files, parent, shown);
  if (above === "none") throw new InputError(`${shown}: the folder ${dirname(shown)} does not exist; create it first`);
  if (above === "file") throw new InputError(`${shown}: ${dirname(shown)} is a file, not a folder`);
  const there = await kindOf(files, path, shown);
  if (there === "none") return { shown, path, replacesFormer: false };
  if (there === "file")
    throw new InputError(`${shown}: a file of that name is there; choose another folder with --out`);
  const former = await formerFault(files, path).catch((error: unknown) => {
    throw fileFault(error, shown, "write");
  });
  if (former !== undefined)
    throw new InputError(
      `${shown}: the folder exists and ${former}, so it is left alone; choose another folder with --out`,
    );
  if (!options.replace)
    throw new InputError(
      `${shown}: the folder holds a former report; choose another with --out, or add --replace to replace it`,
    );
  const real = await files.realpath(path);
  if (`${await files.realpath(cwd)}${sep}`.startsWith(`${real}${sep}`))
    throw new InputError(`${shown}: you are in the folder that would be replaced; run from another`);
  return { shown, path: real, replacesFormer: true };
}

/**
 * Writes a folder whole or not at all: into a temporary folder beside it, which then takes its name. On any fault, and where
 * the user stops the program, the temporary folder is removed and a former report stays as it was.
 *
 * @throws InputError where the disk is full, writing is not permitted or the like
 * @throws Interrupted where the user stopped the program
 */
export async function writeOutputFolder(
  io: Pick<CliIo, "files" | "onInterrupt">,
  target: OutputFolder,
  contents: FolderFiles,
): Promise<void> {
  const { files } = io;
  let stopped: Interrupted | undefined;
  const release = io.onInterrupt((signal) => {
    stopped ??= new Interrupted(signal);
  });
  const goOn = () => {
    if (stopped) throw stopped;
  };
  let unfinished: string | undefined;
  try {
    unfinished = await newFolderBeside(files, target.path, "unfinished");
    const folders = new Set<string>();
    for (const [name, content] of Object.entries(contents)) {
      goOn();
      const file = join(unfinished, ...partsOf(name));
      if (!folders.has(dirname(file))) await files.mkdir(dirname(file), { recursive: true });
      folders.add(dirname(file));
      await files.writeFile(file, content);
    }
    goOn();
    await takeName(files, unfinished, target);
  } catch (error) {
    if (unfinished !== undefined) await files.rm(unfinished, { recursive: true, force: true });
    throw fileFault(error, target.shown, "write");
  } finally {
    release();
  }
}

async function takeName(files: CliFiles, unfinished: string, { path, shown, replacesFormer }: OutputFolder) {
  if (!replacesFormer) {
    // Renaming onto an empty folder would succeed, and it is somebody's.
    if ((await kindOf(files, path, shown)) !== "none")
      throw new InputError(`${shown}: something of that name has appeared meanwhile; choose another folder with --out`);
    await files.rename(unfinished, path);
    return;
  }
  const former = unfinished.replace(/unfinished-(\d+)$/, "former-$1");
  await files.rename(path, former).catch((error: unknown) => {
    if (systemCode(error) !== "ENOENT") throw error;
    throw new InputError(`${shown}: the former report has gone meanwhile; does another run write there?`);
  });
  try {
    await files.rename(unfinished, path);
  } catch (error) {
    await files.rename(former, path);
    throw error;
  }
  await files.rm(former, { recursive: true, force: true }).catch((error: unknown) => {
    const why = systemCode(error) ?? String(error);
    throw new InputError(
      `${shown}: the new report is there, but what is left of the former could not be removed from ${former} (${why})`,
    );
  });
}

/** An empty folder `.report.unfinished-1`, with the rights of any new folder (those of `mkdtemp` would shut others out). */
async function newFolderBeside(files: CliFiles, path: string, what: string): Promise<string> {
  for (let k = 1; ; k++) {
    const folder = join(dirname(path), `.${basename(path)}.${what}-${k}`);
    try {
      await files.mkdir(folder);
      return folder;
    } catch (error) {
      if (systemCode(error) !== "EEXIST" || k >= 1000) throw error;
    }
  }
}

/** Why a folder is no former report, as the end of “the folder exists and …”; undefined where it is one. */
async function formerFault(files: CliFiles, path: string): Promise<string | undefined> {
  try {
    const results: unknown = JSON.parse(await files.readFile(join(path, "results.json"), "utf8"));
    const isResults =
      typeof results === "object" && results !== null && "format" in results && results.format === "seriatim-results";
    if (!isResults) return "is no former report";
  } catch {
    return "is no former report";
  }
  const foreign = (await filesUnder(files, path)).find((name) => !reportFile.test(name));
  return foreign === undefined ? undefined : `holds ${foreign}, which is no part of a report`;
}

/** What a report consists of, and what file managers leave behind. */
const reportFile =
  /^(report\.html|results\.json|figures\/[^/]+\.svg|tables\/[^/]+\.csv|(.*\/)?(\.DS_Store|Thumbs\.db|desktop\.ini))$/;

async function filesUnder(files: CliFiles, path: string, within = ""): Promise<string[]> {
  const entries = await files.readdir(join(path, within), { withFileTypes: true });
  const names = await Promise.all(
    entries.map(async (entry) => {
      const name = `${within}${entry.name}`;
      // Deeper than the folders of a report nothing is a part of it, so the search need not go on.
      return entry.isDirectory() && within === "" ? await filesUnder(files, path, `${name}/`) : [name];
    }),
  );
  return names.flat();
}

async function kindOf(files: CliFiles, path: string, shown: string): Promise<"file" | "folder" | "none"> {
  try {
    return (await files.stat(path)).isDirectory() ? "folder" : "file";
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw fileFault(error, shown, "write");
    // A link that leads nowhere is something all the same.
    const isLink = await files.lstat(path).then(
      () => true,
      () => false,
    );
    return isLink ? "file" : "none";
  }
}

function partsOf(name: string): string[] {
  const parts = name.split("/");
  if (parts.some((part) => part === "" || part === "." || part === ".." || part.includes("\\")))
    throw new TypeError(`“${name}” is no path within the report`);
  return parts;
}
