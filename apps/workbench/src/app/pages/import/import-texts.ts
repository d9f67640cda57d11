import type { Texts } from "../../texts/texts.js";

export const importTexts = {
  title: { en: "Import", de: "Import" },
  comes: {
    en: "The mapping as a picture from your columns to ours, with a preview of what is new, changed and refused.",
    de: "Die Zuordnung als Bild von Ihren Spalten zu unseren, mit einer Vorschau dessen, was neu, geändert und abgelehnt ist.",
  },
} as const satisfies Texts;
