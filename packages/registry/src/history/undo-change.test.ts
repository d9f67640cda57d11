import { expect, it } from "vitest";
import { expectWhole } from "../fixtures/expect-whole.js";
import { importTidy } from "../fixtures/fill.js";
import { onBothEngines } from "../fixtures/registries.js";
import { asUser, type Registry } from "../registry.js";
import { recordFiles } from "../rows/record-files.js";
import { readHistory } from "./read-history.js";
import { undoChange } from "./undo-change.js";

async function patients(registry: Registry): Promise<string> {
  const { patients: file } = await asUser(registry, (trx) => recordFiles(trx, registry.dictionary));
  const lines = new TextDecoder().decode(file.bytes).trimEnd().split("\n").slice(1);
  return lines.map((line) => line.split(",").slice(0, 2).join(" ")).join("; ");
}

async function lastChange(registry: Registry): Promise<number> {
  const entries = await asUser(registry, (trx) => readHistory(trx, { limit: 1 }));
  return entries[0].change;
}

const undo = (registry: Registry, change: number) =>
  asUser(registry, (trx) => undoChange(trx, registry.dictionary, change));

onBothEngines("undoChange", (engine) => {
  it("takes back what was entered and what was changed, and what undid it", async () => {
    const registry = await engine.registry();
    await importTidy(registry, "patients", "patient,sex\nP1,male\nP2,female\n");
    await importTidy(registry, "patients", "patient,sex\nP1,female\nP3,male\n");
    const second = await lastChange(registry);
    expect(await undo(registry, second + 1)).toBe(2);
    expect(await patients(registry)).toBe("P1 male; P2 female");
    expect(await undo(registry, await lastChange(registry))).toBe(2);
    expect(await patients(registry)).toBe("P1 female; P2 female; P3 male");
    await expectWhole(registry);
  });

  it("takes nothing back where one of the rows was changed since, and says which", async () => {
    const registry = await engine.registry();
    await importTidy(registry, "patients", "patient,sex\nP1,male\nP2,female\n");
    const first = await lastChange(registry);
    await importTidy(registry, "patients", "patient,sex\nP2,male\n");
    await expect(undo(registry, first)).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining("patient P2 was changed"),
    });
    expect(await patients(registry)).toBe("P1 male; P2 male");
  });

  it("takes nothing back where another row needs what was entered", async () => {
    const registry = await engine.registry();
    await importTidy(registry, "patients", "patient,sex\nP1,male\n");
    const first = await lastChange(registry);
    await importTidy(
      registry,
      "resections",
      "patient,number,date,extrahepatic_tumour,r_status\nP1,1,1990-01-01,no,R0\n",
    );
    await expect(undo(registry, first)).rejects.toMatchObject({ kind: "conflict" });
    await expectWhole(registry);
  });

  it("refuses what is no change of records", async () => {
    const registry = await engine.registry();
    await expect(undo(registry, 1)).rejects.toThrow("the change of entry 1 touched no record");
    await expect(undo(registry, 9_999)).rejects.toThrow("there is no entry 9999 in the history");
  });
});
