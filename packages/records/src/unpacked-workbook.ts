import { concatBytes } from "@noble/hashes/utils.js";
import { Unzip, UnzipInflate, zipSync } from "fflate";
import { RecordsError } from "./records-error.js";
import { megabytes, refuseLargeTable, tableLimits } from "./table-limits.js";

/**
 * A workbook's ZIP archive packed anew without compression, so that whoever reads it on unpacks nothing more. Bytes are
 * counted as they are unpacked, whatever sizes the archive declares, member after member as they lie in it, whatever its
 * directory says. O(bytes unpacked), which are at most 256 MB, and 100 times the archive beyond 10 MB.
 *
 * @returns undefined where the archive is damaged, or is no .xlsx workbook
 * @throws RecordsError where it unpacks to more than is allowed, or to more cells
 */
export function unpackedWorkbook(bytes: Uint8Array, file: string): Uint8Array | undefined {
  const members = unpacked(bytes, file);
  if (!members || !isWorkbook(Object.keys(members))) return undefined;
  const cells = Object.values(members).reduce((sum, member) => sum + cellsIn(member), 0);
  refuseLargeTable({ cells }, file);
  return zipSync(members, { level: 0 });
}

function unpacked(bytes: Uint8Array, file: string): Record<string, Uint8Array> | undefined {
  const allowed = Math.min(tableLimits.bytes, Math.max(tenMegabytes, 100 * bytes.length));
  const parts = new Map<string, Uint8Array[]>();
  let open = 0;
  let total = 0;
  const unzip = new Unzip();
  unzip.register(UnzipInflate);
  unzip.onfile = (member) => {
    const own: Uint8Array[] = [];
    parts.set(member.name, own);
    open++;
    member.ondata = (error, part, isLast) => {
      if (error) throw error;
      total += part.length;
      if (total > allowed)
        throw new RecordsError(
          file,
          `the workbook of ${megabytes(bytes.length)} unpacks to more than the ${megabytes(allowed)} that are allowed; save the sheet alone as .xlsx or CSV`,
        );
      own.push(part);
      if (isLast) open--;
    };
    member.start();
  };
  try {
    // Deflate packs 1032 to 1 at most: a piece of this size unpacks to 66 MB.
    for (let at = 0; at < bytes.length; at += piece)
      unzip.push(bytes.subarray(at, at + piece), at + piece >= bytes.length);
  } catch (error) {
    if (error instanceof RecordsError) throw error;
    return undefined;
  }
  return open > 0 ? undefined : Object.fromEntries([...parts].map(([name, own]) => [name, concatBytes(...own)]));
}

const tenMegabytes = 10 * 1024 * 1024;
const piece = 64 * 1024;

/** The library reads OpenDocument and Numbers too, whose cells may be repeated a thousand million times in few bytes. */
function isWorkbook(names: readonly string[]): boolean {
  // As the library compares names: without case and control characters.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const alike = names.map((name) => name.toLowerCase().replace(/[\u0000-\u001F]/g, ""));
  const isOther = alike.some((name) => /^\/?(meta-inf\/|index[./]|objectdata\.xml)/.test(name));
  return !isOther && alike.includes("[content_types].xml");
}

/** How many elements `c` (cells) and `si` (shared texts) begin in XML, with or without a prefix. */
function cellsIn(xml: Uint8Array): number {
  let n = 0;
  for (let i = 1; i < xml.length - 1; i++) {
    const behind = xml[i + 1];
    // A space, a slash, or ">"
    if (behind !== 0x20 && behind !== 0x2f && behind !== 0x3e) continue;
    const before = xml[i] === 0x63 ? xml[i - 1] : xml[i] === 0x69 && xml[i - 1] === 0x73 ? xml[i - 2] : 0;
    if (before === 0x3c || before === 0x3a) n++;
  }
  return n;
}
