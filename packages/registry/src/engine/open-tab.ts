import { PGlite } from "@electric-sql/pglite";
import { Kysely, PostgresDialect } from "kysely";
import { RegistryError } from "../registry-error.js";
import type { Database } from "../schema/database.js";
import type { Engine } from "./engine.js";
import { holdTab } from "./hold-tab.js";
import { ProtocolCursor, protocolPool } from "./protocol-pool.js";
import { fileOperations, innerParts, stopAfterPanic } from "./stop-after-panic.js";
import { TabFiles } from "./tab-files.js";
import {
  folderIn,
  isStorageFull,
  registriesFolder,
  removeIn,
  type StoredFolder,
  textIn,
  writeIn,
} from "./tab-storage.js";

/** Stands in the folder of a registry that was made to its end. */
const wholeName = "whole.txt";

/** Dates as `1990-09-03`, whole numbers as numbers: see `valueTypes`. */
const parsers = { 1082: (text: string) => text, 20: Number };

export interface TabEngine extends Engine {
  /** To be called when a new registry is made to its end; else it is none. */
  complete(): Promise<void>;
}

/**
 * Opens the engine of a registry in this browser's storage, from within a worker. Where the browser keeps nothing (a private window), it is
 * in memory, and `isKept` false.
 *
 * @param name of the registry: letters, digits, `-` and `_`
 * @param options.create makes it, which must not be there; else it must
 * @throws RegistryError where it is there, or not, or open in another tab
 */
export async function openTab(name: string, { create }: { create: boolean }): Promise<TabEngine> {
  if (!/^[\w-]{1,60}$/.test(name))
    throw new RegistryError(`“${name}” is no name of a registry; allowed are letters, digits, - and _, 60 at most`);
  const registries = await registriesFolder();
  if (!registries && !create)
    throw new RegistryError(`${name}: this browser keeps nothing, so there is no such registry`);
  if (!registries)
    return engineOf(name, await PGlite.create({ parsers }), undefined, {
      complete: async () => {},
      release: async () => {},
    });
  const release = await holdTab(name, name);
  try {
    const folder = await (create ? newFolder(registries, name) : madeFolder(registries, name));
    const files = new TabFiles(`seriatim/${name}/database`, (await folderIn(folder, "database", { create }))!, name);
    const pglite = await PGlite.create({
      fs: files,
      parsers,
      startParams: [
        ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
        ...[
          "-c",
          "fsync=on",
          "-c",
          "wal_sync_method=fsync",
          "-c",
          "synchronous_commit=on",
          "-c",
          "full_page_writes=on",
        ],
      ],
    });
    return engineOf(name, pglite, files, {
      async complete() {
        await pglite.exec("checkpoint");
        await writeIn(folder, wholeName, "A registry of Seriatim, made to its end.\n");
      },
      release,
    });
  } catch (error) {
    await release();
    if (isStorageFull(error))
      throw new RegistryError(
        `${name}: the browser's storage is full; nothing is lost: make space, then open the registry again`,
      );
    throw error;
  }
}

/** Whether this browser's storage has a registry of that name. */
export async function hasTabRegistry(name: string): Promise<boolean> {
  const folder = await folderIn(await registriesFolder(), name);
  return folder !== undefined && (await textIn(folder, wholeName)) !== undefined;
}

/**
 * Removes a registry from this browser's storage, with all that is in it.
 *
 * @throws RegistryError where it is open
 */
export async function removeTabRegistry(name: string): Promise<void> {
  const registries = await registriesFolder();
  if (!registries) return;
  const release = await holdTab(name, name);
  try {
    await removeIn(registries, name);
  } finally {
    await release();
  }
}

async function newFolder(registries: StoredFolder, name: string): Promise<StoredFolder> {
  if (await hasTabRegistry(name))
    throw new RegistryError(`${name}: there is a registry already; name another, or remove it first`);
  // One that was not made to its end.
  await removeIn(registries, name);
  return registries.getDirectoryHandle(name, { create: true });
}

async function madeFolder(registries: StoredFolder, name: string): Promise<StoredFolder> {
  const folder = await folderIn(registries, name);
  if (!folder || (await textIn(folder, wholeName)) === undefined)
    throw new RegistryError(`${name}: there is no such registry in this browser's storage`);
  return folder;
}

function engineOf(
  name: string,
  pglite: PGlite,
  files: TabFiles | undefined,
  { complete, release }: { complete(): Promise<void>; release(): Promise<void> },
): TabEngine {
  const stopped = stopAfterPanic(pglite, async () => files?.closeFs());
  if (files)
    fileOperations(innerParts(pglite)).fsync = ({ path }) => {
      files.sync(path.replace("/pglite/data", ""));
      return 0;
    };
  const pool = protocolPool(pglite, async (isOpen) => {
    if (stopped() || !files) return;
    await (isOpen ? files.spare() : pglite.syncToFs());
  });
  return {
    kind: "tab",
    shown: name,
    isKept: files !== undefined,
    db: new Kysely<Database>({ dialect: new PostgresDialect({ pool, cursor: ProtocolCursor }) }),
    stopped,
    complete,
    async close() {
      await pool.end();
      await pglite.close();
      await release();
    },
  };
}
