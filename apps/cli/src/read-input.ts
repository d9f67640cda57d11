import { resolve } from "node:path";
import type { CliIo } from "./cli-io.js";
import { fileFault, InputError } from "./input-error.js";
import type { Progress } from "./progress.js";

/**
 * A whole file's bytes.
 *
 * @param shown the path as the user wrote it, relative to `io.cwd`
 * @throws InputError where it is missing, a folder, or may not be read
 */
export async function readInput({ files, cwd }: Pick<CliIo, "files" | "cwd">, shown: string): Promise<Uint8Array> {
  try {
    return await files.readFile(resolve(cwd, shown));
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
 * @throws InputError, while it is read, as `readInput`
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
      bytes += piece.length;
      progress.says(`Reading ${name} (${Math.ceil(bytes / 1e6)} MB)`);
      yield piece;
    }
  } catch (error) {
    throw fileFault(error, name, "read");
  }
}

/** How a path is called in messages. */
export function inputName(shown: string): string {
  return shown === "-" ? "standard input" : shown;
}
