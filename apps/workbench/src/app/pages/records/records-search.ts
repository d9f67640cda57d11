import { z } from "zod";

const filter = z.object({
  field: z.string(),
  contains: z.string().optional(),
  oneOf: z.array(z.string()).optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  recorded: z.boolean().optional(),
});

/** What the page of the records shows: in its address. What cannot be read of it is as if it were not there. */
export const recordsSearch = z.object({
  table: z.string().optional().catch(undefined),
  search: z.string().optional().catch(undefined),
  filters: z.array(filter).optional().catch(undefined),
  sort: z.object({ field: z.string(), descending: z.boolean() }).optional().catch(undefined),
  columns: z.array(z.string()).optional().catch(undefined),
});

export type RecordsSearch = z.output<typeof recordsSearch>;
export type Filter = z.output<typeof filter>;
