import { bytesToHex } from "@noble/hashes/utils.js";

/**
 * A value as PostgreSQL is sent it: bytes as they are, all else as text. Arrays are PostgreSQL's, other objects JSON.
 *
 * @returns null where nothing is given
 */
export function parameterOf(value: unknown): string | Uint8Array | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return value;
  return Array.isArray(value) ? arrayText(value) : textOf(value);
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function arrayText(values: readonly unknown[]): string {
  const parts = values.map((value) => {
    if (value === null || value === undefined) return "NULL";
    if (Array.isArray(value)) return arrayText(value);
    const text = value instanceof Uint8Array ? `\\x${bytesToHex(value)}` : textOf(value);
    return `"${text.replace(/[\\"]/g, "\\$&")}"`;
  });
  return `{${parts.join(",")}}`;
}
