import type { TestProject } from "vitest/node";
import { postgresPrograms, startPostgres } from "../packages/registry/src/fixtures/postgres-server.js";

declare module "vitest" {
  interface ProvidedContext {
    /** The address of a PostgreSQL server for the whole run, without a database; null where the machine has none. */
    postgres: string | null;
  }
}

/** One server for all tests that need one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const programs = postgresPrograms();
  if (programs === undefined) {
    project.provide("postgres", null);
    return async () => {};
  }
  const server = await startPostgres(programs);
  project.provide("postgres", server.url(""));
  return () => server.stop();
}
