import { z } from "zod";

/** What the patient's page shows: `table` and `row` that is edited (its key, or `new`), and the `field` that is meant. */
export const patientSearch = z.object({
  table: z.string().optional().catch(undefined),
  row: z.array(z.string()).optional().catch(undefined),
  field: z.string().optional().catch(undefined),
});
