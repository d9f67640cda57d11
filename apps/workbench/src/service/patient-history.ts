import type { Dictionary } from "@seriatim/records";
import { asUser, changesBeyond, type HistoryEntry, readHistory } from "@seriatim/registry";
import { z } from "zod";
import { opened } from "./opened.js";
import type { Session } from "./session.js";

export const patientHistoryInput = z.strictObject({ key: z.array(z.string()).min(1) });

/** What was done to one row at one time. */
export interface RowChange {
  seq: number;
  /** The number by which it is undone, with all that was done in one go. */
  change: number;
  /** Whether that was done to other patients too, as an import does. */
  isOfMany: boolean;
  /** ISO 8601, UTC. */
  at: string;
  who: string;
  why: string | null;
  action: "insert" | "update" | "delete";
  table: string;
  key: string[];
  fields: { field: string; before: string; after: string }[];
}

/** All changes to a patient's rows, the latest first; a thousand at most. */
export async function patientHistory(
  session: Session,
  { key }: z.output<typeof patientHistoryInput>,
): Promise<RowChange[]> {
  const registry = opened(session);
  return asUser(registry, async (trx) => {
    const entries = await readHistory(trx, { key, limit: 1000 });
    const beyond = await changesBeyond(trx, key, [...new Set(entries.map(({ change }) => change))]);
    return entries.flatMap((entry) => rowChange(registry.dictionary, entry, beyond));
  });
}

/** An entry of the history about a record; none about anything else. */
export function rowChange(
  dictionary: Dictionary,
  entry: HistoryEntry,
  changesOfMany: ReadonlySet<number>,
): RowChange[] {
  const { seq, change, at, who, why, action, subject, key } = entry;
  if (subject === null || !subject.startsWith("records.")) return [];
  if (action !== "insert" && action !== "update" && action !== "delete") return [];
  const table = subject.slice("records.".length);
  const names = new Set([
    ...Object.keys(dictionary.tables[table]?.fields ?? {}),
    ...fieldsOf(entry.before),
    ...fieldsOf(entry.after),
  ]);
  const fields = [...names].flatMap((field) => {
    const [before, after] = [textAt(entry.before, field), textAt(entry.after, field)];
    return before === after ? [] : [{ field, before, after }];
  });
  return [
    {
      seq,
      change,
      isOfMany: changesOfMany.has(change),
      at: at.toISOString(),
      who,
      why,
      action,
      table,
      key: key ?? [],
      fields,
    },
  ];
}

type PastRow = Readonly<Record<string, unknown>> | null;

function fieldsOf(row: PastRow): string[] {
  return [...Object.keys(row ?? {}), ...Object.keys(row?._unread ?? {})].filter((name) => !name.startsWith("_"));
}

function textAt(row: PastRow, field: string): string {
  const unread = ((row?._unread ?? {}) as Record<string, string>)[field];
  const value = unread ?? row?.[field] ?? "";
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}
