import { z } from "zod";

/** Which cohort the page shows. */
export const cohortSearch = z.object({ cohort: z.string().optional().catch(undefined) });
