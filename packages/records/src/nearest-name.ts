import { shortText } from "./short-text.js";

/**
 * The known names, the nearest to `name` first: by edit distance (Damerau–Levenshtein with adjacent transpositions) of
 * the names without case, spaces, `_` and `-`; ties in the order given.
 */
export function nearestFirst(name: string, known: readonly string[]): string[] {
  const sought = normalName(name);
  const distances = new Map(known.map((candidate) => [candidate, editDistance(sought, normalName(candidate))]));
  return known.toSorted((a, b) => distances.get(a)! - distances.get(b)!);
}

/** `“rStatu” is no field; did you mean “r_status”? Known are r_status, …`: the end of a message about an unknown name. */
export function unknownName(name: string, what: string, known: readonly string[]): string {
  const sorted = nearestFirst(name, known);
  const isNo = `“${shortText(name)}” is no ${what}`;
  if (sorted.length === 0) return `${isNo}; there is none`;
  const nearest = sorted[0];
  const first = sorted.slice(0, 12).map(shortText).join(", ");
  const shown = sorted.length > 12 ? `${first} and ${sorted.length - 12} more` : first;
  return `${isNo}; ${isNear(name, nearest) ? `did you mean “${shortText(nearest)}”? Known: ${shown}` : `known: ${shown}`}`;
}

/** Whether one name may be meant by the other: a third of it or one letter differs at most. */
export function isNear(name: string, known: string): boolean {
  return (
    editDistance(normalName(name), normalName(known)) <= Math.max(1, Math.floor(Math.min(known.length, longest) / 3))
  );
}

/** A name without case, spaces, `_` and `-`, for comparing what people type; of a very long one the beginning. */
export function normalName(name: string): string {
  return name
    .slice(0, longest)
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\s_-]+/gu, "");
}

const longest = 200;

function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    before = last;
    last = row;
  }
  return last[b.length];
}
