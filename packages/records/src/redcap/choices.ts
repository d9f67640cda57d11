import type { Code } from "../dictionary.js";
import { codeSpelling } from "../read-value.js";
import { plainText } from "./plain-text.js";

/** `1, Yes | 0, No` as codes; a choice without a comma is code and label in one. The label may hold commas. */
export function readChoices(text: string): Code[] {
  return text
    .split("|")
    .map((choice) => choice.trim())
    .filter((choice) => choice !== "")
    .map((choice) => {
      const comma = choice.indexOf(",");
      const value = (comma < 0 ? choice : choice.slice(0, comma)).trim();
      const label = plainText(comma < 0 ? choice : choice.slice(comma + 1));
      return { value, label: label === "" ? value : label };
    });
}

/** A label must not hold what parts the choices. */
export function choicesText(codes: Iterable<readonly [raw: string, label: string]>): string {
  return Array.from(codes, ([raw, label]) => `${raw}, ${label.replaceAll("|", "/")}`).join(" | ");
}

/** Whether a code or label of one choice reads like one of another, which a dictionary does not allow. */
export function readAlike(codes: readonly Code[]): boolean {
  const seen = new Set<string>();
  return codes.some(({ value, label }) => {
    const spellings = [...new Set([codeSpelling(value), codeSpelling(label)])];
    const isAlike = spellings.some((spelling) => seen.has(spelling));
    for (const spelling of spellings) seen.add(spelling);
    return isAlike;
  });
}
