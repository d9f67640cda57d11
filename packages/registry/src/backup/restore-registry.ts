import { access, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { holdFolder } from "../engine/folder-lock.js";
import { checkNewFolder, openFolder, replaceFolder } from "../engine/open-folder.js";
import { isServerUrl, openServer } from "../engine/open-server.js";
import type { OnProgress } from "../import/plan-import.js";
import { transaction } from "../registry.js";
import { RegistryError } from "../registry-error.js";
import type { RegistryPlace } from "../registry-place.js";
import { clearServer } from "./clear-server.js";
import { loadBackup } from "./load-backup.js";
import type { BackupManifest } from "./manifest.js";
import { type OpenBackup, openBackup } from "./open-backup.js";

export interface RestoreOptions {
  /** Who restores: an administrator of the registry in the backup. */
  user: string;
  /** Whether a registry that is there may be replaced. */
  replace?: boolean;
  onProgress?: OnProgress;
}

/** What was restored. */
export interface RestoredRegistry {
  manifest: BackupManifest;
  /** Of the backup's file, hexadecimal. */
  sha256: string;
}

/**
 * Makes a registry from a backup, or replaces one by it. All is verified before anything is replaced: the file and each member of it, each
 * row by the dictionary, the history's chain, and every table against the history. Then the registry goes on where the backup was made, and
 * its history tells of the restoring.
 *
 * A folder is made beside its place and takes it by renaming; on a server all is one transaction.
 *
 * @param backup the file: absolute, and as the user named it
 * @throws RegistryError of kind `damaged` where the backup is not whole and true; then, as after any other, the place is as it was
 */
export async function restoreRegistry(
  backup: RegistryPlace,
  place: RegistryPlace,
  { user, replace = false, onProgress = () => {} }: RestoreOptions,
): Promise<RestoredRegistry> {
  const isServer = isServerUrl(place.at);
  if (!isServer) await checkPlace(place, replace);
  const open = await openBackup(backup.at, backup.shown, onProgress);
  try {
    await (isServer ? toServer : toFolder)(open, place, { user, replace, onProgress });
    return { manifest: open.manifest, sha256: open.sha256 };
  } finally {
    open.close();
  }
}

async function toServer(backup: OpenBackup, place: RegistryPlace, options: Required<RestoreOptions>): Promise<void> {
  const engine = await openServer(place.at);
  try {
    await transaction(engine, async (trx) => {
      await clearServer(trx, engine.shown, { replace: options.replace, id: backup.manifest.registry.id });
      await loadBackup(trx, backup, options);
    });
  } finally {
    await engine.close();
  }
}

async function toFolder(backup: OpenBackup, place: RegistryPlace, options: Required<RestoreOptions>): Promise<void> {
  const unfinished = join(dirname(place.at), `.${basename(place.at)}.unfinished-${process.pid}`);
  // Nobody may write into the former while the other is made; its hold goes with it.
  const release = (await isThere(join(place.at, "database")))
    ? await holdFolder(join(place.at, "held"), place.shown)
    : async () => {};
  try {
    await rm(unfinished, { recursive: true, force: true });
    const engine = await openFolder(unfinished, place.shown, { create: true });
    try {
      await transaction(engine, (trx) => loadBackup(trx, backup, options));
    } finally {
      await engine.close();
    }
    await replaceFolder(place.at, unfinished);
  } catch (error) {
    await release();
    throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function checkPlace({ at, shown }: RegistryPlace, replace: boolean): Promise<void> {
  if (await isThere(join(at, "database/PG_VERSION"))) {
    if (replace) return;
    throw new RegistryError(
      `${shown}: there is a registry already; name another folder, or say that it is to be replaced`,
    );
  }
  await checkNewFolder(at, shown);
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
