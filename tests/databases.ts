import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { postgresPrograms, startPostgres } from "../packages/registry/src/fixtures/postgres-server.js";
import { templateRegistry } from "../packages/registry/src/fixtures/template-registry.js";

declare module "vitest" {
  interface ProvidedContext {
    /** The address of a PostgreSQL server for the whole run, without a database; null where the machine has none. */
    postgres: string | null;
    /** The folder of an empty registry of the Hannover dictionary, whose user is anna, to be copied. */
    template: string;
  }
}

/** What tests of the registry share: a server, and a registry in a folder, which takes seconds to make. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "seriatim-template-"));
  project.provide("template", await templateRegistry(join(folder, "registry")));
  const programs = postgresPrograms();
  const server = programs === undefined ? undefined : await startPostgres(programs);
  project.provide("postgres", server?.url("") ?? null);
  return async () => {
    rmSync(folder, { recursive: true, force: true });
    await server?.stop();
  };
}
