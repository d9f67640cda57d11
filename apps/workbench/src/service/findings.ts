import {
  asUser,
  type FindingState,
  findingStates,
  type KeptFinding,
  listFindings,
  readHistory,
} from "@seriatim/registry";
import { z } from "zod";
import { opened } from "./opened.js";
import { patientTable } from "./patient-table.js";
import type { Session } from "./session.js";

export const findingsInput = z.strictObject({
  states: z.array(z.enum(findingStates)).default(["open", "answered"]),
  /** By rule: what is wrong with which field. By patient: in the order of their keys. */
  by: z.enum(["rule", "patient"]).default("rule"),
  kind: z.string().optional(),
  table: z.string().optional(),
  field: z.string().optional(),
  /** A part of a key or of what is said. */
  search: z.string().max(200).optional(),
  limit: z.int().min(0).max(5000).default(200),
});

export interface FoundFinding {
  table: string;
  key: string[];
  /** Of the patient whose row it is. */
  patient: string[];
  field: string;
  kind: string;
  why: string;
  state: FindingState;
  answer: string | null;
}

export interface Findings {
  /** Of all, whatever is asked for. */
  states: Record<FindingState, number>;
  /** The kinds that are there in the states asked for. */
  kinds: { kind: string; count: number }[];
  total: number;
  groups: { id: string; count: number; findings: FoundFinding[] }[];
  /** The latest check; null before the first. */
  checked: { at: string; who: string; asOf: string } | null;
  /** Whether records were changed after it. */
  isStale: boolean;
}

/** The findings that are kept, grouped. */
export async function findings(session: Session, input: z.output<typeof findingsInput>): Promise<Findings> {
  const registry = opened(session);
  const { all, check, changed } = await asUser(registry, async (trx) => ({
    all: await listFindings(trx),
    check: (await readHistory(trx, { action: "check", limit: 1 })).at(0),
    changed: await trx
      .selectFrom("seriatim.history")
      .select("seq")
      .where("subject", "like", "records.%")
      .orderBy("seq", "desc")
      .limit(1)
      .executeTakeFirst(),
  }));
  const states = Object.fromEntries(
    findingStates.map((state) => [state, all.filter((one) => one.state === state).length]),
  ) as Record<FindingState, number>;
  const ofStates = all.filter(({ state }) => input.states.includes(state));
  const sought = input.search?.trim().toLowerCase() ?? "";
  const wanted = ofStates.filter(
    ({ kind, table, field, key, why }) =>
      (input.kind ?? kind) === kind &&
      (input.table ?? table) === table &&
      (input.field ?? field) === field &&
      (sought === "" || key.join("/").toLowerCase().includes(sought) || why.toLowerCase().includes(sought)),
  );
  const patientKeyLength = patientTable(registry.dictionary).key.length;
  return {
    states,
    kinds: counted(ofStates.map(({ kind }) => kind)),
    total: wanted.length,
    groups: grouped(wanted, input, patientKeyLength),
    checked: check
      ? {
          at: check.at.toISOString(),
          who: check.who,
          asOf: String((check.after as { asOf?: unknown } | null)?.asOf ?? ""),
        }
      : null,
    isStale: check !== undefined && changed !== undefined && Number(changed.seq) > Number(check.seq),
  };
}

function grouped(
  wanted: readonly KeptFinding[],
  { by, limit }: { by: "rule" | "patient"; limit: number },
  patientKeyLength: number,
): Findings["groups"] {
  const groups = new Map<string, FoundFinding[]>();
  for (const { table, key, field, kind, why, state, answer } of wanted) {
    const patient = key.slice(0, patientKeyLength);
    const id = by === "rule" ? `${kind} ${table}.${field}` : patient.join("/");
    const found = { table, key, patient, field, kind, why, state, answer };
    const own = groups.get(id);
    if (own) own.push(found);
    else groups.set(id, [found]);
  }
  const ordered = [...groups].sort(([a, one], [b, other]) =>
    by === "rule" && other.length !== one.length ? other.length - one.length : a < b ? -1 : 1,
  );
  let left = limit;
  return ordered.flatMap(([id, own]) => {
    const shown = own.slice(0, left);
    left -= shown.length;
    return shown.length === 0 ? [] : [{ id, count: own.length, findings: shown }];
  });
}

function counted(kinds: readonly string[]): { kind: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count);
}
