import { RecordsError } from "./records-error.js";

export type LinesSource = AsyncIterable<Uint8Array>;

/** A file's text in blocks of whole lines, and what was sniffed once they have been read. */
export interface DecodedLines {
  lines: AsyncGenerator<string, void>;
  /** `byte-order mark`, `encoding: "windows-1252"`; nothing for plain UTF-8. */
  sniffed(): string[];
}

/**
 * Decodes bytes that arrive in pieces: UTF-8, and Windows-1252 from the first block that is no UTF-8. Blocks end at line
 * feeds, so that no character is cut.
 *
 * @throws RecordsError where the file is UTF-16 or holds 0 bytes
 */
export function decodedLines(pieces: LinesSource, file: string): DecodedLines {
  const sniffed: string[] = [];
  let decode = utf8;
  let line = 1;

  function text(bytes: Uint8Array): string {
    let block: string;
    try {
      block = decode(bytes);
    } catch {
      decode = windows1252;
      sniffed.push('encoding: "windows-1252"');
      block = decode(bytes);
    }
    const zero = block.indexOf("\0");
    if (zero >= 0) {
      const at = line + block.slice(0, zero).split("\n").length - 1;
      throw new RecordsError(file, "a 0 byte does not belong in a text; the file is no CSV", { line: at });
    }
    for (let at = block.indexOf("\n"); at >= 0; at = block.indexOf("\n", at + 1)) line++;
    return block;
  }

  async function* blocks(): AsyncGenerator<string, void> {
    let rest: Uint8Array = new Uint8Array(0);
    let isFirst = true;
    for await (const piece of pieces) {
      rest = rest.length === 0 ? piece : joined(rest, piece);
      const end = rest.lastIndexOf(0x0a) + 1;
      if (end === 0 && rest.length < longestLine) continue;
      const whole = isFirst ? withoutMark(rest.subarray(0, end || rest.length)) : rest.subarray(0, end || rest.length);
      rest = rest.slice(end || rest.length);
      isFirst = false;
      yield text(whole);
    }
    if (rest.length > 0) yield text(isFirst ? withoutMark(rest) : rest);
  }

  function withoutMark(bytes: Uint8Array): Uint8Array {
    if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
      throw new RecordsError(file, "the file is UTF-16; save it as UTF-8");
    if (bytes[0] !== 0xef || bytes[1] !== 0xbb || bytes[2] !== 0xbf) return bytes;
    sniffed.push("byte-order mark");
    return bytes.subarray(3);
  }

  return { lines: blocks(), sniffed: () => sniffed };
}

/** A file without line feeds (old Macintosh, or no text at all) is decoded in blocks of this many bytes. */
const longestLine = 8 * 1024 * 1024;

function utf8(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

function windows1252(bytes: Uint8Array): string {
  return new TextDecoder("windows-1252").decode(bytes);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
