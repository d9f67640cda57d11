import { z } from "zod";

const conventions = z.object({
  type: z.enum(["log-log", "log", "plain", "logit", "arcsin", "none"]),
  level: z.number().gt(0).lt(1),
  partialDates: z.enum(["first", "middle", "last"]),
});

/** Which analysis the page shows, at which time its curves are read, and with which conventions it is compared. */
export const survivalSearch = z.object({
  analysis: z.string().optional().catch(undefined),
  at: z.number().min(0).optional().catch(undefined),
  against: conventions.optional().catch(undefined),
});

export type SurvivalSearch = z.output<typeof survivalSearch>;
export type Conventions = z.output<typeof conventions>;
