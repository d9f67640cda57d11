import {
  asUser,
  type HistoryAction,
  type HistoryEntry,
  type Registry,
  RegistryError,
  readHistory,
} from "@seriatim/registry";
import { z } from "zod";
import { placeOf } from "./history-changes.js";
import { opened, seesValuesOnly } from "./opened.js";
import { rowChange } from "./patient-history.js";
import type { Session } from "./session.js";

export const historyEntriesInput = z.strictObject({
  change: z.int().min(1),
  /** Only those of a patient. */
  key: z.array(z.string()).min(1).optional(),
  /** Entries before this one. */
  before: z.int().min(1).optional(),
  limit: z.int().min(1).max(1000).default(100),
  /** Gives values that could tell who the patient is, too. */
  identifying: z.boolean().default(false),
});

/** One row that was changed, or something else that was done. */
export interface ShownEntry {
  seq: number;
  action: HistoryAction;
  table: string | null;
  subject: string | null;
  key: string[];
  /** Null are values that could tell who the patient is and were not asked for. */
  fields: { field: string; before: string | null; after: string | null }[];
}

/** What was done in one change, row by row and field by field, the latest first. */
export async function historyEntries(
  session: Session,
  { change, key, before, limit, identifying }: z.output<typeof historyEntriesInput>,
): Promise<{ entries: ShownEntry[]; hasMore: boolean }> {
  const registry = opened(session);
  if (identifying && seesValuesOnly(registry))
    throw new RegistryError("who only analyses does not see what could tell who a patient is", "refused");
  const found = await asUser(registry, (trx) =>
    readHistory(trx, {
      change,
      ...(key === undefined ? {} : { key }),
      ...(before === undefined ? {} : { before }),
      limit: limit + 1,
    }),
  );
  return {
    entries: found.slice(0, limit).map((entry) => shownEntry(registry, entry, identifying)),
    hasMore: found.length > limit,
  };
}

function shownEntry(registry: Registry, entry: HistoryEntry, identifying: boolean): ShownEntry {
  const { seq, action, subject, key } = entry;
  const place = placeOf(subject);
  const about = { seq, action, ...place, key: key ?? [] };
  if (place.table === null) return { ...about, fields: detailsOf(entry) };
  const known = registry.wholeDictionary.tables[place.table]?.fields ?? {};
  // A field that the dictionary has no more may have been one that identifies.
  const isHidden = (field: string) => !identifying && (known[field]?.identifying ?? true);
  const fields = rowChange(registry.wholeDictionary, entry, new Set()).flatMap((row) => row.fields);
  return {
    ...about,
    fields: fields.map(({ field, before, after }) =>
      isHidden(field) ? { field, before: null, after: null } : { field, before, after },
    ),
  };
}

const longestDetail = 1_000;

/** What is told of what is no record: an import's file, a user's roles. */
function detailsOf({ before, after }: HistoryEntry): ShownEntry["fields"] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].flatMap((field) => {
    const [was, is] = [detail(before?.[field]), detail(after?.[field])];
    return field.startsWith("_") || was === is ? [] : [{ field, before: was, after: is }];
  });
}

function detail(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.length > longestDetail ? `${text.slice(0, longestDetail)} …` : text;
}
