import type pg from "pg";

/**
 * Lets a pool go on when a connection breaks: the pool replaces one that nobody uses, and one in use fails the query of its
 * user, or the next. Without a listener for either the whole program would end.
 */
export function surviveBrokenConnections(pool: pg.Pool): void {
  pool.on("error", () => {});
  pool.on("connect", (client) => void client.on("error", () => {}));
}
