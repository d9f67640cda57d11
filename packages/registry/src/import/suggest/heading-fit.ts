import { type FieldDefinition, isNear, normalName, type TableDefinition } from "@seriatim/records";
import type { ColumnGroup } from "./column-group.js";
import { headingUnit } from "./heading-unit.js";
import { headingWords } from "./heading-words.js";

/** How well a heading says a field: 0 to 100, and in words why. */
export interface HeadingFit {
  score: number;
  why: string;
}

/** From this on a heading says the field, whatever stands below it. */
export const surely = 85;

/**
 * How well headings say a table's fields, by their names, labels and other headings: the same; the same but for what spelling,
 * unit and language make; near; or with its words among others.
 */
export function headingFits(
  definition: TableDefinition,
  field: FieldDefinition,
): (group: ColumnGroup, related: (word: string) => "own" | "other" | undefined) => HeadingFit | undefined {
  const names = [field.name, field.label, ...field.also].map((name) => {
    const words = headingWords(headingUnit(name).text);
    return { name, normal: normalName(name), words, sorted: sortedText(words) };
  });
  const own = new Set(headingWords(`${definition.label} ${definition.one}`));
  const fitOf = (text: string, words: readonly string[]): HeadingFit | undefined => {
    const normal = normalName(text);
    if (field.name === text) return { score: 100, why: "the field's name" };
    const same = names.find((name) => name.normal === normal);
    if (same) return { score: 95, why: `as “${same.name}”` };
    const sorted = sortedText(words);
    if (sorted === "") return undefined;
    const alike = names.find((name) => name.sorted === sorted);
    if (alike) return { score: 90, why: `as “${alike.name}”` };
    const rest = words.filter((word) => !own.has(word) && word !== "last");
    const short = rest.length > 0 && rest.length < words.length ? sortedText(rest) : undefined;
    const within = short === undefined ? undefined : names.find((name) => name.sorted === short);
    if (within) return { score: surely, why: `as “${within.name}” of ${definition.name}` };
    const near = names.find((name) => isNearHeading(normal, name.normal));
    if (near) return { score: 70, why: `near “${near.name}”` };
    return wordsFit(words, names);
  };
  return (group, related) => {
    const full = fitOf(group.text, group.words);
    if (group.tokens.length === 0) return full;
    const relations = group.beside.map(related);
    const at = relations.findIndex((relation) => relation !== undefined);
    const context = group.beside[Math.max(at, 0)];
    const words = group.words.filter((word) => word !== context);
    const text = group.text
      .split(/(?<=[\s_.-])|(?=[\s_.-])/u)
      .filter((part) => headingWords(part)[0] !== context)
      .join("")
      .replace(/^[\s_.-]+|[\s_.-]+$/gu, "");
    const part = words.length === 0 || words.length === group.words.length ? undefined : fitOf(text, words);
    if (!part || (full && full.score >= part.score)) return full;
    return { ...part, score: Math.max(0, part.score - (at < 0 ? 7 : relations[at] === "own" ? 2 : 30)) };
  };
}

/** All of a name's words among others, or all of the heading's among the name's. */
function wordsFit(
  words: readonly string[],
  names: readonly { name: string; words: readonly string[] }[],
): HeadingFit | undefined {
  let best: HeadingFit | undefined;
  const total = words.join("").length;
  for (const name of names) {
    const length = name.words.join("").length;
    const isWithin = length > 0 && name.words.every((word) => words.includes(word)) && !isGeneral(name.words);
    const isAround = total > 3 && words.every((word) => name.words.includes(word)) && !isGeneral(words);
    if (!isWithin && !isAround) continue;
    const share = isWithin ? length / total : total / length;
    const score = Math.round(40 + 30 * share);
    if (share > 0.3 && (!best || score > best.score)) best = { score, why: `has the words of “${name.name}”` };
  }
  return best;
}

/** Words that stand in headings of any kind. */
function isGeneral(words: readonly string[]): boolean {
  return words.every((word) => general.has(word) || word.length < 3 || /^\d+$/.test(word));
}

const general = new Set(
  "date number kind operation tumour patient status contact complication recurrence treatment site primary last first grad grade nicht not year jahr where from".split(
    " ",
  ),
);

function isNearHeading(heading: string, name: string): boolean {
  return (
    name.length >= 5 &&
    heading[0] === name[0] &&
    Math.abs(heading.length - name.length) <= Math.max(1, name.length / 5) &&
    isNear(heading, name) &&
    heading.replace(/\D+/g, "") === name.replace(/\D+/g, "")
  );
}

function sortedText(words: readonly string[]): string {
  return [...new Set(words)].sort().join(" ");
}
