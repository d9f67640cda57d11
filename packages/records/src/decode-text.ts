import { RecordsError } from "./records-error.js";

export interface DecodedText {
  text: string;
  encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
  byteOrderMark: boolean;
}

/**
 * Bytes as text: by byte-order mark; else UTF-16 where every other byte is 0; else UTF-8 where that is valid; else
 * Windows-1252 (which Excel writes).
 *
 * @throws RecordsError where the bytes are no text: 0 bytes or control characters, or bytes that neither encoding has
 */
export function decodeText(bytes: Uint8Array, file: string): DecodedText {
  const marked = markOf(bytes);
  const encoding = marked ?? utf16Without(bytes) ?? (isUtf8(bytes) ? "utf-8" : "windows-1252");
  if (encoding === "windows-1252") {
    const at = bytes.findIndex((byte) => undefinedIn1252.has(byte));
    if (at >= 0)
      throw new RecordsError(
        file,
        `byte 0x${bytes[at].toString(16).toUpperCase()} is neither UTF-8 nor Windows-1252; save the file as UTF-8`,
        { line: lineOf(bytes, at) },
      );
  }
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new RecordsError(file, `not readable as ${encoding}, which its first bytes announce; save the file as UTF-8`);
  }
  const control = controlCharacter.exec(text);
  if (control) {
    const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
    throw new RecordsError(file, `character 0x${code} does not belong in a text; the file is no CSV`, {
      line: text.slice(0, control.index).split("\n").length,
    });
  }
  return { text, encoding, byteOrderMark: marked !== undefined };
}

// Tab, line feed, vertical tab, form feed and carriage return are text; 0x1A ends files of old systems but is no character.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const controlCharacter = /[\u0000-\u0008\u000E-\u001F\u007F]/;

const undefinedIn1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

function markOf(bytes: Uint8Array): DecodedText["encoding"] | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return undefined;
}

function utf16Without(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const length = Math.min(bytes.length, 4096) & ~1;
  if (length < 4 || bytes.length % 2 !== 0) return undefined;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) evenZeros++;
    if (bytes[i + 1] === 0) oddZeros++;
  }
  const most = length * 0.4;
  if (oddZeros > most && evenZeros === 0) return "utf-16le";
  return evenZeros > most && oddZeros === 0 ? "utf-16be" : undefined;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function lineOf(bytes: Uint8Array, at: number): number {
  let line = 1;
  for (let i = 0; i < at; i++) if (bytes[i] === 0x0a) line++;
  return line;
}
