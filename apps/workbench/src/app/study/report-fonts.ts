import regular from "@fontsource/source-sans-3/files/source-sans-3-latin-400-normal.woff2?url";
import semibold from "@fontsource/source-sans-3/files/source-sans-3-latin-600-normal.woff2?url";
import type { FontFace } from "@seriatim/report";

/** Where this page has the fonts of the report. */
export const fontAddresses = [
  { weight: 400, url: regular },
  { weight: 600, url: semibold },
] as const;

/** The fonts that a report carries with it, as the command line's does; none where they cannot be read. */
export async function reportFonts(): Promise<FontFace[]> {
  try {
    return await Promise.all(
      fontAddresses.map(async ({ weight, url }) => {
        const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
        let binary = "";
        for (const byte of bytes) binary += String.fromCharCode(byte);
        return { family: "Source Sans 3", weight, woff2: btoa(binary) };
      }),
    );
  } catch {
    return [];
  }
}
