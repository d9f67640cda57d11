import { RegistryError } from "../registry-error.js";
import { browserParts } from "./tab-storage.js";

/** How long a page that was just left may take to let go. */
const patienceMs = 2_000;

/**
 * Holds a registry of the browser's storage, so that no other tab or window opens it.
 *
 * @returns lets go of it; the browser does too, when the tab is closed
 * @throws RegistryError where another has it
 */
export async function holdTab(name: string, shown: string): Promise<() => Promise<void>> {
  const { locks } = browserParts();
  if (!locks)
    throw new RegistryError(`${shown}: this browser cannot tell whether the registry is open elsewhere; use another`);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), patienceMs);
  return new Promise((resolve, reject) => {
    let done: Promise<void>;
    done = locks
      .request(`seriatim registry ${name}`, { signal: patience.signal }, () => {
        clearTimeout(timer);
        return new Promise<void>((letGo) =>
          resolve(() => {
            letGo();
            return done;
          }),
        );
      })
      .catch((error: unknown) =>
        reject(
          (error as Error).name === "AbortError"
            ? new RegistryError(
                `${shown}: the registry is open in another tab or window of this browser; close it there, then open it here`,
              )
            : error,
        ),
      );
  });
}
