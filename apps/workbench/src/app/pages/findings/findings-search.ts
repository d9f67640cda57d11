import { z } from "zod";

/** Which findings are shown. */
export const findingsSearch = z.object({
  by: z.enum(["patient"]).optional().catch(undefined),
  show: z.enum(["accepted", "closed"]).optional().catch(undefined),
  kind: z.string().optional().catch(undefined),
  search: z.string().optional().catch(undefined),
});

export type FindingsSearch = z.output<typeof findingsSearch>;
