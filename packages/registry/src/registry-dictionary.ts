import { parseDictionary, withoutFields } from "@seriatim/records";
import type { Role } from "./access/roles.js";
import type { Registry } from "./registry.js";

/** A registry's dictionary from its text: the whole, and what a user of these roles may see of it. */
export function registryDictionary(
  text: string,
  file: string,
  roles: readonly Role[],
): Pick<Registry, "dictionary" | "wholeDictionary" | "dictionaryText"> {
  const whole = parseDictionary(text, file);
  const onlyAnalyses = roles.every((role) => role === "analyse");
  return {
    dictionary: onlyAnalyses ? withoutFields(whole, ({ identifying }) => identifying) : whole,
    wholeDictionary: whole,
    dictionaryText: text,
  };
}
