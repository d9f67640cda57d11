import type { Texts } from "../../texts/texts.js";

export const survivalTexts = {
  title: { en: "Survival", de: "Überleben" },
  comes: {
    en: "Curves with their bands and numbers at risk, medians, log-rank and hazard ratios.",
    de: "Kurven mit Band und Zahlen unter Risiko, Mediane, Log-Rank und Hazard-Ratios.",
  },
} as const satisfies Texts;
