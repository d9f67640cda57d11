import type { Texts } from "../../texts/texts.js";

export const cohortTexts = {
  title: { en: "Cohort", de: "Kohorte" },
  comes: {
    en: "A cohort built by filters, with the flow diagram beside it and every exclusion counted.",
    de: "Eine Kohorte aus Filtern, mit dem Flussdiagramm daneben und jedem Ausschluss gezählt.",
  },
} as const satisfies Texts;
