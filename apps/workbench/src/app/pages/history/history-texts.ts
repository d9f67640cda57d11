import type { Texts } from "../../texts/texts.js";

export const historyTexts = {
  title: { en: "History", de: "Verlauf" },
  comes: {
    en: "Who changed what, when and why, with the chain verified.",
    de: "Wer was wann und warum geändert hat, mit geprüfter Kette.",
  },
} as const satisfies Texts;
