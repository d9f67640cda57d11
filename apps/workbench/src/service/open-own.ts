import { z } from "zod";
import type { Session } from "./session.js";

export const openOwnInput = z.strictObject({});

/** Opens the user's registry, and makes it first, empty, where it is not there. */
export async function openOwn({ home, who }: Session, _input: z.output<typeof openOwnInput>): Promise<null> {
  if ((await home.kept()).includes("own")) await home.open("own", who);
  else await home.create("own", await home.newDictionary(), who);
  return null;
}
