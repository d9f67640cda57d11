import type { Language } from "../../texts/texts.js";

export function percent(probability: number, language: Language): string {
  return `${shown(100 * probability, language, { maximumFractionDigits: 1, minimumFractionDigits: 1 })} %`;
}

/** A probability in points of a percentage. */
export function points(probability: number, language: Language): string {
  return shown(100 * probability, language, { maximumSignificantDigits: 3 });
}

export function oneDecimal(value: number, language: Language): string {
  return shown(value, language, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
}

function shown(value: number, language: Language, options: Intl.NumberFormatOptions): string {
  return value.toLocaleString(language === "de" ? "de-DE" : "en-GB", options);
}
