import { RegistryError } from "@seriatim/registry";
import { z } from "zod";
import type { Session } from "./session.js";

export const givenFileInput = z.strictObject({ file: z.string() });

/** A file that was given before. @throws RegistryError where it is kept no more */
export async function givenFile(
  { home }: Session,
  { file }: z.output<typeof givenFileInput>,
): Promise<{ name: string; size: number }> {
  const given = await home.givenFile(file);
  if (!given) throw new RegistryError("the file is kept no more; drop it again");
  return { name: given.name, size: given.bytes.length };
}
