import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";

/** Where a cursor stands in a YAML text that may be unfinished. */
export interface YamlPlace {
  /** Of the mapping or list that the cursor stands in, or of the value that it writes. */
  path: (string | number)[];
  /** What is being written: a key of the mapping at `path`, or the value at `path`; both where a lone word may become either. */
  kind: "key" | "value" | "either";
  /** What is written of it so far, left of the cursor. */
  word: string;
  /** Column at which it begins, 1-based. */
  column: number;
  /** The text as far as it can be understood, the cursor's word taken out. */
  plain: unknown;
}

// No name in a study begins so.
const marker = "\u2060here\u2060";

/**
 * The place of a cursor: the word at the cursor is replaced by a mark, and the mark sought in what the parser makes of it.
 *
 * @param position 1-based
 * @returns undefined in a comment, or where the parser makes nothing of the text
 */
export function yamlPlace(text: string, position: { line: number; column: number }): YamlPlace | undefined {
  const lines = text.split("\n");
  const line = lines[position.line - 1] ?? "";
  const before = line.slice(0, position.column - 1);
  if (/(?:^|\s)#/.test(before)) return undefined;
  const word = /[^\s,:{}[\]"']*$/.exec(before)?.[0] ?? "";
  const after = line.slice(position.column - 1).replace(/^[^\s,:{}[\]"']*/, "");
  const start = before.slice(0, before.length - word.length);
  // A word alone on its line is a key to be, or a value: as a key the lines around it stay a mapping.
  const isAlone = /^\s*(?:- +)?$/.test(start) && after.trim() === "";
  const place = (written: string): { path: (string | number)[]; kind: "key" | "value"; plain: unknown } | undefined => {
    const own = lines.with(position.line - 1, `${start}${written}${after}`).join("\n");
    const document = parseDocument(own, { lineCounter: new LineCounter(), uniqueKeys: false, prettyErrors: false });
    const found = find(document.contents, []);
    return found && { ...found, plain: plainOf(document.contents) };
  };
  const found = isAlone ? (place(`${marker}:`) ?? place(marker)) : place(marker);
  if (!found) return undefined;
  const { path, kind, plain } = found;
  const isEither = isAlone && (/^\s*- +$/.test(start) || isOnlyKey(plain, path));
  return { path, kind: isEither ? "either" : kind, word, column: start.length + 1, plain };
}

function find(
  node: Node | null,
  path: readonly (string | number)[],
): { path: (string | number)[]; kind: "key" | "value" } | undefined {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (isScalar(key) && String(key.value).includes(marker)) return { path: [...path], kind: "key" };
      const name = isScalar(key) ? (key.source ?? String(key.value)) : "";
      const within = find(value as Node | null, [...path, name]);
      if (within) return within;
    }
    return undefined;
  }
  if (isSeq(node)) {
    for (const [i, one] of node.items.entries()) {
      const within = find(one as Node | null, [...path, i]);
      if (within) return within;
    }
    return undefined;
  }
  return isScalar(node) && String(node.value).includes(marker) ? { path: [...path], kind: "value" } : undefined;
}

/** Maps and lists as they can be read, without the mark. */
function plainOf(node: unknown): unknown {
  if (isMap(node)) {
    const entries = node.items.flatMap(({ key, value }) =>
      isScalar(key) && !String(key.value).includes(marker)
        ? [[key.source ?? String(key.value), plainOf(value)] as const]
        : [],
    );
    return Object.fromEntries(entries);
  }
  if (isSeq(node)) return node.items.map(plainOf);
  return isScalar(node) && !String(node.value).includes(marker) ? node.value : null;
}

/** Whether the mapping has no other key yet, so that a lone word may be a value instead. */
function isOnlyKey(plain: unknown, path: readonly (string | number)[]): boolean {
  const here = path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[step] : undefined,
    plain,
  );
  return path.length > 0 && (typeof here !== "object" || here === null || Object.keys(here).length === 0);
}
