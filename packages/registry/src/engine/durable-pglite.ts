import { closeSync, fdatasyncSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { type EngineStopped, fileOperations, innerParts, stopAfterPanic } from "./stop-after-panic.js";

/**
 * PostgreSQL in this process, over a folder, with every commit on the disk before it is acknowledged, and none after a panic.
 *
 * The engine starts with fsync off, and with it on its file system for Node still does nothing (its Emscripten file operations
 * have no `fsync`): here it is given one. Of PostgreSQL's methods of writing the log through only `fsync` passes by it.
 *
 * Where PostgreSQL ends itself (the log could not be written: `PANIC`), the engine goes on calling it, and whoever asked waits
 * for ever: here it is stopped instead, and what is on the disk is recovered when the registry is opened again.
 *
 * Both use the engine's inner parts, so its version is pinned; `fsync.test.ts` traces the system calls, `disk-full.test.ts`
 * fills a disk.
 *
 * @throws Error where the engine's inner parts are not what they were
 */
export async function durablePglite(folder: string): Promise<DurablePglite> {
  const pglite = await PGlite.create({
    dataDir: folder,
    startParams: [
      ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
      ...["-c", "fsync=on", "-c", "wal_sync_method=fsync", "-c", "synchronous_commit=on", "-c", "full_page_writes=on"],
    ],
  });
  const inner = innerParts(pglite);
  fileOperations(inner).fsync = ({ nfd }) => {
    fdatasyncSync(nfd);
    return 0;
  };
  const stopped = stopAfterPanic(pglite, () => {
    for (const stream of inner.FS.streams) if (stream?.nfd !== undefined) closeSync(stream.nfd);
  });
  return { pglite, stopped };
}

/** PostgreSQL in this process. */
export interface DurablePglite {
  pglite: PGlite;
  /** Where it has ended itself: why. */
  stopped(): EngineStopped | undefined;
}
