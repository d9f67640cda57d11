import { closeSync, fdatasyncSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";

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
  const inner = (pglite as unknown as { Module: InnerParts }).Module;
  fileOperations(inner).fsync = ({ nfd }) => {
    fdatasyncSync(nfd);
    return 0;
  };
  return { pglite, stopped: stopAfterPanic(pglite, inner) };
}

/** PostgreSQL in this process. */
export interface DurablePglite {
  pglite: PGlite;
  /** Where it has ended itself: why. */
  stopped(): EngineStopped | undefined;
}

/** The embedded engine has ended itself. */
export class EngineStopped extends Error {
  constructor(
    readonly isDiskFull: boolean,
    cause: unknown,
  ) {
    super("the embedded engine has stopped", { cause });
  }
}

interface FileOperations {
  fsync?(stream: { nfd: number }): number;
  write(...args: unknown[]): number;
}

interface InnerParts {
  FS: {
    lookupPath(path: string): { node: { mount: { type: { stream_ops: FileOperations } } } };
    streams: ({ nfd?: number } | null | undefined)[];
  };
  _PostgresMainLoopOnce(): void;
  _PostgresSendReadyForQueryIfNecessary(): void;
  _pgl_pq_flush(): void;
}

function fileOperations({ FS }: InnerParts): FileOperations {
  const mounted = FS.lookupPath("/pglite/data").node.mount.type.stream_ops;
  if (typeof mounted?.write !== "function") throw new Error("the embedded engine has no file operations to sync by");
  return mounted;
}

/** By this status the engine says that a statement failed, and that it goes on. */
const failedStatement = 100;

/** As the engine's C library counts them: too large a file, no space, quota exceeded. */
const fullDisk = [22, 51, 19];

function stopAfterPanic(pglite: PGlite, inner: InnerParts): () => EngineStopped | undefined {
  const operations = fileOperations(inner);
  const { write } = operations;
  let lastWrite: unknown;
  operations.write = (...args) => {
    try {
      return write(...args);
    } catch (error) {
      lastWrite = error;
      throw error;
    }
  };

  let stop: EngineStopped | undefined;
  const runOnce = inner._PostgresMainLoopOnce;
  inner._PostgresMainLoopOnce = () => {
    try {
      runOnce();
    } catch (error) {
      if ((error as { status?: number }).status === failedStatement) throw error;
      const stopped = new EngineStopped(fullDisk.includes((lastWrite as { errno?: number })?.errno ?? 0), error);
      stop = stopped;
      // The caller looks at the status of what it catches, and keeps silent about all else; so that look fails.
      throw Object.defineProperty(new Error(), "status", {
        get() {
          throw stopped;
        },
      });
    }
  };
  for (const name of ["_PostgresSendReadyForQueryIfNecessary", "_pgl_pq_flush"] as const) {
    const run = inner[name];
    inner[name] = () => {
      if (!stop) run();
    };
  }

  const [execute, close] = [pglite.execProtocolRawSync.bind(pglite), pglite.close.bind(pglite)];
  pglite.execProtocolRawSync = (message) => {
    if (stop) throw stop;
    return execute(message);
  };
  pglite.close = async () => {
    if (!stop) return close();
    // An orderly end would write a state to the disk that is not to be trusted.
    for (const stream of inner.FS.streams) if (stream?.nfd !== undefined) closeSync(stream.nfd);
  };
  return () => stop;
}
