import { asUser, undoChange as undo } from "@seriatim/registry";
import { z } from "zod";
import { opened } from "./opened.js";
import type { Session } from "./session.js";

export const undoChangeInput = z.strictObject({ change: z.int().min(1), why: z.string().max(1000).optional() });

/** Undoes all that was done in one go, as a new change. @throws RegistryError where it was changed since */
export async function undoChange(
  session: Session,
  { change, why }: z.output<typeof undoChangeInput>,
): Promise<{ rows: number }> {
  const registry = opened(session);
  const rows = await asUser(
    registry,
    (trx) => undo(trx, registry.dictionary, change),
    why === undefined || why.trim() === "" ? {} : { why },
  );
  return { rows };
}
