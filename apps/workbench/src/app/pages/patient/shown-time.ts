import type { Language } from "../../texts/texts.js";

/** A moment as the reader's language writes it, in the reader's time zone. */
export function shownTime(at: string, language: Language): string {
  return new Date(at).toLocaleString(language === "de" ? "de-DE" : "en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
  });
}
