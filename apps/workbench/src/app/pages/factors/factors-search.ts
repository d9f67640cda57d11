import { z } from "zod";

export const factorsViews = ["models", "table", "hazards", "spline"] as const;

/** What the page of the factors shows: in its address. What cannot be read of it is as if it were not there. */
export const factorsSearch = z.object({
  view: z.enum(factorsViews).optional().catch(undefined),
  /** The analyses that are shown: of factors, and of baseline characteristics. */
  analysis: z.string().optional().catch(undefined),
  table: z.string().optional().catch(undefined),
  /** Of the spline. */
  factor: z.string().optional().catch(undefined),
  adjusted: z.boolean().optional().catch(undefined),
  knots: z.number().int().min(3).max(7).optional().catch(undefined),
  /** The univariable model whose hazards are shown; the multivariable one where there is none. */
  alone: z.string().optional().catch(undefined),
});

export type FactorsSearch = z.output<typeof factorsSearch>;
export type FactorsView = (typeof factorsViews)[number];
