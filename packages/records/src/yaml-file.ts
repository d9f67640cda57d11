import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from "yaml";
import type { z } from "zod";
import { schemaFaults, type YamlPath } from "./schema-fault.js";
import { megabytes } from "./table-limits.js";

export type { YamlPath } from "./schema-fault.js";

/** What is wrong with a YAML file, and where. `path` is empty where the file is no YAML at all; line and column are 1-based. */
export interface YamlFault {
  says: string;
  path: string;
  line: number;
  column: number;
}

/** A YAML file that agrees with its schema, and where its parts stand. */
export interface YamlFile<T> {
  value: T;
  /** The fault at a place; `onKey`: at the key itself, not at what it holds. The nearest place that exists stands in for one that does not. */
  faultAt(path: YamlPath, says: string, onKey?: boolean): YamlFault;
  /** The keys of a mapping as they are written and in their order (JavaScript would sort `2` before `10`). */
  keysAt(path: YamlPath): string[];
  /** The texts, numbers and truth values of a list as they are written: `01` is not `1`. */
  textsAt(path: YamlPath): string[];
}

/**
 * Reads a YAML file and holds it against a schema.
 *
 * @returns the file, or the first fault by position (syntax, unknown key with the nearest known one, wrong type, wrong value)
 *   and all of its kind in the order in which they are told
 */
export function readYamlFile<S extends z.ZodType>(
  text: string,
  schema: S,
): { file: YamlFile<z.output<S>> } | { fault: YamlFault; faults: readonly YamlFault[] } {
  const lines = new LineCounter();
  if (text.length > longestText)
    return only({ says: `the file has more than the ${megabytes(longestText)} allowed`, path: "", line: 1, column: 1 });
  // The library compares each key with all others: see keysAsWritten.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const positionOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const syntax = [...document.errors, ...document.warnings].map(
    ({ code, message, pos }): YamlFault => ({
      says: `not readable as YAML: ${
        code === "MULTIPLE_DOCS" ? "a second document begins here (---)" : firstSentence(message)
      }`,
      path: "",
      ...positionOf(pos[0]),
    }),
  );
  if (syntax.length > 0) return { fault: syntax[0], faults: syntax };
  const faultAt = (path: YamlPath, says: string, onKey = false): YamlFault => ({
    says,
    path: pathText(path),
    ...positionOf(offsetOf(document.contents, path, onKey)),
  });
  const { reserved, twice } = keysAsWritten(document);
  if (reserved) return only({ says: "“__proto__” is no name", path: "", ...positionOf(reserved.range![0]) });
  if (twice)
    return only({ says: "not readable as YAML: Map keys must be unique", path: "", ...positionOf(twice.range![0]) });
  let plain: unknown;
  try {
    plain = document.toJS();
  } catch (error) {
    return only(
      faultAt([], `not readable as YAML: ${firstSentence(String(error instanceof Error ? error.message : error))}`),
    );
  }
  const parsed = schema.safeParse(plain, { reportInput: true });
  if (!parsed.success) {
    // Each is looked up in the whole file: of very many, the first thousand.
    const faults = schemaFaults(parsed.error.issues.slice(0, 1000), plain, schema).map((fault) => ({
      ...faultAt(fault.path, fault.says, fault.onKey),
      isMissing: fault.isMissing,
    }));
    // A missing key is often a misspelt one: what stands there wrongly is told before what does not stand there.
    const told = faults
      .toSorted((a, b) => Number(a.isMissing) - Number(b.isMissing) || a.line - b.line || a.column - b.column)
      .map(({ isMissing: _, ...fault }): YamlFault => fault);
    return { fault: told[0], faults: told };
  }
  const keysAt = (path: YamlPath) => {
    const node = nodeAt(document.contents, path);
    return isMap(node) ? node.items.map(({ key }) => written(key)) : [];
  };
  const textsAt = (path: YamlPath) => {
    const node = nodeAt(document.contents, path);
    return isSeq(node) ? node.items.map((part) => written(resolve(document.contents, part))) : [];
  };
  return { file: { value: parsed.data, faultAt, keysAt, textsAt } };
}

function only(fault: YamlFault): { fault: YamlFault; faults: YamlFault[] } {
  return { fault, faults: [fault] };
}

/** Makes texts of all keys, `01` and `true` too; the key `__proto__`, which schemas pass over in silence, and one that stands twice. */
function keysAsWritten(document: Document): { reserved?: Node; twice?: Node } {
  const found: { reserved?: Node; twice?: Node } = {};
  visit(document, {
    Map(_, { items }) {
      const known = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        key.value = written(key);
        if (key.value === "__proto__") found.reserved ??= key;
        if (known.has(key.value)) found.twice ??= key;
        known.add(key.value);
      }
    },
  });
  return found;
}

/** A dictionary of 300 fields has 0.1 MB. */
const longestText = 2 * 1024 * 1024;

/** `analyses[2].by` for `["analyses", 2, "by"]`. */
export function pathText(path: YamlPath): string {
  return path.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`),
    "",
  );
}

function offsetOf(root: Node | null, path: YamlPath, onKey: boolean): number {
  let offset = root?.range?.[0] ?? 0;
  let node: unknown = root;
  path.forEach((step, depth) => {
    const isLast = depth === path.length - 1;
    const resolved = resolve(root, node);
    const pair = isMap(resolved) ? resolved.items.find(({ key }) => isKey(key, step)) : undefined;
    if (pair) {
      node = pair.value;
      const stands = (onKey && isLast) || !hasText(pair.value) ? pair.key : pair.value;
      offset = (stands as Node).range?.[0] ?? offset;
    } else {
      node = isSeq(resolved) && typeof step === "number" ? resolved.items[step] : undefined;
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    }
  });
  return offset;
}

function hasText(node: unknown): boolean {
  return !(node === null || (isScalar(node) && node.value === null));
}

function nodeAt(root: Node | null, path: YamlPath): unknown {
  let node: unknown = root;
  for (const step of path) {
    const resolved = resolve(root, node);
    if (isMap(resolved)) node = resolved.items.find(({ key }) => isKey(key, step))?.value;
    else node = isSeq(resolved) && typeof step === "number" ? resolved.items[step] : undefined;
  }
  return resolve(root, node);
}

function resolve(root: Node | null, node: unknown): unknown {
  if (!isAlias(node)) return node;
  let target: unknown;
  const search = (candidate: unknown): void => {
    if (isAlias(candidate)) return;
    if ((isScalar(candidate) || isMap(candidate) || isSeq(candidate)) && candidate.anchor === node.source)
      target = candidate;
    if (isMap(candidate)) for (const pair of candidate.items) search(pair.value);
    if (isSeq(candidate)) for (const part of candidate.items) search(part);
  };
  search(root);
  return target;
}

function isKey(key: unknown, step: string | number): boolean {
  return written(key) === String(step);
}

function written(node: unknown): string {
  return isScalar(node) ? (node.source ?? String(node.value)) : String(node);
}

function firstSentence(message: string): string {
  if (message.includes("call stack")) return "nested too deeply";
  return message.split("\n")[0].trim().replace(/[.:]$/, "");
}
