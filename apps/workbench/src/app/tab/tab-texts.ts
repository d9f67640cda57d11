import type { Texts } from "../texts/texts.js";

/** Of what only a tab that works alone has to say. */
export const tabTexts = {
  refused: { en: "The registry cannot be opened", de: "Das Register lässt sich nicht öffnen" },
  again: { en: "Try again", de: "Erneut versuchen" },
  opening: {
    en: "Opening the registry. The first time, the database is loaded: about 5 MB.",
    de: "Das Register wird geöffnet. Beim ersten Mal wird die Datenbank geladen: etwa 5 MB.",
  },
  notKept: { en: "Nothing will be kept", de: "Nichts bleibt erhalten" },
  notKeptSays: {
    en: "This browser keeps nothing here: a private window, or one that forbids it. Whatever you enter is gone when this tab is closed or loaded again. Save the records before.",
    de: "Dieser Browser bewahrt hier nichts auf: ein privates Fenster, oder es ist ihm verboten. Was Sie eingeben, ist fort, sobald der Tab geschlossen oder neu geladen wird. Sichern Sie die Datensätze vorher.",
  },
  save: { en: "Save the records (CSV)", de: "Datensätze sichern (CSV)" },
  failed: { en: "That did not work: {why}", de: "Das hat nicht geklappt: {why}" },
  who: { en: "Your name, for the history", de: "Ihr Name, für den Verlauf" },
  whoSays: {
    en: "Small letters and digits, beginning with a letter. It is kept in this browser, and tells who changed what.",
    de: "Kleinbuchstaben und Ziffern, mit einem Buchstaben zuerst. Er bleibt in diesem Browser und sagt, wer was geändert hat.",
  },
  whoWrong: {
    en: "Small letters, digits, . _ and - only, beginning with a letter, 31 at most",
    de: "Nur Kleinbuchstaben, Ziffern, . _ und -, mit einem Buchstaben zuerst, höchstens 31",
  },
} as const satisfies Texts;
