import type { Case } from "../conformance/case.js";

/** A case as its file holds it: lists of figures and short objects on one line, everything else a line an entry. */
export function caseJson(recorded: Partial<Case>): string {
  return `${written(recorded, "")}\n`;
}

function written(value: unknown, indent: string): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const line = onOneLine(value);
  if (line !== undefined && (isList(value) || line.length <= 100)) return line;
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((entry) => `${deeper}${written(entry, deeper)}`)
    : Object.entries(value).map(([key, entry]) => `${deeper}${JSON.stringify(key)}: ${written(entry, deeper)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${parts.join(",\n")}\n${indent}${close}`;
}

/** The value on one line, unless it is a matrix or holds one. */
function onOneLine(value: unknown): string | undefined {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value) && value.some(Array.isArray)) return undefined;
  const parts = Array.isArray(value)
    ? value.map(onOneLine)
    : Object.entries(value).map(([key, entry]) => {
        const line = onOneLine(entry);
        return line === undefined ? undefined : `${JSON.stringify(key)}: ${line}`;
      });
  if (parts.includes(undefined)) return undefined;
  if (Array.isArray(value)) return `[${parts.join(", ")}]`;
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

function isList(value: object): boolean {
  return Array.isArray(value) && value.every((entry) => entry === null || typeof entry !== "object");
}
