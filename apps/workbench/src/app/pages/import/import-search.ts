import { z } from "zod";

/** The file that was given, by which `givenFile` knows it; whether its preview is shown; the change by which it was written. */
export const importSearch = z.object({
  file: z.string().optional().catch(undefined),
  step: z.enum(["preview"]).optional().catch(undefined),
  written: z.number().int().optional().catch(undefined),
});
