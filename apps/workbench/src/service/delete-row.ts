import { asUser, deleteRows, RegistryError } from "@seriatim/registry";
import { z } from "zod";
import { opened, tableNamed } from "./opened.js";
import { rowOfKey } from "./save-row.js";
import type { Session } from "./session.js";

export const deleteRowInput = z.strictObject({
  table: z.string(),
  key: z.array(z.string()).min(1),
  /** The version that was seen. */
  version: z.int().min(1),
  why: z.string().max(1000).optional(),
});

/** Removes a row; the history keeps it. @throws RegistryError of kind `conflict` where others belong to it, or it was changed meanwhile */
export async function deleteRow(
  session: Session,
  { table, key, version, why }: z.output<typeof deleteRowInput>,
): Promise<null> {
  const registry = opened(session);
  const definition = tableNamed(registry, table);
  await asUser(
    registry,
    async (trx) => {
      const row = await rowOfKey(trx, registry.dictionary, definition, key);
      if (!row) throw new RegistryError(`${definition.one} ${key.join(", ")} was removed meanwhile`, "conflict");
      await deleteRows(trx, definition, [{ ...row, version }]);
    },
    why === undefined || why.trim() === "" ? {} : { why },
  );
  return null;
}
