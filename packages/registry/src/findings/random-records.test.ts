import { syntheticRecords } from "@seriatim/records";
import { liverSurgeryDictionary } from "@seriatim/records/liver-surgery";
import { expect, it } from "vitest";
import { importTidy } from "../fixtures/fill.js";
import { hannoverDictionary, onBothEngines } from "../fixtures/registries.js";
import { byQueries, byRecords } from "../fixtures/same-findings.js";

onBothEngines("the queries and the record checker", (engine) => {
  for (const [name, text, seed] of [
    ["the Hannover dictionary", hannoverDictionary, 1],
    ["the dictionary of liver surgery", liverSurgeryDictionary(), 2],
  ] as const)
    it(`find the same in random records with faults, by ${name}`, async () => {
      const registry = await engine.registry(text);
      for (const { table, columns, rows } of syntheticRecords(registry.dictionary, {
        patients: 60,
        seed,
        faults: 0.2,
      })) {
        const lines = [columns, ...rows].map((cells) =>
          cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","),
        );
        await importTidy(registry, table, `${lines.join("\n")}\n`);
      }
      const found = await byRecords(registry);
      expect(found.length).toBeGreaterThan(20);
      expect(await byQueries(registry)).toEqual(found);
    });
});
