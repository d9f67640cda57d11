/** What the user gave cannot be used: one sentence saying where, what was found and what is allowed. Ends the program with code 2. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** The user stopped the program while it wrote. Ends it with 128 + the signal's number. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor(readonly signal: "SIGINT" | "SIGTERM" | "SIGHUP") {
    super("stopped before the report was whole; nothing was written");
  }
}

/** Faults that are the user's to mend and whose message is a sentence of its own: of a study, a dictionary or a file of records. */
export function isInputFault(error: unknown): error is Error {
  return error instanceof Error && inputFaults.has(error.name);
}

const inputFaults = new Set(["InputError", "RecordsError", "DictionaryError", "StudyError", "RegistryError"]);

/**
 * A failure of the file system as a sentence about the path that the user knows.
 *
 * @param path as the user would write it
 * @returns the error itself where it is none of the file system
 */
export function fileFault(error: unknown, path: string, doing: "read" | "write"): unknown {
  const code = systemCode(error);
  if (code === undefined) return error;
  const says = (doing === "read" ? readFaults : writeFaults)[code] ?? otherFaults[code];
  return says === undefined ? error : new InputError(`${path}: ${says}`);
}

/** The code of a failure of the system, as ENOENT; undefined where it is none. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

const readFaults: Record<string, string> = {
  ENOENT: "there is no such file",
  EISDIR: "this is a folder; give the file itself",
  EACCES: "the file may not be read; ask for the permission to read it",
  EPERM: "the file may not be read; ask for the permission to read it",
  ERR_FS_FILE_TOO_LARGE: "the file is larger than 2 GB; split it, or leave out columns that are not needed",
};

const writeFaults: Record<string, string> = {
  ENOENT: "the folder to write in does not exist; create it first",
  EACCES: "writing is not permitted there; choose another folder with --out",
  EPERM: "writing is not permitted there; choose another folder with --out",
  EROFS: "the disk is read-only; choose another folder with --out",
  ENOSPC: "the disk is full; free some space, or choose another folder with --out",
  EDQUOT: "the disk quota is used up; free some space, or choose another folder with --out",
  EEXIST: "something of that name is there already; choose another folder with --out",
  ENOTEMPTY: "a folder of that name is there already; choose another folder with --out",
  EBUSY: "the folder is in use; close the programs that use it",
  EXDEV: "the folder lies on another disk; choose another folder with --out",
};

const otherFaults: Record<string, string> = {
  ENOTDIR: "a part of the path is a file, not a folder",
  ENAMETOOLONG: "the name is too long for the file system",
  ELOOP: "the path leads back to itself by symbolic links",
  EMFILE: "too many files are open; close some programs",
  ENFILE: "too many files are open; close some programs",
  EIO: "the disk does not answer (input/output error)",
  ENXIO: "the file cannot be opened",
  EINVAL: "the path is not valid",
  ERR_INVALID_ARG_VALUE: "the path is not valid",
};
