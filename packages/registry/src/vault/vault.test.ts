import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, it } from "vitest";
import { createRegistry } from "../create-registry.js";
import { asked } from "../fixtures/asked.js";
import { fillHannover, importTidy } from "../fixtures/fill.js";
import { hannoverDictionary, onBothEngines } from "../fixtures/registries.js";
import { verifyHistory } from "../history/verify-history.js";
import { asUser, type Registry, type RegistryTransaction } from "../registry.js";
import { setUser } from "../users.js";
import { findPersons } from "./find-persons.js";
import { newVaultKey } from "./new-vault-key.js";
import type { Person } from "./person.js";
import { personOf } from "./person-of.js";
import { removePerson } from "./remove-person.js";
import { rotateVaultKey } from "./rotate-vault-key.js";
import { setPerson } from "./set-person.js";
import { type VaultKey, vaultKeyOf } from "./vault-key.js";

const newKey = () => vaultKeyOf(newVaultKey(), "a new key");
const marker = "Zqxwvurtémarker";
const anna: Person = { name: "Müller, Anna", birthDate: "1950-01-31", hospitalNumber: "H 12/345", note: "twin" };

const set = (registry: Registry, vaultKey: VaultKey, key: string, person: Person) =>
  asUser(registry, (trx) => setPerson(trx, registry, vaultKey, [key], person));
const get = (registry: Registry, vaultKey: VaultKey, key: string) =>
  asUser(registry, (trx) => personOf(trx, registry, vaultKey, [key]));

/** Every row of every table of the registry, as text, and bytes as hexadecimal. */
async function allText(registry: Registry): Promise<string> {
  const tables = await asked<{ name: string }>(
    registry,
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema in ('seriatim', 'records', 'identity')`,
  );
  const texts: string[] = [];
  for (const { name } of tables)
    for (const row of await asked<{ text: string }>(registry, `select t::text from ${name} t`))
      texts.push(row.text ?? JSON.stringify(row));
  return texts.join("\n");
}

/** The files that contain one of the needles elsewhere than in what is allowed. */
function filesWith(folder: string, needles: readonly Buffer[], allowed = "\u0000none"): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const bytes = Buffer.from(readFileSync(path).toString("latin1").replaceAll(latin(allowed), ""), "latin1");
      return needles.some((needle) => bytes.includes(needle));
    });
}

function latin(text: string): string {
  return Buffer.from(text).toString("latin1");
}

onBothEngines("the identity vault", (engine) => {
  it("keeps who a patient is, and finds patients by hospital number, and by name with birth date", async () => {
    const registry = await engine.registry();
    await fillHannover(registry);
    const key = newKey();
    expect(await get(registry, key, "P01")).toBeUndefined();
    await set(registry, key, "P01", anna);
    await set(registry, key, "P02", { name: "Anna Muster", birthDate: "1950-01-31" });
    expect(await get(registry, key, "P01")).toEqual(anna);
    const find = (by: Parameters<typeof findPersons>[3]) =>
      asUser(registry, (trx) => findPersons(trx, registry, key, by));
    const found = [{ key: ["P01"], person: anna }];
    expect(await find({ hospitalNumber: "h12345" })).toEqual(found);
    expect(await find({ name: "anna MUELLER", birthDate: "1950-01-31" })).toEqual(found);
    expect(await find({ name: "Anna Müller", birthDate: "1950-01-30" })).toEqual([]);
    expect(await find({ hospitalNumber: "" })).toEqual([]);
    await set(registry, key, "P01", { ...anna, hospitalNumber: "999" });
    expect(await find({ hospitalNumber: "h12345" })).toEqual([]);
    expect((await find({ hospitalNumber: "999" })).map((one) => one.key)).toEqual([["P01"]]);
  });

  it("writes nothing where nothing changed", async () => {
    const registry = await engine.registry();
    await fillHannover(registry);
    const key = newKey();
    await set(registry, key, "P01", anna);
    const entries = () => asUser(registry, (trx) => verifyHistory(trx));
    const before = await entries();
    await set(registry, key, "P01", { ...anna, name: " Müller, Anna " });
    expect(await entries()).toEqual(before);
    expect(before.faults).toEqual([]);
  });

  it("refuses another key, an unknown patient and an empty person in one sentence without what was given", async () => {
    const registry = await engine.registry();
    await fillHannover(registry);
    const key = newKey();
    await set(registry, key, "P01", anna);
    const other = newKey();
    const wrong =
      "this is not the vault key that the registry's identities are sealed with; give that one, or its copy";
    await expect(get(registry, other, "P01")).rejects.toThrow(wrong);
    await expect(set(registry, other, "P02", anna)).rejects.toThrow(wrong);
    await expect(asUser(registry, (trx) => findPersons(trx, registry, other, { hospitalNumber: "1" }))).rejects.toThrow(
      wrong,
    );
    await expect(set(registry, key, "P99", { name: marker })).rejects.toThrow(
      "there is no patient P99; enter the record first",
    );
    await expect(set(registry, key, "P01", { name: " " })).rejects.toThrow("nothing is said of the person");
    const fault = await set(registry, key, "P01", { birthDate: marker }).catch((error: Error) => error);
    expect(String((fault as Error).stack)).not.toContain(marker);
    expect(await get(registry, key, "P01")).toEqual(anna);
  });

  it("opens no sealed person that was moved to another patient, or whose key was", async () => {
    const registry = await engine.registry();
    await fillHannover(registry);
    const key = newKey();
    await set(registry, key, "P01", anna);
    await set(registry, key, "P02", { name: "Berta" });
    await asked(
      registry,
      `update identity.persons set sealed = (select sealed from identity.persons where key = '{P01}') where key = '{P02}'`,
    );
    const moved = { kind: "damaged", message: expect.stringContaining("the identity kept for P02 was changed") };
    await expect(get(registry, key, "P02")).rejects.toMatchObject(moved);
    await asked(
      registry,
      `update identity.keys set wrapped = (select wrapped from identity.keys where key = '{P01}') where key = '{P02}'`,
    );
    await expect(get(registry, key, "P02")).rejects.toMatchObject(moved);
  });

  it("leaves nothing readable in the database, the history or the folder", async () => {
    const place = await engine.place();
    const registry = await createRegistry(place, {
      dictionary: { text: hannoverDictionary, file: "dictionary.yaml" },
      user: "anna",
    });
    await fillHannover(registry);
    await importTidy(registry, "patients", `patient,status,cause_of_death\nVisible${marker},alive,\n`);
    const key = newKey();
    const person = { name: marker, birthDate: "1907-08-09", hospitalNumber: `${marker}7`, note: `${marker} note` };
    await set(registry, key, "P01", person);
    await set(registry, key, "P01", { ...person, note: `${marker} other` });
    await asUser(registry, (trx) => removePerson(trx, ["P01"]));
    await set(registry, key, "P01", person);
    const hidden = [marker, "1907-08-09"];
    const text = (await allText(registry)).replaceAll(`Visible${marker}`, "");
    for (const secret of hidden) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString("hex"));
      expect(text).not.toContain(Buffer.from(secret).toString("base64").slice(0, -4));
    }
    await registry.engine.close();
    if (engine.name === "server") return;
    const spellings = (text: string) => [Buffer.from(text), Buffer.from(Buffer.from(text).toString("hex"))];
    expect(filesWith(place.at, spellings(`Visible${marker}`))).not.toEqual([]);
    expect(filesWith(place.at, [...hidden, `${marker}7`, `${marker} `].flatMap(spellings), `Visible${marker}`)).toEqual(
      [],
    );
  });

  it("erases a person: what the history still has cannot be read, and says only that there was a key", async () => {
    const registry = await engine.registry();
    await fillHannover(registry);
    const key = newKey();
    await set(registry, key, "P01", anna);
    const { wrapped } = await asUser(registry, (trx) =>
      trx.selectFrom("identity.keys").select("wrapped").executeTakeFirstOrThrow(),
    );
    expect(await asUser(registry, (trx) => removePerson(trx, ["P01"]))).toBe(true);
    expect(await asUser(registry, (trx) => removePerson(trx, ["P01"]))).toBe(false);
    expect(await get(registry, key, "P01")).toBeUndefined();
    expect(await allText(registry)).not.toContain(Buffer.from(wrapped).toString("hex"));
    const told = await asUser(registry, (trx) => identityHistory(trx));
    expect(told.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      "insert identity.vault",
      "insert identity.keys",
      "insert identity.persons",
      "delete identity.keys",
      "delete identity.persons",
    ]);
    expect(told[1].after).toEqual({ key: ["P01"], _centre: "Hannover" });
    expect(told[3].before).toEqual({ key: ["P01"], _centre: "Hannover" });
    // Entered again, the person has a new key, and the former version stays unreadable.
    await set(registry, key, "P01", anna);
    await asked(
      registry,
      `update identity.persons set sealed = (select decode(substr(after ->> 'sealed', 3), 'hex') from seriatim.history
         where subject = 'identity.persons' order by seq limit 1)`,
    );
    await expect(get(registry, key, "P01")).rejects.toMatchObject({ kind: "damaged" });
  });

  it("changes the vault key for all persons of all centres, and only for who may administer", async () => {
    const registry = await engine.registry();
    await fillHannover(registry);
    await importTidy(registry, "patients", "patient,status\nK1,alive\n", "Kiel");
    const [from, to] = [newKey(), newKey()];
    await set(registry, from, "P01", anna);
    await set(registry, from, "K1", { hospitalNumber: "77" });
    await expect(rotateVaultKey(registry, { from: to, to: from })).rejects.toThrow("this is not the vault key");
    expect(await rotateVaultKey(registry, { from, to }, { why: "yearly" })).toBe(2);
    expect(await get(registry, to, "P01")).toEqual(anna);
    expect(await asUser(registry, (trx) => findPersons(trx, registry, to, { hospitalNumber: "77" }))).toEqual([
      { key: ["K1"], person: { hospitalNumber: "77" } },
    ]);
    await expect(get(registry, from, "P01")).rejects.toThrow("this is not the vault key");
    await setUser(registry, { name: "eva", roles: ["enter"], centres: ["*"], active: true });
    await expect(rotateVaultKey({ ...registry, user: "eva" }, { from: to, to: from })).rejects.toMatchObject({
      kind: "refused",
    });
    expect((await asUser(registry, (trx) => verifyHistory(trx))).faults).toEqual([]);
  });
});

function identityHistory(trx: RegistryTransaction) {
  return trx
    .selectFrom("seriatim.history")
    .select(["action", "subject", "before", "after"])
    .where(sql<boolean>`subject like 'identity.%'`)
    .orderBy("seq")
    .execute();
}
