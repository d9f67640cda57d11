import type { Texts } from "../texts/texts.js";

export const studyTexts = {
  undo: { en: "Undo", de: "Rückgängig" },
  redo: { en: "Redo", de: "Wiederholen" },
  reset: { en: "Begin anew", de: "Neu beginnen" },
  resetSays: {
    en: "Back to the first draft of the study; can be undone",
    de: "Zurück zum ersten Entwurf der Studie; kann rückgängig gemacht werden",
  },
  computing: { en: "Computing …", de: "Rechnet …" },
  fault: { en: "The study cannot be run so", de: "So lässt sich die Studie nicht rechnen" },
} as const satisfies Texts;
