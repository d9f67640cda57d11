import { asUser, type ChangePart, historyActions, listUsers, readChanges } from "@seriatim/registry";
import { z } from "zod";
import { opened } from "./opened.js";
import type { Session } from "./session.js";

export const historyChangesInput = z.strictObject({
  /** The key of a patient. */
  key: z.array(z.string()).min(1).optional(),
  who: z.string().max(200).optional(),
  action: z.enum(historyActions).optional(),
  /** A span of time, ISO 8601 with zone: from, and until but not at. */
  from: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  /** Changes before this one. */
  before: z.int().min(1).optional(),
  limit: z.int().min(1).max(1000).default(100),
});

/** What was done in one go. */
export interface HistoryChange {
  change: number;
  /** ISO 8601, UTC. */
  at: string;
  who: string;
  why: string | null;
  parts: (Omit<ChangePart, "subject"> & {
    /** A table of the dictionary. */
    table: string | null;
    /** What else it was done to: users, findings. */
    subject: string | null;
  })[];
}

export interface HistoryChanges {
  changes: HistoryChange[];
  /** Whether there are earlier ones. */
  hasMore: boolean;
  users: string[];
}

/** Who changed what, when and why, the latest first. */
export async function historyChanges(
  session: Session,
  { key, who, action, from, until, before, limit }: z.output<typeof historyChangesInput>,
): Promise<HistoryChanges> {
  const registry = opened(session);
  const found = await asUser(registry, (trx) =>
    readChanges(trx, {
      ...(key === undefined ? {} : { key }),
      ...(who === undefined ? {} : { who }),
      ...(action === undefined ? {} : { action }),
      ...(from === undefined ? {} : { from: new Date(from) }),
      ...(until === undefined ? {} : { until: new Date(until) }),
      ...(before === undefined ? {} : { before }),
      limit: limit + 1,
    }),
  );
  return {
    changes: found.slice(0, limit).map(({ at, parts, ...rest }) => ({
      ...rest,
      at: at.toISOString(),
      parts: parts.map(({ subject, ...part }) => ({ ...part, ...placeOf(subject) })),
    })),
    hasMore: found.length > limit,
    users: (await listUsers(registry)).map(({ name }) => name),
  };
}

/** A subject of the history: a table of records, or what else. */
export function placeOf(subject: string | null): { table: string | null; subject: string | null } {
  const isRecord = subject?.startsWith("records.") ?? false;
  return {
    table: isRecord ? subject!.slice("records.".length) : null,
    subject: isRecord ? null : (subject?.replace("seriatim.", "") ?? null),
  };
}
