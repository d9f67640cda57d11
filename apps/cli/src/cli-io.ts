import { createReadStream } from "node:fs";
import * as nodeFiles from "node:fs/promises";

/** Where text goes. */
export interface TextOutput {
  write(text: string): void;
  /** Whether a person looks at it: progress and colour are for terminals alone. */
  isTerminal: boolean;
  /** Its width; undefined where it is no terminal or does not say. */
  readonly columns?: number;
}

/** The part of the file system that the program uses. */
export interface CliFiles
  extends Pick<
    typeof nodeFiles,
    "lstat" | "mkdir" | "readdir" | "readFile" | "realpath" | "rename" | "rm" | "stat" | "writeFile"
  > {
  stream(path: string): AsyncIterable<Uint8Array>;
}

/** Everything outside that the program touches, so that a test can stand in for it. */
export interface CliIo {
  stdout: TextOutput;
  stderr: TextOutput;
  stdin: AsyncIterable<Uint8Array>;
  /** Absolute. @throws InputError where the folder has been removed */
  readonly cwd: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** The user's name at this computer, where it has one. */
  readonly userName: string | undefined;
  /** Today, for records whose study does not say when they were closed. */
  now(): Date;
  files: CliFiles;
  /** Calls back when the user asks to stop; the function returned takes the wish to know back. */
  onInterrupt(stop: (signal: "SIGINT" | "SIGTERM" | "SIGHUP") => void): () => void;
}

/** The real file system. */
export const realFiles: CliFiles = {
  ...nodeFiles,
  stream: (path) => createReadStream(path, { highWaterMark: 1 << 20 }),
};
