import type { Kysely } from "kysely";
import type { Database } from "../schema/database.js";
import type { EngineStopped } from "./stop-after-panic.js";

/** A PostgreSQL that holds a registry: in a folder, a server, or a browser's tab. All else is the same for them. */
export interface Engine {
  readonly kind: "folder" | "server" | "tab";
  /** As the user named it, without a password. */
  readonly shown: string;
  /** Whether what is written is there tomorrow; else a tab had no storage, and all is gone with it. */
  readonly isKept: boolean;
  readonly db: Kysely<Database>;
  /** Where it has ended itself, and must be closed and opened again: why. */
  stopped(): EngineStopped | undefined;
  /** Writes what is in memory to the disk, and lets go of the registry. */
  close(): Promise<void>;
}
