import type { Kysely } from "kysely";
import type pg from "pg";
import type { Database } from "../schema/database.js";
import type { EngineStopped } from "./durable-pglite.js";

/** A PostgreSQL that holds a registry: in a folder, or a server. All else is the same for both. */
export interface Engine {
  readonly kind: "folder" | "server";
  /** As the user named it, without a password. */
  readonly shown: string;
  readonly pool: pg.Pool;
  readonly db: Kysely<Database>;
  /** Where it has ended itself, and must be closed and opened again: why. */
  stopped(): EngineStopped | undefined;
  /** Writes what is in memory to the disk, and lets go of the registry. */
  close(): Promise<void>;
}
