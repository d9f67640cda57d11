import type { Translate } from "../../texts/texts.js";
import { findingsTexts } from "./findings-texts.js";

/** A kind of finding in words; one that is not known as it is. */
export function kindText(t: Translate<typeof findingsTexts>, kind: string): string {
  return Object.hasOwn(findingsTexts, kind) ? t(kind as keyof typeof findingsTexts) : kind;
}
