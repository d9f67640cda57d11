import type { Texts } from "../../texts/texts.js";

export const startTexts = {
  title: { en: "Start", de: "Start" },
  lead: {
    en: "From the records of a surgical series to its results. Nothing leaves this machine.",
    de: "Von den Daten einer chirurgischen Serie zu ihren Ergebnissen. Nichts verlässt diesen Rechner.",
  },
  open: { en: "Open now", de: "Jetzt geöffnet" },
  rows: { en: "{n} rows", de: "{n} Zeilen" },
  toRecords: { en: "To the records", de: "Zu den Datensätzen" },
  example: { en: "The Hannover example", de: "Das Beispiel aus Hannover" },
  exampleSays: {
    en: "26 patients with hepatic metastases from leiomyosarcoma and their 34 liver resections: a published series, reconstructed. Change what you like.",
    de: "26 Patienten mit Lebermetastasen von Leiomyosarkomen und ihre 34 Leberresektionen: eine veröffentlichte Serie, rekonstruiert. Ändern Sie, was Sie mögen.",
  },
  openExample: { en: "Open the example", de: "Beispiel öffnen" },
  exampleReport: { en: "Its report", de: "Sein Bericht" },
  own: { en: "Your registry", de: "Ihr Register" },
  ownSays: {
    en: "Your own series, kept on this machine, in the tables of the liver surgery dictionary.",
    de: "Ihre eigene Serie, auf diesem Rechner, in den Tabellen des Wörterbuchs der Leberchirurgie.",
  },
  openOwn: { en: "Open your registry", de: "Ihr Register öffnen" },
  makeOwn: { en: "Make an empty registry", de: "Leeres Register anlegen" },
  drop: { en: "Drop a file", de: "Datei ablegen" },
  dropSays: {
    en: "A sheet (CSV, XLSX), an export of REDCap, or a backup: here, or click to choose one. Nothing is written before you have seen what would be.",
    de: "Eine Tabelle (CSV, XLSX), ein Export aus REDCap oder eine Sicherung: hierher, oder klicken und auswählen. Nichts wird geschrieben, bevor Sie gesehen haben, was.",
  },
  tooLarge: { en: "{name} is too large: 256 MB at most", de: "{name} ist zu groß: höchstens 256 MB" },
} as const satisfies Texts;
