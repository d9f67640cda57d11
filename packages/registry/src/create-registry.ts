import { rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { parseDictionary } from "@seriatim/records";
import { sql } from "kysely";
import { roles } from "./access/roles.js";
import { checkNewFolder, openFolder, replaceFolder } from "./engine/open-folder.js";
import { isServerUrl, openServer } from "./engine/open-server.js";
import { makeTables } from "./make-tables.js";
import { openRegistry } from "./open-registry.js";
import type { Registry } from "./registry.js";
import { RegistryError } from "./registry-error.js";
import type { RegistryPlace } from "./registry-place.js";
import { checkUser, type User } from "./users.js";

/**
 * Makes a registry: its tables from the dictionary, its history, and its first user, who has all roles in all centres. A
 * folder appears whole or not at all; on a server it is one transaction.
 *
 * @param options.dictionary the dictionary's YAML, and its file for messages
 * @throws RegistryError where something is there already; DictionaryError where the dictionary is none
 */
export async function createRegistry(
  place: RegistryPlace,
  options: { dictionary: { text: string; file: string }; user: string },
): Promise<Registry> {
  const dictionary = parseDictionary(options.dictionary.text, options.dictionary.file);
  const first: User = { name: options.user, roles, centres: ["*"], active: true };
  checkUser(first);
  if (isServerUrl(place.at)) {
    const engine = await openServer(place.at);
    try {
      const { rows } = await sql`select from pg_namespace where nspname in ('seriatim', 'records', 'identity')`.execute(
        engine.db,
      );
      if (rows.length > 0)
        throw new RegistryError(
          `${engine.shown}: there is a registry already, or a schema of that name; use an empty database`,
        );
      await makeTables(engine, dictionary, options.dictionary.text, first);
    } finally {
      await engine.close();
    }
  } else {
    await checkNewFolder(place.at, place.shown);
    const unfinished = join(dirname(place.at), `.${basename(place.at)}.unfinished-${process.pid}`);
    try {
      const engine = await openFolder(unfinished, place.shown, { create: true });
      try {
        await makeTables(engine, dictionary, options.dictionary.text, first);
      } finally {
        await engine.close();
      }
      await replaceFolder(place.at, unfinished);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }
  return openRegistry(place, { user: options.user });
}
