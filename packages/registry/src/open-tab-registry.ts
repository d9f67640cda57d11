import { openTab } from "./engine/open-tab.js";
import { openOn } from "./open-on.js";
import type { Registry } from "./registry.js";

/**
 * Opens a registry of this browser's storage as one of its users, which the history tells as a login. To be called in a worker.
 *
 * @throws RegistryError where there is none, it is open in another tab, or the user is none of its active users
 */
export async function openTabRegistry(name: string, options: { user: string }): Promise<Registry> {
  return openOn(await openTab(name, { create: false }), options);
}
