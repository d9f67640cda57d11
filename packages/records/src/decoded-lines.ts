import { refuseControls, strictUtf8, windows1252 } from "./decode-text.js";
import { RecordsError } from "./records-error.js";

export type LinesSource = AsyncIterable<Uint8Array>;

/** A file's text in blocks of whole lines, and what was sniffed once they have been read. */
interface DecodedLines {
  lines: AsyncGenerator<string, void>;
  /** `byte-order mark`, `encoding: "windows-1252"`; nothing for plain UTF-8. */
  sniffed(): string[];
}

/**
 * Decodes bytes that arrive in pieces: UTF-8, and Windows-1252 from the first block that is no UTF-8. Blocks end where
 * lines do, so that no character is cut.
 *
 * @throws RecordsError where the file is UTF-16, mixes UTF-8 with something else, holds 0 bytes, or a line of more than 8 MB
 */
export function decodedLines(pieces: LinesSource, file: string): DecodedLines {
  const sniffed: string[] = [];
  const before = { lines: 0, utf8: 0 };
  let is1252 = false;

  function decoded(bytes: Uint8Array): string {
    const utf8 = is1252 ? undefined : strictUtf8(bytes);
    if (utf8 !== undefined) {
      // A character beyond ASCII takes more bytes in UTF-8 than units in the text.
      before.utf8 += bytes.length - utf8.length;
      return utf8;
    }
    const block = windows1252(bytes, file, before);
    if (!is1252) sniffed.push('encoding: "windows-1252"');
    is1252 = true;
    // From here on the question is settled.
    before.utf8 = Number.NEGATIVE_INFINITY;
    return block;
  }

  function text(bytes: Uint8Array): string {
    const block = decoded(bytes);
    refuseControls(block, file, before.lines + 1, /\0/);
    before.lines += lineEndsIn(block);
    return block;
  }

  async function* blocks(): AsyncGenerator<string, void> {
    let rest: Uint8Array = new Uint8Array(0);
    let isFirst = true;
    for await (const piece of pieces) {
      rest = rest.length === 0 ? piece : joined(rest, piece);
      const end = endOfBlock(rest);
      if (end === 0 && rest.length >= longestBlock)
        throw new RecordsError(file, "a line of more than 8 MB begins here; the file is no CSV", {
          line: before.lines + 1,
        });
      if (end === 0) continue;
      const whole = isFirst ? withoutMark(rest.subarray(0, end)) : rest.subarray(0, end);
      rest = rest.slice(end);
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

/** A file without line feeds (old Macintosh, or no text at all) is decoded in blocks of at least this many bytes. */
const longestBlock = 8 * 1024 * 1024;

/** Behind the last line feed; in a block that is long enough without one, behind the last carriage return. */
function endOfBlock(bytes: Uint8Array): number {
  const end = bytes.lastIndexOf(0x0a) + 1;
  return end > 0 || bytes.length < longestBlock ? end : bytes.lastIndexOf(0x0d) + 1;
}

function lineEndsIn(block: string): number {
  const mark = block.includes("\n") ? "\n" : "\r";
  let n = 0;
  for (let at = block.indexOf(mark); at >= 0; at = block.indexOf(mark, at + 1)) n++;
  return n;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
