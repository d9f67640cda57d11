import type { EventEmitter } from "node:events";
import Cursor from "pg-cursor";

/** What a cursor keeps to itself. */
interface InnerParts {
  state: string;
  connection: EventEmitter | null;
  _error?: Error & { severity?: string; code?: string };
  /** Of the read that waits. */
  _cb: ((error: Error) => void) | null;
  handleError(error: Error): void;
}

const handleError = (Cursor.prototype as unknown as InnerParts).handleError;

/**
 * A cursor whose reader is told when the connection is gone. The package's own waits then for ever: when it is to be closed,
 * and when the rows have come and only the server's word that it is ready has not.
 */
export class BreakableCursor extends Cursor {
  /** Called by the client, where the query or the connection fails. */
  handleError(error: Error): void {
    const inner = this as unknown as InnerParts;
    const waiting = inner._cb;
    if (inner.state === "done" && waiting) {
      inner._cb = null;
      waiting(error);
    } else handleError.call(inner, error);
  }

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
