import type { Texts } from "../../texts/texts.js";

export const factorsTexts = {
  title: { en: "Factors", de: "Faktoren" },
  comes: {
    en: "Table 1, univariable and multivariable models with their forest plot and diagnostics.",
    de: "Tabelle 1, uni- und multivariable Modelle mit Forest-Plot und Diagnostik.",
  },
} as const satisfies Texts;
