import { parseDictionary } from "@seriatim/records";
import { roles } from "./access/roles.js";
import { openTab } from "./engine/open-tab.js";
import { makeTables } from "./make-tables.js";
import { openOn } from "./open-on.js";
import type { Registry } from "./registry.js";
import { checkUser, type User } from "./users.js";

/**
 * Makes a registry in this browser's storage, and opens it: as `createRegistry`. To be called in a worker. Where the browser keeps nothing,
 * it is in memory, and the engine's `isKept` false.
 *
 * @throws RegistryError where one of that name is there, or open in another tab; DictionaryError where the dictionary is none
 */
export async function createTabRegistry(
  name: string,
  options: { dictionary: { text: string; file: string }; user: string },
): Promise<Registry> {
  const dictionary = parseDictionary(options.dictionary.text, options.dictionary.file);
  const first: User = { name: options.user, roles, centres: ["*"], active: true };
  checkUser(first);
  const engine = await openTab(name, { create: true });
  try {
    await makeTables(engine, dictionary, options.dictionary.text, first);
    await engine.complete();
  } catch (error) {
    await engine.close();
    throw error;
  }
  return openOn(engine, options);
}
