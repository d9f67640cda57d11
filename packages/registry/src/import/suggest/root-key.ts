import type { FieldDefinition } from "@seriatim/records";
import type { ColumnFit } from "./column-fits.js";
import type { ColumnGroup } from "./column-group.js";
import { headingWords } from "./heading-words.js";

/** The column of the study numbers, and what makes the registry's numbers of them. */
export interface RootKey {
  group: ColumnGroup;
  sure: boolean;
  why: string;
  prefix: string;
  digits?: number;
}

/**
 * The column by which patients are known: by its heading, or else one that is headed like a number and holds one in every row.
 *
 * @param knownKeys of the registry: where they are P01, P02 and the file's are 1, 2, P is put before, and zeros
 */
export function rootKey(
  field: FieldDefinition,
  groups: readonly ColumnGroup[],
  fits: readonly ColumnFit[],
  { rows, knownKeys }: { rows: number; knownKeys: readonly string[] },
): RootKey | undefined {
  const own = fits
    .filter((fit) => fit.field === field && fit.group.tokens.length === 0 && fit.group.filled > 0)
    .sort((a, b) => b.score - a.score || b.group.filled - a.group.filled);
  const found = own.find(({ sure }) => sure) ?? own[0];
  if (found) return { group: found.group, sure: found.sure, why: found.why, ...affixes(found.group, knownKeys) };
  const numbered = groups.find(
    (group) =>
      group.tokens.length === 0 &&
      group.filled > 0 &&
      group.filled >= rows * 0.95 &&
      headingWords(group.from).some((word) =>
        /^(number|id|patient|pat\w*|case|fall\w*|lfd|record|study\w*|studien\w*|code)$/.test(word),
      ) &&
      [...group.texts.keys()].every(
        (text) => /^[\p{L}_./ -]{0,8}\d+[\w./-]{0,8}$/u.test(text) && !/^\d+\.\d+\.\d+$/.test(text),
      ),
  );
  if (!numbered) return undefined;
  return { group: numbered, sure: false, why: "a number in every row", ...affixes(numbered, knownKeys) };
}

function affixes({ texts }: ColumnGroup, knownKeys: readonly string[]): { prefix: string; digits?: number } {
  const none = { prefix: "" };
  const written = [...texts.keys()];
  if (!written.every((text) => /^\d+$/.test(text)) || knownKeys.length === 0) return none;
  const parts = knownKeys.map((key) => /^(.*?)(\d+)$/u.exec(key));
  const prefix = parts[0]?.[1];
  if (prefix === undefined || !parts.every((part) => part?.[1] === prefix)) return none;
  const width = parts[0]![2].length;
  const isPadded =
    parts.every((part) => part![2].length === width) && (parts.some((part) => part![2].startsWith("0")) || width > 1);
  const isNeeded = isPadded && written.some((text) => text.length < width);
  return { prefix, ...(isNeeded ? { digits: width } : {}) };
}
