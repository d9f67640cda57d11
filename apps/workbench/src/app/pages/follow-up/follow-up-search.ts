import { z } from "zod";

const text = z.union([z.string(), z.number()]).transform(String).optional().catch(undefined);

/** What the page of the follow-up shows: as of a day, by an interval in months, and the `patient` whose contact is entered. */
export const followUpSearch = z.object({
  asOf: text,
  every: z.int().min(1).max(600).optional().catch(undefined),
  patient: text,
});

export type FollowUpSearch = z.output<typeof followUpSearch>;
