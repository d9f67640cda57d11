import type { EventEmitter } from "node:events";
import Cursor from "pg-cursor";

/** What a cursor keeps to itself. */
interface InnerParts {
  connection: EventEmitter | null;
  _error?: Error & { severity?: string; code?: string };
}

/**
 * A cursor that can be closed when its connection is gone. The package's own waits then for an answer that never comes, and
 * whoever reads waits with it for ever.
 */
export class BreakableCursor extends Cursor {
  override close(): Promise<void>;
  override close(done: (error: Error) => void): undefined;
  override close(done?: (error: Error) => void): Promise<void> | undefined {
    if (done) return super.close(done);
    const { connection, _error } = this as unknown as InnerParts;
    if (_error && breaksConnection(_error)) return Promise.resolve();
    if (!connection) return super.close();
    return new Promise((resolve, reject) => {
      const settle = () => {
        connection.off("end", settle).off("error", settle);
        resolve();
      };
      connection.once("end", settle).once("error", settle);
      super.close().then(settle, reject);
    });
  }
}

/** A statement's failure has a severity and leaves the connection; the server's end (57P01 and the like) and all else does not. */
function breaksConnection({ severity, code = "" }: { severity?: string; code?: string }): boolean {
  return severity === undefined || /^(57P0|08)/.test(code);
}
