/**
 * The words of a heading for comparing it with others: in lower case, without accents, units in brackets and words that tell
 * nothing, and each that both languages of the clinic have as one: `Datum der 1. OP` is date, 1, operation.
 */
export function headingWords(heading: string): string[] {
  const plain = heading
    .replace(/([\p{Ll}])(\p{Lu})/gu, "$1 $2")
    .normalize("NFC")
    .toLowerCase()
    .replace(/ä/g, "ae")
    .replace(/ö/g, "oe")
    .replace(/ü/g, "ue")
    .replace(/ß/g, "ss")
    .normalize("NFD")
    .replace(/\p{M}/gu, "");
  return [...plain.matchAll(/\p{L}+|\p{N}+/gu)]
    .map(([word]) => synonyms.get(word) ?? word)
    .filter((word) => !empty.has(word));
}

const empty = new Set("der die das des dem den von vom am im in bei zur zum und of the at on in to and".split(" "));

const groups = [
  "date datum dat",
  "number nummer nr no num",
  "operation operationen operations op ops resektion resektionen resection resections eingriff surgery surgeries",
  "recurrence recurrences rezidiv rezidive relapse",
  "complication complications komplikation komplikationen",
  "contact contacts kontakt visit visits nachsorge followup followups besuch",
  "treatment treatments therapie therapien therapy behandlung",
  "tumour tumours tumor tumoren tumors",
  "metastasis metastases metastase metastasen",
  "primary primaer",
  "patient patients patienten pat",
  "last letzter letzte letztes",
  "kind art type typ",
];

const synonyms = new Map(
  groups.flatMap((group) => {
    const [first, ...others] = group.split(" ");
    return others.map((other) => [other, first] as const);
  }),
);
