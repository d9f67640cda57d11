import { resolve } from "node:path";
import type { CliIo } from "./cli-io.js";
import { fileFault, InputError } from "./input-error.js";

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

/** A file in pieces, or standard input where the path is `-`. @throws InputError, while it is read, as `readInput` */
export async function* streamInput(
  { files, cwd, stdin }: Pick<CliIo, "files" | "cwd" | "stdin">,
  shown: string,
): AsyncIterable<Uint8Array> {
  try {
    yield* shown === "-" ? stdin : files.stream(resolve(cwd, shown));
  } catch (error) {
    throw fileFault(error, inputName(shown), "read");
  }
}

/** How a path is called in messages. */
export function inputName(shown: string): string {
  return shown === "-" ? "standard input" : shown;
}
