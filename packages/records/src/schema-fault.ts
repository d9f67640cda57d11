import { z } from "zod";
import { unknownName } from "./nearest-name.js";

/** A position in a YAML file: keys and 0-based list places. */
export type YamlPath = readonly (string | number)[];

interface SchemaFault {
  path: YamlPath;
  /** What was found and what is allowed. */
  says: string;
  /** Whether the key itself is at fault, not what it holds. */
  onKey: boolean;
  isMissing: boolean;
}

/** What a schema finds wrong with a plain value, in our words: an unknown name with the known ones, nearest first. */
export function schemaFaults(issues: readonly z.core.$ZodIssue[], plain: unknown, schema: z.ZodType): SchemaFault[] {
  const jsonSchema = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  return issues.map((issue) => issueFault(issue, plain, jsonSchema));
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

function issueFault(issue: z.core.$ZodIssue, plain: unknown, schema: JsonSchema): SchemaFault {
  const path = issue.path.filter((step) => typeof step !== "symbol");
  const found = shown(valueAt(plain, path));
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = knownKeys(schema, plain, path);
      return at([...path, issue.keys[0]], unknownName(issue.keys[0], "key here", known), true);
    }
    case "invalid_value":
      return at(
        path,
        typeof issue.input === "string"
          ? unknownName(issue.input, "value allowed here", issue.values.map(String))
          : `${found} is not one of ${issue.values.join(", ")}`,
      );
    case "invalid_union":
      return unionFault(issue, path, found, schema, plain);
    case "invalid_type":
      if (issue.input === undefined) return { ...at(path, "missing; it must be given"), isMissing: true };
      return at(path, `found ${found}, expected ${typeNames[issue.expected] ?? issue.expected}`);
    case "too_small":
    case "too_big": {
      // The schema's own words, where it has some.
      if (!/^Too (small|big)/.test(issue.message))
        return at(
          path,
          `found ${Array.isArray(issue.input) && issue.input.length === 0 ? "an empty list" : found}: ${issue.message}`,
        );
      const size = Array.isArray(issue.input) ? `a list of ${issue.input.length}` : found;
      return at(path, `found ${size}, expected ${sizeText(issue)}`);
    }
    case "invalid_key":
      return at(path, `“${String(path.at(-1))}” is no name: ${issue.issues[0]?.message ?? "not allowed"}`, true);
    default:
      return at(path, issue.code === "custom" ? issue.message : `found ${found}: ${issue.message}`);
  }
}

function unionFault(
  issue: z.core.$ZodIssueInvalidUnion,
  path: YamlPath,
  found: string,
  schema: JsonSchema,
  plain: unknown,
): SchemaFault {
  if (!("discriminator" in issue) || issue.discriminator === undefined) {
    // Of the alternatives, the only one that takes what stands here and finds fault with a part of it.
    const within = issue.errors.filter((faults) => faults.every((fault) => fault.path.length > 0));
    if (within.length === 1 && within[0].length > 0)
      return issueFault({ ...within[0][0], path: [...path, ...within[0][0].path] }, plain, schema);
    return at(
      path,
      issue.message === "Invalid input" ? `${found} is not allowed here` : `found ${found}, expected ${issue.message}`,
    );
  }
  const key = String(path.at(-1));
  const options = schemasAt(schema, path.slice(0, -1), plain);
  const known = options.map((option) => String(option.properties?.[key]?.const));
  const value = valueAt(plain, path);
  if (value !== undefined) return at(path, unknownName(String(value), key, known));
  const keys = new Set(options.flatMap((option) => Object.keys(option.properties ?? {})));
  const stray = Object.keys(valueAt(plain, path.slice(0, -1)) ?? {}).find((name) => !keys.has(name));
  if (stray !== undefined) return at([...path.slice(0, -1), stray], unknownName(stray, "key here", [...keys]), true);
  return at(path, `“${key}” is missing; known: ${known.join(", ")}`);
}

function sizeText(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const size = Number(issue.code === "too_small" ? issue.minimum : issue.maximum);
  const limit = `${issue.code === "too_small" ? "at least" : "at most"} ${size}`;
  if (issue.origin === "string") return `${limit} character${size === 1 ? "" : "s"}`;
  // A tuple's faults say array too.
  return issue.origin === "array" ? `${limit} ${size === 1 ? "entry" : "entries"}` : limit;
}

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
  const value = valueAt(plain, path);
  const options = schemasAt(schema, path, plain).filter((option) => option.properties);
  return [...new Set(fitting(options, value).flatMap((option) => Object.keys(option.properties ?? {})))];
}

/** Of the alternatives, the one whose constants (`kind: …`) are those of the file. */
function fitting(options: JsonSchema[], value: unknown): JsonSchema[] {
  const found = options.filter((option) =>
    Object.entries(option.properties ?? {}).every(
      ([key, property]) => property.const === undefined || property.const === valueAt(value, [key]),
    ),
  );
  return found.length > 0 ? found : options;
}

function schemasAt(root: JsonSchema, path: YamlPath, plain: unknown): JsonSchema[] {
  let here = alternatives(root, root);
  path.forEach((step, depth) => {
    here = fitting(here, valueAt(plain, path.slice(0, depth)))
      .flatMap((schema) => {
        if (typeof step === "number") return schema.items ? [schema.items] : [];
        const property =
          schema.properties && Object.hasOwn(schema.properties, step)
            ? schema.properties[step]
            : schema.additionalProperties;
        return typeof property === "object" ? [property] : [];
      })
      .flatMap((schema) => alternatives(root, schema));
  });
  return here;
}

function alternatives(root: JsonSchema, schema: JsonSchema): JsonSchema[] {
  const target = schema.$ref?.startsWith("#/$defs/") ? root.$defs?.[schema.$ref.slice("#/$defs/".length)] : undefined;
  if (target) return alternatives(root, target);
  const options = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  return options ? options.flatMap((option) => alternatives(root, option)) : [schema];
}

function at(path: YamlPath, says: string, onKey = false): SchemaFault {
  return { path, says, onKey, isMissing: false };
}

function valueAt(plain: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[step] : undefined,
    plain,
  );
}

function shown(value: unknown): string {
  // A CSV that is given for a study is one long text to the YAML library, and its patients are not told.
  if (typeof value === "string") return value.length > 60 ? "a long text" : `“${value}”`;
  if (value === null || value === undefined) return "nothing";
  return typeof value === "object" ? (Array.isArray(value) ? "a list" : "a mapping") : String(value);
}
