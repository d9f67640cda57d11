import type { Texts } from "../../texts/texts.js";

export const reportTexts = {
  title: { en: "Report", de: "Bericht" },
  comes: {
    en: "The report as it will be printed, and the study file that makes it.",
    de: "Der Bericht, wie er gedruckt wird, und die Studiendatei, aus der er entsteht.",
  },
} as const satisfies Texts;
