import { hkdfSync } from "node:crypto";
import type { VaultKey } from "./vault-key.js";

/** What the vault key is used for, each with a key of its own. */
export interface DerivedKeys {
  /** Seals the keys of the persons. */
  wrapping: Uint8Array;
  /** Hashes what persons are looked up by. */
  lookups: Uint8Array;
  /** Tells one vault key from another. */
  fingerprint: string;
}

/** Keys by HKDF-SHA-256 (RFC 5869) from the vault key, with the registry's id as salt. */
export function derivedKeys(vaultKey: VaultKey, registryId: string): DerivedKeys {
  const derive = (use: string, bytes: number) =>
    new Uint8Array(hkdfSync("sha256", vaultKey, registryId, `seriatim vault ${use}`, bytes));
  return {
    wrapping: derive("wrapping", 32),
    lookups: derive("lookups", 32),
    fingerprint: Buffer.from(derive("fingerprint", 16)).toString("hex"),
  };
}
