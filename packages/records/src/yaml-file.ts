import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { z } from "zod";
import { unknownName } from "./nearest-name.js";

/** What is wrong with a YAML file, and where. `path` is empty where the file is no YAML at all; line and column are 1-based. */
export interface YamlFault {
  says: string;
  path: string;
  line: number;
  column: number;
}

/** A position in a YAML file: keys and 0-based list places. */
export type YamlPath = readonly (string | number)[];

/** A YAML file that agrees with its schema, and where its parts stand. */
export interface YamlFile<T> {
  value: T;
  /** The fault at a place; `onKey`: at the key itself, not at what it holds. The nearest place that exists stands in for one that does not. */
  faultAt(path: YamlPath, says: string, onKey?: boolean): YamlFault;
  /** The keys of a mapping as they are written and in their order (JavaScript would sort `2` before `10` and read `01` as `1`). */
  keysAt(path: YamlPath): string[];
}

/**
 * Reads a YAML file and holds it against a schema.
 *
 * @returns the file, or the first fault by position: syntax, unknown key (with the nearest known one), wrong type, wrong value
 */
export function readYamlFile<S extends z.ZodType>(text: string, schema: S): { file: YamlFile<z.output<S>> } | { fault: YamlFault } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const positionOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const syntax = document.errors[0];
  if (syntax) return { fault: { says: `not readable as YAML: ${firstSentence(syntax.message)}`, path: "", ...positionOf(syntax.pos[0]) } };
  const faultAt = (path: YamlPath, says: string, onKey = false): YamlFault => ({
    says,
    path: pathText(path),
    ...positionOf(offsetOf(document.contents, path, onKey)),
  });
  let plain: unknown;
  try {
    plain = document.toJS();
  } catch (error) {
    return { fault: faultAt([], `not readable as YAML: ${firstSentence(String(error instanceof Error ? error.message : error))}`) };
  }
  const parsed = schema.safeParse(plain, { reportInput: true });
  if (!parsed.success) {
    const jsonSchema = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
    const faults = parsed.error.issues.map((issue) => issueFault(issue, plain, jsonSchema, faultAt));
    // A missing key is often a misspelt one: what stands there wrongly is told before what does not stand there.
    const isMissing = (fault: YamlFault) => (fault.says.startsWith(missing) ? 1 : 0);
    return { fault: faults.toSorted((a, b) => isMissing(a) - isMissing(b) || a.line - b.line || a.column - b.column)[0] };
  }
  const keysAt = (path: YamlPath) => {
    const node = nodeAt(document.contents, path);
    return isMap(node) ? node.items.map((pair) => keyText(pair.key)) : [];
  };
  return { file: { value: parsed.data, faultAt, keysAt } };
}

/** `analyses[2].by` for `["analyses", 2, "by"]`. */
export function pathText(path: YamlPath): string {
  return path.reduce<string>((text, step) => (typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`), "");
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
    if ((isScalar(candidate) || isMap(candidate) || isSeq(candidate)) && candidate.anchor === node.source) target = candidate;
    if (isMap(candidate)) for (const pair of candidate.items) search(pair.value);
    if (isSeq(candidate)) for (const part of candidate.items) search(part);
  };
  search(root);
  return target;
}

function isKey(key: unknown, step: string | number): boolean {
  return keyText(key) === String(step) || (isScalar(key) && String(key.value) === String(step));
}

function keyText(key: unknown): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : String(key);
}

type JsonSchema = {
  type?: string;
  const?: unknown;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
};

function issueFault(issue: z.core.$ZodIssue, plain: unknown, schema: JsonSchema, faultAt: YamlFile<unknown>["faultAt"]): YamlFault {
  const path = issue.path.filter((step) => typeof step !== "symbol");
  const found = shown(valueAt(plain, path));
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = knownKeys(schema, plain, path);
      return faultAt([...path, issue.keys[0]], unknownName(issue.keys[0], "key here", known), true);
    }
    case "invalid_value":
      return faultAt(path, typeof issue.input === "string" ? unknownName(issue.input, "value allowed here", issue.values.map(String)) : `${found} is not one of ${issue.values.join(", ")}`);
    case "invalid_union":
      return unionFault(issue, path, found, schema, faultAt, plain);
    case "invalid_type":
      if (issue.input === undefined) return faultAt(path, missing);
      return faultAt(path, `found ${found}, expected ${typeNames[issue.expected] ?? issue.expected}`);
    case "invalid_key":
      return faultAt(path, `“${String(path.at(-1))}” is no name: ${issue.issues[0]?.message ?? "not allowed"}`, true);
    default:
      return faultAt(path, issue.code === "custom" ? issue.message : `found ${found}: ${issue.message}`);
  }
}

function unionFault(issue: z.core.$ZodIssueInvalidUnion, path: YamlPath, found: string, schema: JsonSchema, faultAt: YamlFile<unknown>["faultAt"], plain: unknown): YamlFault {
  if (!("discriminator" in issue) || issue.discriminator === undefined) return faultAt(path, issue.message === "Invalid input" ? `${found} is not allowed here` : `found ${found}, expected ${issue.message}`);
  const key = String(path.at(-1));
  const options = schemasAt(schema, path.slice(0, -1));
  const known = options.map((option) => String(option.properties?.[key]?.const));
  const value = valueAt(plain, path);
  if (value !== undefined) return faultAt(path, unknownName(String(value), key, known));
  const keys = new Set(options.flatMap((option) => Object.keys(option.properties ?? {})));
  const stray = Object.keys(valueAt(plain, path.slice(0, -1)) ?? {}).find((name) => !keys.has(name));
  if (stray !== undefined) return faultAt([...path.slice(0, -1), stray], unknownName(stray, "key here", [...keys]), true);
  return faultAt(path, `“${key}” is missing; known: ${known.join(", ")}`);
}

const missing = "missing; it must be given";

const typeNames: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list of two",
  object: "a mapping (key: value)",
  record: "a mapping (key: value)",
};

function knownKeys(schema: JsonSchema, plain: unknown, path: YamlPath): string[] {
  const value = valueAt(plain, path) as Record<string, unknown>;
  const options = schemasAt(schema, path).filter((option) => option.properties);
  // Of the alternatives, the one whose constants (`kind: …`) are those of the file.
  const matching = options.filter((option) =>
    Object.entries(option.properties ?? {}).every(([key, property]) => property.const === undefined || property.const === value?.[key]),
  );
  return [...new Set((matching.length > 0 ? matching : options).flatMap((option) => Object.keys(option.properties ?? {})))];
}

function schemasAt(root: JsonSchema, path: YamlPath): JsonSchema[] {
  let here = alternatives(root, root);
  for (const step of path)
    here = here
      .flatMap((schema) => {
        if (typeof step === "number") return schema.items ? [schema.items] : [];
        const property = schema.properties && Object.hasOwn(schema.properties, step) ? schema.properties[step] : schema.additionalProperties;
        return typeof property === "object" ? [property] : [];
      })
      .flatMap((schema) => alternatives(root, schema));
  return here;
}

function alternatives(root: JsonSchema, schema: JsonSchema): JsonSchema[] {
  const target = schema.$ref?.startsWith("#/$defs/") ? root.$defs?.[schema.$ref.slice("#/$defs/".length)] : undefined;
  if (target) return alternatives(root, target);
  const options = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  return options ? options.flatMap((option) => alternatives(root, option)) : [schema];
}

function valueAt(plain: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>((value, step) => (typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[step] : undefined), plain);
}

function shown(value: unknown): string {
  if (typeof value === "string") return `“${value}”`;
  if (value === null || value === undefined) return "nothing";
  return typeof value === "object" ? (Array.isArray(value) ? "a list" : "a mapping") : String(value);
}

function firstSentence(message: string): string {
  return message.split("\n")[0].trim().replace(/[.:]$/, "");
}
