import { basename, resolve } from "node:path";
import { refuseLargeFile } from "@seriatim/records";
import type { CliIo } from "./cli-io.js";
import { fileFault, InputError } from "./input-error.js";
import type { Progress } from "./progress.js";

/**
 * A whole file's bytes.
 *
 * @param shown the path as the user wrote it, relative to `io.cwd`
 * @throws InputError where it is missing, a folder, or may not be read; RecordsError, before it is read, where it is too large
 */
export async function readInput({ files, cwd }: Pick<CliIo, "files" | "cwd">, shown: string): Promise<Uint8Array> {
  const path = resolve(cwd, shown);
  try {
    refuseLargeFile((await files.stat(path)).size, basename(shown));
    return await files.readFile(path);
  } catch (error) {
    throw fileFault(error, shown, "read");
  }
}

/** A whole file as UTF-8 text, without a byte-order mark. @throws InputError as `readInput`, and where it is no UTF-8 */
export async function readInputText(io: Pick<CliIo, "files" | "cwd">, shown: string): Promise<string> {
  const bytes = await readInput(io, shown);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${shown}: the file is not UTF-8; save it as UTF-8 text`);
  }
}

/**
 * A file in pieces, or standard input where the path is `-`; how far it has come is said in megabytes.
 *
 * @throws InputError, while it is read, as `readInput`, and where it is a workbook
 */
export async function* streamInput(
  io: Pick<CliIo, "files" | "cwd" | "stdin">,
  shown: string,
  progress: Progress,
): AsyncIterable<Uint8Array> {
  const name = inputName(shown);
  let bytes = 0;
  try {
    for await (const piece of shown === "-" ? io.stdin : io.files.stream(resolve(io.cwd, shown))) {
      if (bytes === 0 && isWorkbook(piece))
        throw new InputError(`${name}: this is an Excel workbook or another archive; save its sheet as CSV`);
      bytes += piece.length;
      progress.says(`Reading ${name} (${Math.ceil(bytes / 1e6)} MB)`);
      yield piece;
    }
  } catch (error) {
    throw fileFault(error, name, "read");
  }
}

/** By the first bytes of ZIP files, .xlsx among them, and of .xls. */
function isWorkbook(bytes: Uint8Array): boolean {
  return [
    [0x50, 0x4b, 0x03, 0x04],
    [0xd0, 0xcf, 0x11, 0xe0],
  ].some((mark) => mark.every((byte, i) => bytes[i] === byte));
}

/** How a path is called in messages. */
export function inputName(shown: string): string {
  return shown === "-" ? "standard input" : shown;
}
