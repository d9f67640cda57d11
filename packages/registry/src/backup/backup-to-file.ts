import { access, type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Registry } from "../registry.js";
import { RegistryError } from "../registry-error.js";
import { type BackupOptions, backupRegistry } from "./backup-registry.js";
import type { BackupManifest } from "./manifest.js";

/**
 * Writes a backup into a file, which only its owner may read. It has its name only when it is whole and on the disk.
 *
 * @param path absolute
 * @param shown the file as the user named it
 * @param options.replace whether a file that is there may be replaced
 * @throws RegistryError as `backupRegistry`, and where the file cannot be written
 */
export async function backupToFile(
  registry: Registry,
  path: string,
  shown: string,
  { replace = false, ...options }: Omit<BackupOptions, "to"> & { replace?: boolean },
): Promise<BackupManifest> {
  if (!replace && (await isThere(path)))
    throw new RegistryError(`${shown}: a file of that name is there; name another, or say that it is to be replaced`);
  const unfinished = join(dirname(path), `.${basename(path)}.unfinished-${process.pid}`);
  const file = await open(unfinished, "w", 0o600).catch((error: unknown) => {
    throw fileFault(error, shown);
  });
  try {
    const manifest = await backupRegistry(registry, (piece) => writeAll(file, piece, shown), { ...options, to: shown });
    await finish(file, unfinished, path).catch((error: unknown) => {
      throw fileFault(error, shown);
    });
    return manifest;
  } finally {
    await file.close().catch(() => {});
    await rm(unfinished, { force: true });
  }
}

async function writeAll(file: FileHandle, piece: Uint8Array, shown: string): Promise<void> {
  try {
    await file.writeFile(piece);
  } catch (error) {
    throw fileFault(error, shown);
  }
}

async function finish(file: FileHandle, unfinished: string, path: string): Promise<void> {
  await file.sync();
  await file.close();
  await rename(unfinished, path);
  // A folder cannot be synced on every system.
  const folder = await open(dirname(path), "r").catch(() => undefined);
  await folder?.sync().catch(() => {});
  await folder?.close();
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function fileFault(error: unknown, shown: string): RegistryError {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const says: Record<string, string> = {
    ENOENT: "there is no such folder",
    ENOTDIR: "there is no such folder",
    EISDIR: "a folder of that name is there",
    EACCES: "it may not be written there",
    EPERM: "it may not be written there",
    EROFS: "it may not be written there",
    ENOSPC: "the disk is full",
    EDQUOT: "the disk is full",
  };
  return new RegistryError(`${shown}: ${says[code] ?? message}; no backup was written`);
}
