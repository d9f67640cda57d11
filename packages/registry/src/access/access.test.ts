import { sql } from "kysely";
import { expect, inject, it } from "vitest";
import { asked } from "../fixtures/asked.js";
import { importTidy } from "../fixtures/fill.js";
import { peopled } from "../fixtures/peopled.js";
import { onBothEngines } from "../fixtures/registries.js";
import { openRegistry } from "../open-registry.js";
import { asUser, type Registry, tell } from "../registry.js";
import { setUser } from "../users.js";
import { type Role, roles } from "./roles.js";

/** What the database answers a user: rows, how many were changed, "refused", or the SQLSTATE of another error. Nothing is kept. */
async function ask(registry: Registry, user: string, statement: string): Promise<unknown> {
  let answer: unknown;
  const asked = asUser({ ...registry, user }, async (trx) => {
    const { rows, numAffectedRows } = await sql.raw<Record<string, unknown>>(statement).execute(trx);
    answer = rows.length === 0 && numAffectedRows !== undefined ? Number(numAffectedRows) : rows.flatMap(Object.values);
    throw new Undone();
  });
  return asked.catch((error: unknown) => (error instanceof Undone ? answer : faultOf(error)));
}

class Undone extends Error {}

function faultOf(error: unknown): string {
  const { kind, code } = error as { kind?: string; code?: string };
  return kind ?? code ?? String(error);
}

/** Who of the roles gets an answer, and who is refused; anything else fails. */
async function allowed(registry: Registry, statement: string): Promise<Role[]> {
  const may: Role[] = [];
  for (const role of roles) {
    const answer = await ask(registry, role, statement);
    if (answer === "refused") continue;
    expect(typeof answer === "number" || Array.isArray(answer), `${role}: ${statement}: ${answer}`).toBe(true);
    may.push(role);
  }
  return may;
}

const everybody = [...roles];

const rights: [statement: string, who: readonly Role[]][] = [
  // Records
  ["select patient, sex, _centre from records.patients", everybody],
  ["select date_of_birth from records.patients", ["enter", "verify", "export", "administer"]],
  ["select * from records.patients", ["enter", "verify", "export", "administer"]],
  ["select _unread from records.patients", ["enter", "verify", "export", "administer"]],
  ["select patient from records.patients where date_of_birth < '1960'", ["enter", "verify", "export", "administer"]],
  ["select date from records.resections", everybody],
  ["insert into records.patients (patient, _centre) values ('H2', 'Hannover')", ["enter"]],
  ["update records.patients set sex = 'female'", ["enter"]],
  ["update records.patients set patient = 'H9'", []],
  ["update records.patients set _centre = 'Hannover'", []],
  ["update records.patients set _version = 9", []],
  ["delete from records.resections", ["enter"]],
  ["truncate records.resections", []],
  ["alter table records.patients disable trigger all", []],
  ["alter table records.patients disable row level security", []],
  ["alter table records.patients add column x text", []],
  ["drop table records.resections", []],
  ["create table records.mine (x text)", []],
  ["create table public.mine (x text)", []],
  ["create policy open on records.patients using (true)", []],
  // Identities
  ["select key, sealed from identity.persons", ["enter", "export"]],
  ["select key, wrapped, lookups from identity.keys", ["enter", "export"]],
  ["select fingerprint from identity.vault", ["enter", "export"]],
  ["update identity.persons set sealed = ''", ["enter"]],
  ["update identity.persons set _centre = 'Hannover'", []],
  ["update identity.keys set wrapped = ''", []],
  ["update identity.vault set fingerprint = ''", []],
  ["delete from identity.vault", []],
  ["delete from identity.keys", ["enter"]],
  ["truncate identity.keys", []],
  // History
  ["select seq from seriatim.history", ["enter", "verify", "export", "administer"]],
  ["insert into seriatim.history select * from seriatim.history", []],
  ["update seriatim.history set who = 'x'", []],
  ["delete from seriatim.history", []],
  ["truncate seriatim.history", []],
  ["update seriatim.chain set seq = 1", []],
  ["select seriatim.append_history('{}')", []],
  ["select seriatim.append_history(null)", []],
  ["select seriatim.tell('delete', '{}')", []],
  ["select seriatim.tell('export', '{}')", everybody],
  ["alter table seriatim.history disable trigger all", []],
  ["create trigger t after insert on seriatim.history execute function seriatim.refuse_change()", []],
  // Findings, mappings, users
  ["select state from seriatim.findings", ["enter", "verify", "export", "administer"]],
  ["update seriatim.findings set state = 'closed'", ["enter", "verify", "administer"]],
  ["delete from seriatim.findings", []],
  ["insert into seriatim.mappings values ('m', 't')", ["enter", "administer"]],
  ["select name from seriatim.users", everybody],
  ["update seriatim.users set centres = '{*}'", []],
  ["insert into seriatim.users values ('eve', '{enter}', '{*}')", []],
  ["insert into seriatim.dictionaries values (2, 't')", []],
  ["update seriatim.registry set id = 'x'", []],
  // The server
  ["select rolpassword from pg_authid", []],
  ["select pg_read_file('PG_VERSION')", []],
  ["copy seriatim.users to program 'cat'", []],
  ["copy seriatim.users to '/tmp/users'", []],
  ["create role eve", []],
  ["set session_replication_role = replica", []],
  ["select lo_import('/etc/passwd')", []],
];

onBothEngines("access", (engine) => {
  it("each role may what it is for, by the database itself", async () => {
    const registry = await peopled(engine);
    for (const [statement, who] of rights)
      expect([statement, await allowed(registry, statement)]).toEqual([statement, [...who]]);
  });

  it("who analyses learns nothing of identifying columns by the database's statistics", async () => {
    const registry = await peopled(engine);
    await asked(registry, "analyze records.patients");
    expect(
      await ask(
        registry,
        "analyse",
        "select attname from pg_stats where schemaname in ('records', 'identity', 'seriatim')",
      ),
    ).toEqual([]);
  });

  it("two centres see their own patients, rows, findings, identities and entries alone", async () => {
    const registry = await peopled(engine);
    const seen: [string, unknown[], unknown[]][] = [
      ["select patient from records.patients", ["H1"], ["K1"]],
      ["select patient from records.resections", ["H1"], ["K1"]],
      ["select key[1] from seriatim.findings", ["H1"], ["K1"]],
      ["select key[1] from identity.persons", ["H1"], ["K1"]],
      ["select key[1] from identity.keys", ["H1"], ["K1"]],
      ["select distinct centre from seriatim.history where centre is not null", ["Hannover"], ["Kiel"]],
      ["select distinct key[1] from seriatim.history where subject = 'records.patients'", ["H1"], ["K1"]],
      ["select count(*)::int from records.patients", [1], [1]],
    ];
    for (const [statement, hannover, kiel] of seen) {
      expect([statement, await ask(registry, "enter", statement)]).toEqual([statement, hannover]);
      expect([statement, await ask(registry, "kiel", statement)]).toEqual([statement, kiel]);
    }
    expect(await ask(registry, "anna", "select patient from records.patients order by 1")).toEqual(["H1", "K1"]);
  });

  it("no row comes into another centre: not by insert, not by update, not under another's patient", async () => {
    const registry = await peopled(engine);
    const own = "'{H1}', '\\x00', ";
    for (const statement of [
      "insert into records.patients (patient, _centre) values ('H2', 'Kiel')",
      "insert into records.resections (patient, number, _centre) values ('K1', 2, 'Kiel')",
      "insert into seriatim.findings values ('patients', '{H1}', 'sex', 'other', 'w', 'open', null, 'Kiel')",
      "update seriatim.findings set _centre = 'Kiel'",
      `insert into identity.persons (key, sealed, _centre) values (${own.replace("H1", "H3")} 'Kiel')`,
      `insert into identity.keys (key, wrapped, _centre) values (${own.replace("H1", "H3")} 'Kiel')`,
    ])
      expect([statement, await ask(registry, "enter", statement)]).toEqual([statement, "refused"]);
    // A child's centre is its parent's, by the foreign key.
    expect(
      await ask(
        registry,
        "enter",
        "insert into records.resections (patient, number, _centre) values ('K1', 2, 'Hannover')",
      ),
    ).toBe("23503");
    for (const statement of [
      "update records.patients set sex = 'female' where patient = 'K1'",
      "delete from records.resections where patient = 'K1'",
      "update seriatim.findings set state = 'closed' where key = '{K1}'",
      "delete from identity.keys where key = '{K1}'",
    ])
      expect([statement, await ask(registry, "enter", statement)]).toEqual([statement, 0]);
  });

  it("an inactive user is refused, also where the registry is open already", async () => {
    const registry = await peopled(engine);
    await setUser(registry, { name: "enter", roles: ["enter"], centres: ["*"], active: false });
    expect(await ask(registry, "enter", "select patient from records.patients")).toBe("refused");
    expect(await ask(registry, "enter", "select seriatim.tell('login', '{}')")).toBe("refused");
    if (engine.name === "folder") return;
    const rows = await asked(registry, "select current_database() as name");
    await expect(
      openRegistry({ at: `${inject("postgres")}${rows[0].name}`, shown: "registry" }, { user: "enter" }),
    ).rejects.toMatchObject({ kind: "refused" });
  });

  it("who has lost a role or a centre has lost it at once", async () => {
    const registry = await peopled(engine);
    await setUser(registry, { name: "enter", roles: ["analyse"], centres: ["Kiel"], active: true });
    expect(await ask(registry, "enter", "select date_of_birth from records.patients")).toBe("refused");
    expect(await ask(registry, "enter", "select patient from records.patients")).toEqual(["K1"]);
  });

  it("names, centres, values and file names are no SQL", async () => {
    const registry = await peopled(engine);
    const evils = [
      `"; drop table records.patients; --`,
      `'; drop table records.patients; --`,
      `\\'; select 1`,
      `$$x$$`,
      `{a,"b`,
    ];
    for (const evil of evils) {
      await expect(setUser(registry, { name: evil, roles: ["enter"], centres: ["*"], active: true })).rejects.toThrow(
        "is no user's name",
      );
      expect(await ask(registry, evil, "select patient from records.patients")).not.toEqual(["H1", "K1"]);
      await setUser(registry, { name: "odd", roles: ["enter"], centres: [evil], active: true });
      expect(await ask(registry, "odd", "select patient from records.patients")).toEqual([]);
      const quotedEvil = `"${evil.replaceAll('"', '""')}"`;
      await importTidy(registry, "patients", `patient,status\n${quotedEvil},alive\n`, evil);
      expect(await ask(registry, "odd", "select patient from records.patients")).toEqual([evil]);
      await asUser(registry, (trx) => tell(trx, evil, { file: evil }), { why: evil });
      await asUser(registry, (trx) => sql`update records.patients set sex = null where patient = ${evil}`.execute(trx));
    }
    expect(await ask(registry, "anna", "select count(*)::int from records.patients")).toEqual([2 + evils.length]);
    expect(
      await ask(
        registry,
        "anna",
        "select why from seriatim.history where action not in ('insert', 'update') and why is not null order by seq",
      ),
    ).toEqual(evils);
  });

  it("entries of one transaction have one number, and no setting puts them to another", async () => {
    const registry = await peopled(engine);
    const changes = (change: string) =>
      asUser({ ...registry, user: "enter" }, async (trx) => {
        await sql`select set_config('seriatim.change', ${change}, true)`.execute(trx);
        await tell(trx, "export", {});
        await sql`update records.patients set sex = 'female'`.execute(trx);
        const { rows } = await sql<{ seq: number; change: number }>`select seq, change from seriatim.history
          order by seq desc limit 2`.execute(trx);
        return rows;
      });
    for (const [last, first] of [await changes("1"), await changes("")]) {
      expect(first.change).toBe(first.seq);
      expect(last.change).toBe(first.seq);
    }
  });
});
