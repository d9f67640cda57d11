import { applyImport, asUser, RegistryError, readHistory, saveMapping, writesNothing } from "@seriatim/registry";
import { z } from "zod";
import { keptFile, mappingName } from "./file-to-import.js";
import { opened } from "./opened.js";
import { countsOf, plannedFile, plannedFileInput } from "./planned-file.js";
import type { Session } from "./session.js";

export const applyFileInput = plannedFileInput.extend({
  /** By table, as the preview showed it: what the person has agreed to. */
  agreed: z.record(z.string(), z.strictObject({ added: z.int(), changed: z.int() })),
  why: z.string().max(1000).optional(),
});

/**
 * Imports a file, whole or not at all, and keeps its mapping for the next of its name.
 *
 * @returns the number by which all of it is undone
 * @throws RegistryError of kind `conflict` where it would write something else than was agreed to; then nothing is written
 */
export async function applyFile(
  session: Session,
  { agreed, why, ...input }: z.output<typeof applyFileInput>,
): Promise<{ change: number; written: Record<string, { added: number; changed: number }> }> {
  const registry = opened(session);
  const given = await keptFile(session, input.file);
  const done = await asUser(
    registry,
    async (trx) => {
      const plan = await plannedFile(trx, registry, given, input);
      const written = countsOf(plan);
      if (writesNothing(plan)) throw new RegistryError("there is nothing to write", "conflict");
      const differs = Object.keys({ ...written, ...agreed }).some(
        (table) => written[table]?.added !== agreed[table]?.added || written[table]?.changed !== agreed[table]?.changed,
      );
      if (differs)
        throw new RegistryError(
          "the records were changed meanwhile, and the file would now write something else; look at the preview again",
          "conflict",
        );
      await applyImport(trx, plan);
      const [{ change }] = await readHistory(trx, { limit: 1 });
      return { change, written };
    },
    why === undefined || why.trim() === "" ? {} : { why },
  );
  const { mapping } = input;
  if (mapping !== null) await asUser(registry, (trx) => saveMapping(trx, mappingName(given), mapping));
  return done;
}
