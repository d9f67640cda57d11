import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { hannover, onBothEngines } from "../fixtures/registries.js";
import { asUser, type Registry } from "../registry.js";
import { recordFiles } from "../rows/record-files.js";
import { importFile } from "./import-file.js";
import { parseMapping } from "./parse-mapping.js";

const read = (name: string) => readFileSync(new URL(name, hannover));

async function csvOf(registry: Registry, table: string): Promise<string[][]> {
  const files = await asUser(registry, (trx) => recordFiles(trx, registry.dictionary));
  return new TextDecoder()
    .decode(files[table].bytes)
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));
}

function withoutColumnsThatStayEmpty(tidy: string, kept: string[][]): string[][] {
  const rows = tidy
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));
  const has = rows[0].map((_, j) => kept.slice(1).some((row) => row[j] !== ""));
  return rows.map((row) => row.map((cell, j) => (j < has.length && !has[j] && row !== rows[0] ? "" : cell)));
}

onBothEngines("importFile", (engine) => {
  for (const name of ["as-kept.csv", "as-kept.xlsx"])
    it(`makes exactly the tidy tables of ${name}, in all columns that it has`, async () => {
      const registry = await engine.registry();
      const mapping = parseMapping(
        read("as-kept.mapping.yaml").toString(),
        "as-kept.mapping.yaml",
        registry.dictionary,
      );
      const plan = await importFile(registry, { name, bytes: read(name) }, mapping, { centre: "Hannover" });
      expect(plan.tables.map(({ definition, added, refused }) => [definition.name, added.length, refused])).toEqual([
        ["patients", 26, []],
        ["resections", 34, []],
      ]);
      for (const table of ["patients", "resections"]) {
        const kept = await csvOf(registry, table);
        expect(kept).toEqual(withoutColumnsThatStayEmpty(read(`${table}.csv`).toString(), kept));
      }
      const again = await importFile(registry, { name, bytes: read(name) }, mapping, { centre: "Hannover" });
      expect(again.tables.map(({ added, changed, unchanged }) => [added.length, changed.length, unchanged])).toEqual([
        [0, 0, 26],
        [0, 0, 34],
      ]);
    });
});
