import { type Dictionary, isPartialDate, type Rule } from "./dictionary.js";
import { type Family, isRecorded, type RuleFault, valueAt, worded } from "./family.js";
import { keyText } from "./kinship.js";
import { completeDate, dayNumber, isSurelyBefore, type PartialDate } from "./partial-date.js";
import type { RecordRow } from "./record.js";

type RuleOfKind<Kind extends Rule["kind"]> = Extract<Rule, { kind: Kind }>;

/**
 * Within a parent's rows by ordinal: each is not dated surely before the one that precedes it; of several with that ordinal
 * the earliest. O(n log n).
 */
export function checkConsecutiveDates(
  rule: RuleOfKind<"consecutive-dates">,
  families: readonly Family[],
  dictionary: Dictionary,
): RuleFault[] {
  const faults: RuleFault[] = [];
  const { one } = dictionary.tables[rule.rowsOf];
  for (const siblings of bySiblings(families, rule.rowsOf, dictionary)) {
    const dated = siblings.flatMap((family) => {
      const ordinal = valueAt(rule.ordinal, family);
      const date = valueAt(rule.date, family);
      return typeof ordinal === "number" && isPartialDate(date) ? [{ family, ordinal, date }] : [];
    });
    dated.sort((a, b) => a.ordinal - b.ordinal || firstDay(a.date) - firstDay(b.date));
    let before: (typeof dated)[number] | undefined;
    let same: (typeof dated)[number] | undefined;
    for (const next of dated) {
      if (same?.ordinal !== next.ordinal) [before, same] = [same, next];
      if (!before || !isSurelyBefore(next.date, before.date)) continue;
      const otherwise = `${ordinalWord(next.ordinal)} ${one} before the ${ordinalWord(before.ordinal)}`;
      faults.push({
        kind: "date-order",
        at: rule.date,
        row: next.family.get(rule.rowsOf)!,
        why: rule.says === undefined ? otherwise : worded(rule.says, rule.rowsOf, next.family, dictionary),
      });
    }
  }
  return faults;
}

/** Number k > 1 without number k − 1; 2 may do with `elsewhere`. Not judged where a sibling's number is not known. O(n). */
export function checkSequence(
  rule: RuleOfKind<"sequence">,
  families: readonly Family[],
  dictionary: Dictionary,
): RuleFault[] {
  const faults: RuleFault[] = [];
  const { one } = dictionary.tables[rule.rowsOf];
  for (const siblings of bySiblings(families, rule.rowsOf, dictionary)) {
    const ordinals = siblings.map((family) => valueAt(rule.ordinal, family));
    const known = new Set(ordinals);
    if (known.has(null)) continue;
    siblings.forEach((family, i) => {
      const k = ordinals[i];
      if (typeof k !== "number" || k <= 1 || known.has(k - 1)) return;
      // Where the parent's row is missing nobody can say what was done elsewhere.
      if (k === 2 && rule.elsewhere && (!family.has(rule.elsewhere.table) || isRecorded(rule.elsewhere, family)))
        return;
      const otherwise =
        k === 2 && rule.elsewhere
          ? `a second ${one}, but no first one here or elsewhere`
          : `${article(k)} ${ordinalWord(k)} ${one} without ${article(k - 1)} ${ordinalWord(k - 1)}`;
      faults.push({
        kind: "sequence-gap",
        at: rule.ordinal,
        row: family.get(rule.rowsOf)!,
        why: rule.says === undefined ? otherwise : worded(rule.says, rule.rowsOf, family, dictionary),
      });
    });
  }
  return faults;
}

/** first … tenth, 11th, 12th, 13th, 21st. */
export function ordinalWord(n: number): string {
  const word = ordinalWords[n - 1];
  if (word !== undefined) return word;
  const isTeen = Math.floor((n % 100) / 10) === 1;
  const ending = isTeen ? "th" : n % 10 === 1 ? "st" : n % 10 === 2 ? "nd" : n % 10 === 3 ? "rd" : "th";
  return `${n}${ending}`;
}

const ordinalWords = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

function firstDay(date: PartialDate): number {
  return dayNumber(completeDate(date, "first"));
}

function article(n: number): string {
  return n === 8 || n === 11 || n === 18 || (n >= 80 && n < 90) ? "an" : "a";
}

/** Rows of one parent together, by the parent's key; in a table without parent, rows of one patient have nothing in common. */
function bySiblings(families: readonly Family[], table: string, dictionary: Dictionary): Family[][] {
  const parent = dictionary.tables[table].parent;
  const groups = new Map<string, Family[]>();
  if (parent === undefined) return [];
  for (const family of families) {
    const key = keyText(family.get(table) as RecordRow, dictionary.tables[parent].key);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(family);
    else groups.set(key, [family]);
  }
  return [...groups.values()];
}
