import { isFullDate, parsePartialDate } from "@seriatim/records";
import { asUser, checkRegistry as check, RegistryError } from "@seriatim/registry";
import { z } from "zod";
import { opened, today } from "./opened.js";
import type { Session } from "./session.js";

export const checkRegistryInput = z.strictObject({
  /** No date may lie after this day, `2026-01-31`; today where it is not given. */
  asOf: z.string().max(20).optional(),
});

/** All rules over all records; what they find is opened, what they find no more closed. */
export async function checkRegistry(
  session: Session,
  { asOf }: z.output<typeof checkRegistryInput>,
): Promise<{ opened: number; closed: number; accepted: number }> {
  const registry = opened(session);
  const day = asOf === undefined || asOf === "" ? today(session) : dayOf(asOf);
  const { change } = await asUser(registry, (trx) => check(trx, registry.dictionary, { asOf: day }));
  return { opened: change.opened, closed: change.closed, accepted: change.accepted };
}

function dayOf(text: string) {
  const read = parsePartialDate(text);
  if (read?.date && isFullDate(read.date)) return read.date;
  throw new RegistryError(`“${text}” is no day; write it as 2026-01-31`);
}
