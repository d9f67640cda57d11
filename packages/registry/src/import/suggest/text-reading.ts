import type { FieldDefinition } from "@seriatim/records";
import { readCell } from "../../rows/stored-row.js";
import { mappedText } from "../mapped-text.js";
import type { Mapping } from "../mapping.js";
import { guessCode } from "./guess-code.js";
import { missingWriting } from "./missing-writing.js";

/** How a file's texts are to be read. */
export interface Writing extends Pick<Mapping, "slashes" | "twoDigitYearsFrom"> {
  decimalComma: boolean;
}

/** What a text is for a field: read by the dictionary, a code by a guess, perhaps not recorded, or none of these. */
export type TextReading =
  | { kind: "read" | "unread" }
  | { kind: "guessed"; code: string }
  | { kind: "missing"; sure: boolean };

/**
 * How a field takes a text.
 *
 * @param among all texts of the column; a minus is a no only where a plus is a yes
 */
export function textReading(
  field: FieldDefinition,
  text: string,
  writing: Writing,
  { among, factor }: { among: ReadonlyMap<string, number>; factor?: number },
): TextReading {
  const column = { field: field.name, values: {}, prefix: "", ...(factor === undefined ? {} : { factor }) };
  const { cell, unread } = readCell(
    field,
    mappedText(text, column, field, writing, writing.decimalComma),
    writing.decimalComma,
  );
  const missing = missingWriting(text);
  if (unread === undefined) {
    const [least, most] = field.plausible ?? [-Infinity, Infinity];
    const isBeyond =
      (field.type === "integer" || field.type === "decimal") && (Number(cell) < least || Number(cell) > most);
    return isBeyond && missing ? { kind: "missing", sure: false } : { kind: "read" };
  }
  const code = text === "-" && !among.has("+") ? undefined : guessCode(field, text);
  if (code !== undefined) return { kind: "guessed", code };
  return missing ? { kind: "missing", sure: missing === "surely" } : { kind: "unread" };
}
