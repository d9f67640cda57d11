import pg from "pg";
import { expect, inject, it } from "vitest";
import { asked } from "../fixtures/asked.js";
import { peopled } from "../fixtures/peopled.js";
import { onEngines } from "../fixtures/registries.js";
import type { Registry } from "../registry.js";
import { setUser } from "../users.js";
import { roleNames } from "./roles.js";

/** A connection to the server as the database's role of a user, which is given a password. */
async function connect(registry: Registry, user: string): Promise<pg.Client> {
  const role = roleNames(registry.id).user(user);
  await asked(registry, `alter role "${role}" login password 'sesame'`);
  const rows = await asked<{ name: string }>(registry, "select current_database() as name");
  const address = new URL(`${inject("postgres")}${rows[0].name}`);
  const client = new pg.Client({
    host: address.hostname,
    port: Number(address.port),
    database: rows[0].name,
    user: role,
    password: "sesame",
  });
  await client.connect();
  return client;
}

onEngines(["server"], "a user's own connection", (engine) => {
  async function connected(user: string, work: (client: pg.Client, registry: Registry) => Promise<void>) {
    const registry = await peopled(engine);
    const client = await connect(registry, user);
    try {
      await work(client, registry);
    } finally {
      await client.end();
    }
  }

  const first = async (client: pg.Client, statement: string) =>
    (await client.query<Record<string, unknown>>(statement)).rows.flatMap(Object.values);

  it("sees and may exactly what the program shows that user", () =>
    connected("enter", async (client) => {
      expect(await first(client, "select patient from records.patients")).toEqual(["H1"]);
      expect(await first(client, "select key[1] from identity.persons")).toEqual(["H1"]);
      expect(await first(client, "select distinct centre from seriatim.history where centre is not null")).toEqual([
        "Hannover",
      ]);
      await client.query("update records.patients set sex = 'female'");
      expect(await first(client, "select who from seriatim.history order by seq desc limit 1")).toEqual(["enter"]);
      for (const statement of [
        "insert into records.patients (patient, _centre) values ('K2', 'Kiel')",
        "insert into seriatim.history select * from seriatim.history",
        "select seriatim.append_history('{}')",
        "delete from seriatim.history",
        "select * from pg_authid",
      ])
        await expect(client.query(statement)).rejects.toMatchObject({ code: "42501" });
    }));

  it("analyses without what identifies", () =>
    connected("analyse", async (client) => {
      expect(await first(client, "select patient, sex from records.patients")).toEqual(["H1", "male"]);
      for (const table of ["identity.persons", "identity.keys", "seriatim.history", "seriatim.findings"])
        await expect(client.query(`select * from ${table}`)).rejects.toMatchObject({ code: "42501" });
      await expect(client.query("select date_of_birth from records.patients")).rejects.toMatchObject({ code: "42501" });
    }));

  it("stays that user whatever role or setting it takes", () =>
    connected("enter", async (client, registry) => {
      const { user, right } = roleNames(registry.id);
      for (const role of [user("kiel"), user("anna"), right("administer"), "seriatim", "postgres"])
        await expect(client.query(`set role "${role}"`)).rejects.toBeInstanceOf(Error);
      const settings = [`set role "${right("enter")}"`, "reset role", "set seriatim.acting = 'anna'", "set role none"];
      for (const setting of [...settings, "set session authorization default", "set row_security = on"]) {
        await client.query(setting);
        await client.query("select seriatim.tell('export', '{}')");
        expect([setting, await first(client, "select patient from records.patients")]).toEqual([setting, ["H1"]]);
        expect([
          setting,
          await first(client, "select who from seriatim.history where action = 'export' order by seq desc limit 1"),
        ]).toEqual([setting, ["enter"]]);
      }
      await client.query("set row_security = off");
      await expect(client.query("select patient from records.patients")).rejects.toMatchObject({ code: "42501" });
    }));

  it("puts no trigger of the history on a table of its own", () =>
    connected("enter", async (client) => {
      await client.query("create temporary table forged (patient text, _centre text)");
      await expect(
        client.query(`create trigger tell after insert on forged referencing new table as new_rows
          for each statement execute function seriatim.row_history('patient')`),
      ).rejects.toMatchObject({ code: "42501" });
    }));

  it("has nothing run as the owner by a temporary type of a known name", () =>
    connected("enter", async (client) => {
      await client.query("create temporary table ran_as (who name)");
      await client.query(`create function pg_temp.note() returns boolean language plpgsql as $$
        begin insert into pg_temp.ran_as values (current_user); return true; end $$`);
      await client.query("grant insert on ran_as to public");
      await client.query("create domain pg_temp.text as pg_catalog.text check (pg_temp.note())");
      await client.query("create domain pg_temp.timestamptz as pg_catalog.timestamptz check (pg_temp.note())");
      await client.query("select seriatim.tell('export', '{}')");
      await client.query("update records.patients set sex = 'female'");
      expect(await first(client, "select distinct who from ran_as")).toEqual([]);
    }));

  it("sees nothing once the user is inactive", () =>
    connected("enter", async (client, registry) => {
      await setUser(registry, { name: "enter", roles: ["enter"], centres: ["*"], active: false });
      await expect(client.query("select patient from records.patients")).rejects.toMatchObject({ code: "42501" });
    }));
});
