import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * A pseudonym for each patient, `S001` and so on: the patients' numbers in an order that HMAC-SHA-256 under the seed makes random. A
 * pseudonym so says nothing of the key that it stands for, and without the seed nobody can put them together.
 *
 * @param keys of the patients, part by part, none twice
 * @returns key and pseudonym, in the pseudonyms' order
 */
export function pseudonyms(
  seed: string,
  keys: readonly (readonly string[])[],
): { key: readonly string[]; pseudonym: string }[] {
  const width = String(keys.length).length;
  return keys
    .map((key) => ({ key, order: hash(seed, ["patient", ...key]) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ key }, i) => ({ key, pseudonym: `S${String(i + 1).padStart(width, "0")}` }));
}

/** A pseudonym for a row's own key, the same wherever that key stands. */
export function rowPseudonym(seed: string, field: string, key: readonly string[]): string {
  return `x${hash(seed, ["row", field, ...key]).slice(0, 16)}`;
}

function hash(seed: string, parts: readonly string[]): string {
  return bytesToHex(hmac(sha256, utf8ToBytes(seed), utf8ToBytes(JSON.stringify(parts))));
}
