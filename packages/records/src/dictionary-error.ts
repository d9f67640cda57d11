import { shownFile } from "./short-text.js";
import type { YamlFault, YamlPath } from "./yaml-file.js";

/** A fault in a dictionary: one sentence with file, line and path. */
export class DictionaryError extends Error {
  override readonly name = "DictionaryError";
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;

  constructor(fileName: string, { says, path, line, column }: YamlFault) {
    super(`${shownFile(fileName)}, line ${line}, column ${column}: ${path === "" ? "" : `${path}: `}${says}`);
    this.path = path;
    this.line = line;
    this.column = column;
  }
}

/** Throws the DictionaryError of a place. */
export type Fail = (path: YamlPath, says: string, onKey?: boolean) => never;
