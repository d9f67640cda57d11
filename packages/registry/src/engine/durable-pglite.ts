import { fdatasyncSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";

/**
 * PostgreSQL in this process, over a folder, with every commit on the disk before it is acknowledged.
 *
 * The engine starts with fsync off, and with it on its file system for Node still does nothing (its Emscripten file operations
 * have no `fsync`): here it is given one. Of PostgreSQL's methods of writing the log through only `fsync` passes by it. This uses
 * the engine's inner parts, so its version is pinned, and `durability.test.ts` traces the system calls.
 *
 * @throws Error where the engine's inner parts are not what they were
 */
export async function durablePglite(folder: string): Promise<PGlite> {
  const db = await PGlite.create({
    dataDir: folder,
    startParams: [
      ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
      ...["-c", "fsync=on", "-c", "wal_sync_method=fsync", "-c", "synchronous_commit=on", "-c", "full_page_writes=on"],
    ],
  });
  fileOperations(db).fsync = ({ nfd }) => {
    fdatasyncSync(nfd);
    return 0;
  };
  return db;
}

interface FileOperations {
  fsync?(stream: { nfd: number }): number;
}

function fileOperations(db: PGlite): FileOperations {
  const mounted = (
    db as unknown as {
      Module: { FS: { lookupPath(path: string): { node: { mount: { type: { stream_ops: FileOperations } } } } } };
    }
  ).Module.FS.lookupPath("/pglite/data").node.mount.type.stream_ops;
  if (typeof mounted !== "object") throw new Error("the embedded engine has no file operations to sync by");
  return mounted;
}
