import { z } from "zod";

/** The file that was given, by which `givenFile` knows it. */
export const importSearch = z.object({ file: z.string().optional().catch(undefined) });
