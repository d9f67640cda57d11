import { codeSpelling, type FieldDefinition } from "@seriatim/records";
import { headingWords } from "./heading-words.js";

/**
 * The code that a writing seems to stand for, where the dictionary's codes, labels and spellings do not tell: by pairs and words
 * of both languages (ja, x, m, verstorben), by a code or spelling with something after it (`R1 mikroskopisch`), or by its letters.
 *
 * @returns the code as the mapping gives it; undefined where nothing, or more than one thing, is near
 */
export function guessCode(field: FieldDefinition, text: string): string | undefined {
  const known = field.type === "boolean" ? booleans : field.type === "code" ? writingsOf(field) : [];
  if (known.length === 0) return undefined;
  const spelling = codeSpelling(text);
  const only = (codes: readonly string[]) => (new Set(codes).size === 1 ? codes[0] : undefined);
  const worded = only(
    known.flatMap(({ code }) => (words[code]?.split("|").includes(spelling.replace(/[.!]$/, "")) ? [code] : [])),
  );
  if (worded !== undefined) return worded;
  const letters = headingWords(text).join(" ");
  if (letters === "") return undefined;
  const same = only(known.flatMap(({ written, code }) => (headingWords(written).join(" ") === letters ? [code] : [])));
  if (same !== undefined) return same;
  const longest = known
    .filter(
      ({ written }) => letters.startsWith(`${headingWords(written).join(" ")} `) && headingWords(written).length > 0,
    )
    .sort((a, b) => b.written.length - a.written.length)[0];
  if (longest) return longest.code;
  return only(
    known.flatMap(({ written, code }) => (isNearWriting(letters, headingWords(written).join(" ")) ? [code] : [])),
  );
}

function writingsOf({ codes, spellings }: FieldDefinition): { written: string; code: string }[] {
  return [
    ...codes.flatMap(({ value, label }) => [
      { written: value, code: value },
      { written: label, code: value },
    ]),
    ...spellings,
  ];
}

const booleans = [
  { written: "yes", code: "yes" },
  { written: "no", code: "no" },
];

/** Writings without case and spaces by what codes of the kind are called. */
const words: Readonly<Record<string, string>> = {
  yes: "ja|j|y|yes|1|x|+|true|wahr|pos|positiv|positive|vorhanden",
  no: "nein|n|no|0|-|false|falsch|neg|negativ|negative|kein|keine",
  male: "m|mann|männlich|maennlich|man",
  female: "w|f|frau|weiblich|woman",
  alive: "lebt|lebend|amleben|living",
  dead: "tot|verstorben|verst|gestorben|†|ex|exitus|deceased|died",
  other: "andere|anderes|sonstige|sonstiges",
  unknown: "unbekannt|unklar|?",
  none: "kein|keine|keiner|nein|no",
  positive: "pos|positiv|+",
  negative: "neg|negativ|-",
};

/** A letter more, less or other; in a long word, up to a sixth. */
function isNearWriting(text: string, known: string): boolean {
  if (known.length < 5 || text[0] !== known[0]) return false;
  const allowed = Math.max(1, Math.floor(known.length / 6));
  if (Math.abs(text.length - known.length) > allowed) return false;
  let row = Array.from({ length: known.length + 1 }, (_, j) => j);
  for (let i = 1; i <= text.length; i++) {
    const next = [i];
    for (let j = 1; j <= known.length; j++)
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (text[i - 1] === known[j - 1] ? 0 : 1));
    row = next;
  }
  return row[known.length] <= allowed;
}
