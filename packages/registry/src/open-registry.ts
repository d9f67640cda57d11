import { openFolder } from "./engine/open-folder.js";
import { isServerUrl, openServer } from "./engine/open-server.js";
import { openOn } from "./open-on.js";
import type { Registry } from "./registry.js";
import type { RegistryPlace } from "./registry-place.js";

/**
 * Opens a registry as one of its users, which the history tells as a login.
 *
 * @throws RegistryError where there is none, it is open elsewhere, or the user is none of its active users
 */
export async function openRegistry(place: RegistryPlace, options: { user: string }): Promise<Registry> {
  const engine = isServerUrl(place.at)
    ? await openServer(place.at)
    : await openFolder(place.at, place.shown, { create: false });
  return openOn(engine, options);
}
