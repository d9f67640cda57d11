import { cpSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, describe, expect, inject, it } from "vitest";
import { expectWhole } from "../fixtures/expect-whole.js";
import { importTidy } from "../fixtures/fill.js";
import { mayMount, type TinyDisk, tinyDisk } from "../fixtures/tiny-disk.js";
import { openRegistry } from "../open-registry.js";
import { asUser, type Registry } from "../registry.js";

const timeout = 300_000;
const megabyte = 1024 * 1024;
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** A registry with one patient, on a disk that has as much left. */
async function registryWith(free: number): Promise<{ disk: TinyDisk; registry: Registry }> {
  const disk = tinyDisk(100, undo);
  cpSync(inject("template"), join(disk.folder, "registry"), { recursive: true });
  const registry = await open(disk);
  await importPatients(registry, "A", 1);
  const { blocks, bavail, bsize } = statfsSync(disk.folder);
  disk.resize(Math.ceil(((blocks - bavail) * bsize) / megabyte) + free);
  return { disk, registry };
}

async function open({ folder }: TinyDisk): Promise<Registry> {
  const registry = await openRegistry({ at: join(folder, "registry"), shown: "registry" }, { user: "anna" });
  undo.push(() => registry.engine.close().catch(() => {}));
  return registry;
}

function importPatients(registry: Registry, letter: string, count: number) {
  const rows = Array.from({ length: count }, (_, i) => `${letter}${i},male,1950,alive,2001`);
  return importTidy(registry, "patients", `patient,sex,date_of_birth,status,date_last_seen\n${rows.join("\n")}\n`);
}

/** How many patients there are by the first letter of their number; the history holds, and says the same. */
async function patientsIn(registry: Registry): Promise<Record<string, number>> {
  await expectWhole(registry);
  return asUser(registry, async (trx) => {
    const { rows } = await sql<{ letter: string; count: number }>`
      select left(patient, 1) as letter, count(*) from records.patients group by 1 order by 1`.execute(trx);
    return Object.fromEntries(rows.map(({ letter, count }) => [letter, count]));
  });
}

describe.skipIf(!mayMount())("a registry in a folder on a disk that is full", () => {
  it(
    "refuses an import for which a table's file has no room, keeps what it had, and goes on when there is room",
    async () => {
      const { disk, registry } = await registryWith(1);
      await expect(importPatients(registry, "B", 4_000)).rejects.toMatchObject({
        name: "RegistryError",
        message: "registry: the disk is full; nothing of this change was written",
      });
      disk.resize(100);
      expect(await patientsIn(registry)).toEqual({ A: 1 });
      await importPatients(registry, "B", 4_000);
      expect(await patientsIn(registry)).toEqual({ A: 1, B: 4_000 });
    },
    timeout,
  );

  it(
    "can be closed where not a byte is left, and opened again when there is room",
    async () => {
      const { disk, registry } = await registryWith(1);
      disk.fill();
      await registry.engine.close();
      await expect(open(disk)).rejects.toThrow(
        "registry: the disk is full; nothing is lost: make space, then open the registry again",
      );
      disk.resize(100);
      expect(await patientsIn(await open(disk))).toEqual({ A: 1 });
    },
    timeout,
  );

  it(
    "stops where the log has no room, says so to all who ask, and has what was acknowledged when it is opened again",
    async () => {
      const { disk, registry } = await registryWith(15);
      let acknowledged = 0;
      const refused = (async () => {
        for (; acknowledged < 30; acknowledged++)
          await importPatients(registry, String.fromCharCode(66 + acknowledged), 2_000);
      })();
      await expect(refused).rejects.toMatchObject({
        name: "RegistryError",
        message: expect.stringMatching(
          /^registry: the disk is full; (nothing of this change was written|whether this change was written is not known: look before you make it again); close and open the registry again$/,
        ),
      });
      for (let i = 0; i < 3; i++)
        await expect(importPatients(registry, "Z", 1)).rejects.toMatchObject({
          name: "RegistryError",
          message: "registry: the database has stopped, for the disk was full; close and open the registry again",
        });
      await registry.engine.close();
      await expect(open(disk)).rejects.toMatchObject({
        name: "RegistryError",
        message: "registry: the disk is full; nothing is lost: make space, then open the registry again",
      });
      disk.resize(150);
      const again = await open(disk);
      const { A, Z, ...imports } = await patientsIn(again);
      expect([A, Z]).toEqual([1, undefined]);
      // The one that was refused while it was being finished may be there, whole.
      expect(Object.values(imports).every((count) => count === 2_000)).toBe(true);
      expect([acknowledged, acknowledged + 1]).toContain(Object.keys(imports).length);
      await importPatients(again, "Z", 1);
      expect(await patientsIn(again)).toMatchObject({ A: 1, Z: 1 });
    },
    timeout,
  );
});
