import type { Results } from "./results.js";

/**
 * Results as the text of their file: JSON, every entry of a list on a line of its own, in the order in which they were made.
 *
 * @throws TypeError where a number is not finite: JSON would write it as null, as if it were known to be nothing
 */
export function stringifyResults(results: Results): string {
  const parts = Object.entries(results).map(([key, value]) => {
    if (!Array.isArray(value)) return `${JSON.stringify(key)}: ${json(value, key)}`;
    const lines = value.map((entry, i) => `\n${json(entry, `${key}[${i}]`)}`);
    return `${JSON.stringify(key)}: [${lines.join(",")}${lines.length > 0 ? "\n" : ""}]`;
  });
  return `{\n${parts.join(",\n")}\n}\n`;
}

function json(value: unknown, path: string): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (typeof part === "number" && !Number.isFinite(part))
      throw new TypeError(`${path}: ${key} is ${part}; results hold finite numbers or null`);
    return part;
  });
}
