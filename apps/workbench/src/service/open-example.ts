import { readTable } from "@seriatim/records";
import { asUser, importFile, pageRows, type Registry, tidyMapping } from "@seriatim/registry";
import { z } from "zod";
import { patientTable } from "./patient-table.js";
import type { Session } from "./session.js";

export const openExampleInput = z.strictObject({});

/** Opens the Hannover example, and makes it first where it is not there. */
export async function openExample({ home, who }: Session, _input: z.output<typeof openExampleInput>): Promise<null> {
  const { dictionary, records } = await home.example();
  const isThere = (await home.kept()).includes("example");
  const registry = isThere ? await home.open("example", who) : await home.create("example", dictionary, who);
  // Made before, and ended before it was filled.
  if (await isEmpty(registry)) await fill(registry, records);
  return null;
}

async function fill(registry: Registry, files: readonly { name: string; bytes: Uint8Array }[]): Promise<void> {
  for (const file of files) {
    const mapping = tidyMapping(registry.dictionary, readTable(file.bytes, { file: file.name }));
    await importFile(registry, file, mapping, { centre: "Hannover", why: "the published series, reconstructed" });
  }
}

async function isEmpty(registry: Registry): Promise<boolean> {
  const table = patientTable(registry.dictionary);
  return (await asUser(registry, (trx) => pageRows(trx, table, { offset: 0, limit: 0 }))).total === 0;
}
