import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Seals bytes by AES-256-GCM under a random nonce: version (1 byte), nonce (12), ciphertext, tag (16). They open only under the same key
 * and with the same `boundTo`, so what is sealed for one patient cannot be passed off as another's.
 *
 * @param key 32 bytes
 */
export function seal(key: Uint8Array, plain: Uint8Array, boundTo: readonly string[]): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes }).setAAD(boundBytes(boundTo));
  return Buffer.concat([Uint8Array.of(version), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** What was sealed; undefined where the key or `boundTo` is another, or a bit was changed. */
export function unseal(key: Uint8Array, sealed: Uint8Array, boundTo: readonly string[]): Buffer | undefined {
  if (sealed[0] !== version || sealed.length < 1 + nonceBytes + tagBytes) return undefined;
  const nonce = sealed.subarray(1, 1 + nonceBytes);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes })
    .setAAD(boundBytes(boundTo))
    .setAuthTag(sealed.subarray(sealed.length - tagBytes));
  try {
    const ciphertext = sealed.subarray(1 + nonceBytes, sealed.length - tagBytes);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    return undefined;
  }
}

function boundBytes(parts: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify([version, ...parts]), "utf8");
}
