import { z } from "zod";

export const reportViews = ["preview", "study"] as const;

/** What the page of the report shows: in its address. What cannot be read of it is as if it were not there. */
export const reportSearch = z.object({
  view: z.enum(reportViews).optional().catch(undefined),
  /** The analyses that are no section of the report. */
  without: z.array(z.string()).optional().catch(undefined),
});

export type ReportSearch = z.output<typeof reportSearch>;
