import { RecordsError } from "./records-error.js";

interface DecodedText {
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
  const decoded = decodeAs(marked ?? utf16Without(bytes), bytes, file);
  refuseControls(decoded.text, file, 1);
  return { ...decoded, byteOrderMark: marked !== undefined };
}

/** UTF-8 as text; undefined where the bytes are not UTF-8. */
export function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Bytes that are not UTF-8 as Windows-1252.
 *
 * @param before what came before these bytes: the line ends, and how many characters beyond ASCII in UTF-8
 * @throws RecordsError where most characters beyond ASCII are UTF-8, so that this is a broken file of that, or where a byte
 *   is none of Windows-1252
 */
export function windows1252(bytes: Uint8Array, file: string, before = { lines: 0, utf8: 0 }): string {
  const asUtf8 = new TextDecoder("utf-8").decode(bytes);
  let sound = before.utf8;
  let broken = 0;
  for (let i = 0; i < asUtf8.length; i++) {
    const code = asUtf8.charCodeAt(i);
    if (code === 0xfffd) broken++;
    else if (code > 0x7f) sound++;
  }
  if (sound > broken)
    throw new RecordsError(file, "a byte that is not UTF-8 in a file of UTF-8; save the whole file as UTF-8", {
      line: before.lines + lineAt(asUtf8, asUtf8.indexOf("\uFFFD")),
    });
  const text = new TextDecoder("windows-1252").decode(bytes);
  const at = text.search(/[\u0081\u008D\u008F\u0090\u009D]/);
  if (at >= 0) {
    const byte = text.charCodeAt(at).toString(16).toUpperCase();
    throw new RecordsError(file, `byte 0x${byte} is neither UTF-8 nor Windows-1252; save the file as UTF-8`, {
      line: before.lines + lineAt(text, at),
    });
  }
  return text;
}

/**
 * @param line   of the text's first character
 * @param refuse what does not belong in a text; control characters but tab, line feed, vertical tab, form feed and return
 * @throws RecordsError at the first of these
 */
export function refuseControls(text: string, file: string, line: number, refuse = controls): void {
  const at = text.search(refuse);
  if (at < 0) return;
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(2, "0");
  throw new RecordsError(file, `character 0x${code} does not belong in a text; the file is no CSV`, {
    line: line + lineAt(text, at) - 1,
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const controls = /[\u0000-\u0008\u000E-\u001F\u007F]/;

function decodeAs(
  utf: DecodedText["encoding"] | undefined,
  bytes: Uint8Array,
  file: string,
): Pick<DecodedText, "text" | "encoding"> {
  if (utf === undefined || utf === "utf-8") {
    const text = strictUtf8(utf === undefined ? bytes : bytes.subarray(3));
    if (text !== undefined) return { text, encoding: "utf-8" };
    if (utf === undefined) return { text: windows1252(bytes, file), encoding: "windows-1252" };
  } else
    try {
      return { text: new TextDecoder(utf, { fatal: true }).decode(bytes), encoding: utf };
    } catch {}
  throw new RecordsError(file, `not readable as ${utf}, which its first bytes announce; save the file as UTF-8`);
}

/** The 1-based line of the character at a place. */
function lineAt(text: string, at: number): number {
  let line = 1;
  for (let i = 0; i < at; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x0a || (code === 0x0d && (text.charCodeAt(i + 1) !== 0x0a || i + 1 >= at))) line++;
  }
  return line;
}

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
