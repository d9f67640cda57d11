import { z } from "zod";
import type { Session } from "./session.js";

export const receiveFileInput = z.strictObject({
  name: z.string().min(1).max(255),
  bytes: z.instanceof(Uint8Array),
});

/** Takes a file that the user dropped, and keeps it until it is imported: `file` stands for it from then on. */
export async function receiveFile(
  { home }: Session,
  { name, bytes }: z.output<typeof receiveFileInput>,
): Promise<{ file: string; name: string; size: number }> {
  return {
    file: await home.keepFile({ name: withoutFolder(name), bytes }),
    name: withoutFolder(name),
    size: bytes.length,
  };
}

function withoutFolder(name: string): string {
  return name.split(/[/\\]/).at(-1) || "file";
}
