import { answerFinding as answer, asUser } from "@seriatim/registry";
import { z } from "zod";
import { opened } from "./opened.js";
import type { Session } from "./session.js";

export const answerFindingInput = z.strictObject({
  table: z.string(),
  key: z.array(z.string()).min(1),
  field: z.string(),
  kind: z.string(),
  /** `accepted`: it is so, and does not come back while it says the same. */
  state: z.enum(["answered", "accepted"]),
  says: z.string().max(1000),
});

/** Answers a finding, or accepts it with a reason. @throws RegistryError where there is none, or nothing is said */
export async function answerFinding(
  session: Session,
  { state, says, ...finding }: z.output<typeof answerFindingInput>,
): Promise<null> {
  await asUser(opened(session), (trx) => answer(trx, finding, { state, says }));
  return null;
}
