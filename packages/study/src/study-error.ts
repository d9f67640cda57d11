import type { YamlFault } from "@seriatim/records";
import type { Study } from "./study.js";

/** A fault in a study file, or a question that the records cannot answer as it stands: one sentence with file, line and path. */
export class StudyError extends Error {
  override readonly name = "StudyError";
  /** The sentence alone, without file and place. */
  readonly says: string;
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;

  constructor(fileName: string, { says, path, line, column }: YamlFault) {
    super(`${fileName}, line ${line}, column ${column}: ${path === "" ? "" : `${path}: `}${says}`);
    this.says = says;
    this.path = path;
    this.line = line;
    this.column = column;
  }
}

/**
 * The StudyError of a path in a parsed study; the nearest place above stands in for one that the file does not have.
 *
 * @param onKey whether the key itself is at fault, not what it holds
 */
export function studyError(study: Pick<Study, "file">, path: string, says: string, onKey = false): StudyError {
  const { name, places } = study.file;
  let known = path;
  while (known !== "" && !Object.hasOwn(places, known)) known = known.replace(/(?:\[\d+\]|\.?[^.[\]]*)$/, "");
  const [line, column] = Object.hasOwn(places, known) ? places[known][onKey ? "key" : "value"] : [1, 1];
  return new StudyError(name, { says, path, line, column });
}
