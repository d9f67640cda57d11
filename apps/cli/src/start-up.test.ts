import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** What a source file and the files that it loads at once import from elsewhere; an `import()` loads later. */
function importedAtOnce(source: URL, seen = new Set<string>()): Set<string> {
  seen.add(source.href);
  for (const [, isType, from] of readFileSync(source, "utf8").matchAll(/^import (type )?[^;]*?from "([^"]+)";/gm)) {
    if (isType) continue;
    if (!from.startsWith(".")) seen.add(from);
    else if (!seen.has(new URL(from.replace(/\.js$/, ".ts"), source).href))
      importedAtOnce(new URL(from.replace(/\.js$/, ".ts"), source), seen);
  }
  return seen;
}

it("the program starts without the statistics, the records and the report, so that its help is there at once", () => {
  const imported = [...importedAtOnce(new URL("./main.ts", import.meta.url))];
  expect(imported.filter((name) => name.startsWith("@"))).toEqual([]);
  expect(imported).toContain("commander");
  const km = importedAtOnce(new URL("./commands/km.ts", import.meta.url));
  expect([...km]).toContain("@seriatim/stats");
  expect([...km]).not.toContain("@seriatim/study");
});
