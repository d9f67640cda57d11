import { createRequire } from "node:module";
import type { FontFace } from "@seriatim/report";
import type { CliIo } from "./cli-io.js";

/** The fonts that a report carries with it, so that it looks alike on every machine: Source Sans 3, regular and semibold. */
export async function reportFonts({ files }: Pick<CliIo, "files">): Promise<FontFace[]> {
  const { resolve } = createRequire(import.meta.url);
  return Promise.all(
    [400, 600].map(async (weight) => {
      const path = resolve(`@fontsource/source-sans-3/files/source-sans-3-latin-${weight}-normal.woff2`);
      return { family: "Source Sans 3", weight, woff2: Buffer.from(await files.readFile(path)).toString("base64") };
    }),
  );
}
