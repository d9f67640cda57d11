import { createSecretKey, type KeyObject } from "node:crypto";
import { RegistryError } from "../registry-error.js";

/** The key that the identities of a registry are sealed with. It does not print what it holds. */
export type VaultKey = KeyObject;

/**
 * The key that a text stands for: 32 bytes as base64.
 *
 * @param from where the text comes from, for messages; the text itself is never printed
 * @throws RegistryError where it is no such text
 */
export function vaultKeyOf(text: string, from: string): VaultKey {
  const trimmed = text.trim();
  const bytes = /^[A-Za-z0-9+/]{43}=$/.test(trimmed) ? Buffer.from(trimmed, "base64") : Buffer.alloc(0);
  if (bytes.length !== 32)
    throw new RegistryError(`${from}: this is no vault key; it is 32 bytes as base64, 44 characters ending in =`);
  return createSecretKey(bytes);
}
