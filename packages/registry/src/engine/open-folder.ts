import { access, mkdir, readdir, rename, rm, statfs, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";

import { RegistryError } from "../registry-error.js";
import type { Database } from "../schema/database.js";
import { BreakableCursor } from "./breakable-cursor.js";
import { durablePglite } from "./durable-pglite.js";
import type { Engine } from "./engine.js";
import { holdFolder } from "./folder-lock.js";
import { surviveBrokenConnections } from "./surviving-pool.js";
import { valueTypes } from "./value-types.js";

/**
 * Opens the engine of a registry that lies in a folder.
 *
 * @param path absolute
 * @param shown the folder as the user named it
 * @param options.create makes the folder, which must not exist or be empty; else it must be a registry's
 * @throws RegistryError where it is none, or is open elsewhere
 */
export async function openFolder(path: string, shown: string, options: { create: boolean }): Promise<Engine> {
  await (options.create ? makeFolder(path, shown) : checkFolder(path, shown));
  const release = await holdFolder(join(path, "held"), shown).catch(async (error: unknown) => {
    throw await openFault(error, path, shown);
  });
  try {
    const { pglite, stopped } = await durablePglite(join(path, "database"));
    // What `initdb` wrote lies there unsynced until a checkpoint.
    if (options.create) await pglite.exec("checkpoint");
    // The pool's clients share one connection, which a client that ends for being idle would end under the next.
    const one = { max: 1, idleTimeoutMillis: 0 };
    const pool = new pg.Pool({ ...createPgConfig(pglite), ...one, types: valueTypes });
    surviveBrokenConnections(pool);
    return {
      kind: "folder",
      shown,
      isKept: true,
      db: new Kysely<Database>({ dialect: new PostgresDialect({ pool, cursor: BreakableCursor }) }),
      stopped,
      async close() {
        await pool.end();
        await pglite.close();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw await openFault(error, path, shown);
  }
}

/** Less than PostgreSQL needs to begin with: a file of its log has 16 MB. */
const littleSpace = 17 * 1024 * 1024;

async function openFault(error: unknown, path: string, shown: string): Promise<unknown> {
  if (error instanceof RegistryError) return error;
  const { bavail, bsize } = await statfs(path);
  if ((error as NodeJS.ErrnoException).code === "ENOSPC" || bavail * bsize < littleSpace)
    return new RegistryError(`${shown}: the disk is full; nothing is lost: make space, then open the registry again`);
  return error;
}

const readme = `This folder is a registry of Seriatim (seriatim registry --help).

database/  the records and their history, as PostgreSQL keeps them. Not to be edited, copied or synchronised while it is open:
           \`seriatim registry backup\` makes a copy of it that is whole.
held/      which program has it open.

The key that the patients' names are encrypted with does not lie here. Keep it, and a copy of it, elsewhere.
`;

async function makeFolder(path: string, shown: string): Promise<void> {
  await checkNewFolder(path, shown);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, "README.txt"), readme);
}

/** @throws RegistryError where something is in the folder */
export async function checkNewFolder(path: string, shown: string): Promise<void> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    if (error.code === "ENOTDIR") throw new RegistryError(`${shown}: a file of that name is there`);
    throw error;
  });
  if (names.length > 0) throw new RegistryError(`${shown}: the folder is not empty; name one that does not exist yet`);
}

async function checkFolder(path: string, shown: string): Promise<void> {
  const has = (name: string) =>
    access(join(path, name)).then(
      () => true,
      () => false,
    );
  if (!(await has("")))
    throw new RegistryError(`${shown}: there is no such folder; make one by seriatim registry init`);
  if (!(await has("database/PG_VERSION")))
    throw new RegistryError(`${shown}: this is no registry; make one by seriatim registry init`);
}

/** Puts a registry's folder in the place of another, or of none: by renaming alone, so that either the one or the other is there. */
export async function replaceFolder(path: string, by: string): Promise<void> {
  const former = join(dirname(path), `.${basename(path)}.former`);
  await rm(former, { recursive: true, force: true });
  const isThere = await rename(path, former).then(
    () => true,
    () => false,
  );
  try {
    await rename(by, path);
  } catch (error) {
    if (isThere) await rename(former, path);
    throw error;
  }
  await rm(former, { recursive: true, force: true });
}
