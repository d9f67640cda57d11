/** The languages of the workbench. */
export const languages = ["en", "de"] as const;

export type Language = (typeof languages)[number];

/** Texts by name, each in every language; `{n}` stands for what is filled in. */
export type Texts = Readonly<Record<string, Readonly<Record<Language, string>>>>;

/** A text of some texts in the reader's language. */
export type Translate<T extends Texts> = (
  name: keyof T & string,
  values?: Readonly<Record<string, string | number>>,
) => string;

export function translate<T extends Texts>(texts: T, language: Language): Translate<T> {
  return (name, values = {}) =>
    texts[name][language].replace(/\{(\w+)\}/g, (_, key: string) => shown(values[key], language));
}

function shown(value: string | number | undefined, language: Language): string {
  return typeof value === "number" ? value.toLocaleString(language === "de" ? "de-DE" : "en-GB") : (value ?? "");
}
