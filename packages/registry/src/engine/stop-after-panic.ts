import type { PGlite } from "@electric-sql/pglite";

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
  fsync?(stream: { nfd: number; path: string }): number;
  write(...args: unknown[]): number;
}

/** What the engine keeps to itself; its version is pinned. */
interface InnerParts {
  FS: {
    lookupPath(path: string): { node: { mount: { type: { stream_ops: FileOperations } } } };
    streams: ({ nfd?: number } | null | undefined)[];
  };
  _PostgresMainLoopOnce(): void;
  _PostgresSendReadyForQueryIfNecessary(): void;
  _pgl_pq_flush(): void;
}

export function innerParts(pglite: PGlite): InnerParts {
  return (pglite as unknown as { Module: InnerParts }).Module;
}

export function fileOperations({ FS }: InnerParts): FileOperations {
  const mounted = FS.lookupPath("/pglite/data").node.mount.type.stream_ops;
  if (typeof mounted?.write !== "function") throw new Error("the embedded engine has no file operations to sync by");
  return mounted;
}

/** By this status the engine says that a statement failed, and that it goes on. */
const failedStatement = 100;

/** As the engine's C library counts them: too large a file, no space, quota exceeded. */
const fullDisk = [22, 51, 19];

/**
 * Stops the engine where PostgreSQL ends itself.
 *
 * @param letGo lets go of the files without writing anything more
 * @returns why it has stopped; undefined while it has not
 */
export function stopAfterPanic(pglite: PGlite, letGo: () => unknown): () => EngineStopped | undefined {
  const inner = innerParts(pglite);
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
    await letGo();
  };
  return () => stop;
}
