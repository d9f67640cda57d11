import { randomBytes } from "node:crypto";

/**
 * A new vault key as the text of its file: 32 random bytes as base64. Whoever loses it loses every name in the registry, so a copy
 * of it belongs in another place; neither belongs in the registry's folder, nor in the backup's.
 */
export function newVaultKey(): string {
  return randomBytes(32).toString("base64");
}
