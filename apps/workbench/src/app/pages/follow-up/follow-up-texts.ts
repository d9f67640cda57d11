import type { Texts } from "../../texts/texts.js";

export const followUpTexts = {
  title: { en: "Follow-up", de: "Nachsorge" },
  comes: {
    en: "Who is overdue, what an answer would gain, and how complete the follow-up is.",
    de: "Wer überfällig ist, was eine Antwort brächte und wie vollständig die Nachsorge ist.",
  },
} as const satisfies Texts;
