import type { FieldDefinition } from "../dictionary.js";
import type { FieldDifference } from "./annotation.js";

/** A field before it has a table. */
export type FieldDraft = Omit<FieldDefinition, "table">;

/** What makes `wanted` of `given`; undefined where they are the same. `withDifference` is its inverse. */
export function fieldDifference(given: FieldDraft, wanted: FieldDraft): FieldDifference | undefined {
  const parts: [string, unknown][] = [];
  for (const part of plainParts)
    if (JSON.stringify(given[part]) !== JSON.stringify(wanted[part])) parts.push([part, wanted[part] ?? null]);
  if (given.codes.length !== wanted.codes.length) parts.push(["codes", wanted.codes]);
  else {
    const others = given.codes.flatMap(({ value, label }, i) => {
      const code = wanted.codes[i];
      return value === code.value && label === code.label ? [] : [[value, code] as const];
    });
    if (others.length > 0) parts.push(["codes", Object.fromEntries(others)]);
  }
  return parts.length === 0 ? undefined : Object.fromEntries(parts);
}

export function withDifference(given: FieldDraft, { codes, ...difference }: FieldDifference = {}): FieldDraft {
  const parts: [string, unknown][] = Object.entries({ ...given, ...difference });
  return {
    ...(Object.fromEntries(parts.filter(([, part]) => part !== null && part !== undefined)) as unknown as FieldDraft),
    codes: Array.isArray(codes) ? codes : given.codes.map((code) => codes?.[code.value] ?? code),
  };
}

const plainParts = [
  "name",
  "type",
  "label",
  "unit",
  "required",
  "min",
  "max",
  "plausible",
  "partial",
  "identifying",
  "also",
  "spellings",
] as const;
