import type { Texts } from "../../texts/texts.js";

export const findingsTexts = {
  title: { en: "Findings", de: "Auffälligkeiten" },
  comes: {
    en: "What is wrong with the records, by rule and by patient, with a way to each field.",
    de: "Was an den Datensätzen nicht stimmt, nach Regel und nach Patient, mit einem Weg zu jedem Feld.",
  },
} as const satisfies Texts;
