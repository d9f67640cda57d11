import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";

import { RegistryError } from "../registry-error.js";
import type { Database } from "../schema/database.js";
import { BreakableCursor } from "./breakable-cursor.js";
import type { Engine } from "./engine.js";
import { surviveBrokenConnections } from "./surviving-pool.js";
import { valueTypes } from "./value-types.js";

/** The oldest PostgreSQL whose dialect is spoken here. */
const oldestVersion = 15;

/**
 * Opens a PostgreSQL server's database.
 *
 * @param url `postgres://user:password@host:port/database`; what the server is asked for
 * @throws RegistryError where it does not answer, or is too old; never with the password
 */
export async function openServer(url: string): Promise<Engine> {
  const shown = withoutPassword(url);
  const pool = new pg.Pool({ connectionString: url, max: 4, types: valueTypes, application_name: "seriatim" });
  surviveBrokenConnections(pool);
  try {
    const { rows } = await pool.query<{ version: number }>(
      "select current_setting('server_version_num')::int / 10000 as version",
    );
    if (rows[0].version < oldestVersion)
      throw new RegistryError(`${shown}: PostgreSQL ${rows[0].version}; needed is ${oldestVersion} or later`);
  } catch (error) {
    await pool.end();
    if (error instanceof RegistryError) throw error;
    throw new RegistryError(`${shown}: the server does not answer (${(error as Error).message.split("\n")[0]})`);
  }
  return {
    kind: "server",
    shown,
    isKept: true,
    db: new Kysely<Database>({ dialect: new PostgresDialect({ pool, cursor: BreakableCursor }) }),
    stopped: () => undefined,
    close: () => pool.end(),
  };
}

/** Whether what the user named is a server's address, not a folder. */
export function isServerUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//i.test(text);
}

function withoutPassword(url: string): string {
  return url
    .replace(/^(postgres(?:ql)?:\/\/)(?:([^:@/]*)(?::[^@]*)?@)?/i, (_, scheme: string, user?: string) =>
      user === undefined ? scheme : `${scheme}${user}@`,
    )
    .replace(/\?.*$/, "");
}
