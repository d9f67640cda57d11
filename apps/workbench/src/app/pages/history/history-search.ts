import { z } from "zod";

const text = z.union([z.string(), z.number()]).transform(String).optional().catch(undefined);
const number = z.int().min(1).optional().catch(undefined);

/** What the page of the history shows: its filters, the change `before` which its page begins, and the `change` that is open. */
export const historySearch = z.object({
  patient: text,
  who: text,
  action: z.string().optional().catch(undefined),
  /** YYYY-MM-DD, of the reader's time zone. */
  day: text,
  before: number,
  change: number,
});

export type HistorySearch = z.output<typeof historySearch>;
