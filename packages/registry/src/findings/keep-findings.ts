import type { Finding } from "@seriatim/records";
import { sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";
import { RegistryError } from "../registry-error.js";
import type { FindingState } from "../schema/database.js";

/** A finding in a registry: its row is known by its key. */
export interface RegistryFinding extends Finding {
  key: readonly string[];
  centre: string;
}

/** What a check changed among the findings. */
export interface FindingsChange {
  opened: number;
  closed: number;
  accepted: number;
}

/** A finding as the registry keeps it. */
export interface KeptFinding {
  table: string;
  key: string[];
  field: string;
  kind: string;
  why: string;
  state: FindingState;
  answer: string | null;
  centre: string;
}

/**
 * Brings the kept findings to what was found: one that is new, was closed, or says something else than when it was accepted is open; one that is
 * not found any more is closed.
 */
export async function keepFindings(
  trx: RegistryTransaction,
  found: readonly RegistryFinding[],
): Promise<FindingsChange> {
  const kept = new Map((await listFindings(trx)).map((finding) => [identity(finding), finding]));
  const seen = new Set(found.map(identity));
  const opened = found.filter((finding) => {
    const before = kept.get(identity(finding));
    if (!before || before.state === "closed") return true;
    return before.why !== finding.why;
  });
  const closed = [...kept.values()].filter((finding) => finding.state !== "closed" && !seen.has(identity(finding)));
  const isAccepted = (finding: RegistryFinding) => {
    const before = kept.get(identity(finding));
    return before?.state === "accepted" && before.why === finding.why;
  };
  const texts = (values: readonly string[]) => sql`${values}::text[]`;
  const keysOf = (findings: readonly { key: readonly string[] }[]) =>
    sql`${findings.map(({ key }) => JSON.stringify(key))}::text[]`;
  const array = sql`(select array_agg(part order by place) from jsonb_array_elements_text(given.key::jsonb) with ordinality as parts (part, place))`;
  if (opened.length > 0)
    await sql`insert into seriatim.findings (subject, key, field, kind, why, state, _centre)
      select given.subject, ${array}, given.field, given.kind, given.why, 'open', given.centre
      from unnest(${texts(opened.map(({ table }) => table))}, ${keysOf(opened)}, ${texts(opened.map(({ field }) => field))},
        ${texts(opened.map(({ kind }) => kind))}, ${texts(opened.map(({ why }) => why))}, ${texts(opened.map(({ centre }) => centre))})
        as given (subject, key, field, kind, why, centre)
      on conflict (subject, key, field, kind) do update set why = excluded.why, state = 'open', answer = null`.execute(
      trx,
    );
  if (closed.length > 0)
    await sql`update seriatim.findings as kept set state = 'closed'
      from unnest(${texts(closed.map(({ table }) => table))}, ${keysOf(closed)}, ${texts(closed.map(({ field }) => field))},
        ${texts(closed.map(({ kind }) => kind))}) as given (subject, key, field, kind)
      where kept.subject = given.subject and kept.key = ${array} and kept.field = given.field and kept.kind = given.kind`.execute(
      trx,
    );
  return { opened: opened.length, closed: closed.length, accepted: found.filter(isAccepted).length };
}

/** The findings that the user sees, by table, key and field. */
export async function listFindings(
  trx: RegistryTransaction,
  { states }: { states?: readonly FindingState[] } = {},
): Promise<KeptFinding[]> {
  const rows = await trx
    .selectFrom("seriatim.findings")
    .selectAll()
    .$if(states !== undefined, (query) => query.where("state", "in", states!))
    .orderBy("subject")
    .orderBy("key")
    .orderBy("field")
    .orderBy("kind")
    .execute();
  return rows.map(({ subject, _centre, ...rest }) => ({ table: subject, centre: _centre, ...rest }));
}

/** Which finding is meant: of a row and field there is one of a kind. */
export type FindingIdentity = Pick<KeptFinding, "table" | "field" | "kind"> & { key: readonly string[] };

/**
 * Answers a finding, or accepts it with a reason: an accepted one does not come back while it says the same.
 *
 * @throws RegistryError where there is no such finding, it is closed, or nothing is said
 */
export async function answerFinding(
  trx: RegistryTransaction,
  finding: FindingIdentity,
  { state, says }: { state: "answered" | "accepted"; says: string },
): Promise<void> {
  if (says.trim() === "")
    throw new RegistryError(
      state === "accepted" ? "a finding is accepted with a reason; give one" : "the answer is empty",
    );
  const { numUpdatedRows } = await trx
    .updateTable("seriatim.findings")
    .set({ state, answer: says.trim() })
    .where("subject", "=", finding.table)
    .where(sql<boolean>`key = ${[...finding.key]}::text[]`)
    .where("field", "=", finding.field)
    .where("kind", "=", finding.kind)
    .where("state", "!=", "closed")
    .executeTakeFirstOrThrow();
  if (Number(numUpdatedRows) === 0)
    throw new RegistryError(
      `there is no open finding ${finding.kind} on ${finding.table}.${finding.field} of ${finding.key.join(", ")}`,
    );
}

function identity({ table, key, field, kind }: FindingIdentity): string {
  return JSON.stringify([table, key, field, kind]);
}
