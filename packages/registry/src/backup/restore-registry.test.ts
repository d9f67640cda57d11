import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, inject, it } from "vitest";
import { createRegistry } from "../create-registry.js";
import { checkRegistry } from "../findings/check-registry.js";
import { answerFinding } from "../findings/keep-findings.js";
import { contentsOf } from "../fixtures/contents.js";
import { fillHannover, importTidy } from "../fixtures/fill.js";
import {
  hannover,
  hannoverDictionary,
  onBothEngines,
  onEngines,
  type TestEngine,
  temporaryFolder,
} from "../fixtures/registries.js";
import { forged, unzip, zipUp } from "../fixtures/zip-members.js";
import { verifyHistory } from "../history/verify-history.js";
import { openRegistry } from "../open-registry.js";
import { asUser, type Registry } from "../registry.js";
import type { RegistryPlace } from "../registry-place.js";
import { setUser } from "../users.js";
import { backupToFile } from "./backup-to-file.js";
import { restoreRegistry } from "./restore-registry.js";

const asOf = { year: 2026, month: 1, day: 1 };
const software = "seriatim 0.1.0";

/** Records with faults, answered findings, a mapping, identities, three users. */
async function fill(registry: Registry): Promise<void> {
  await fillHannover(registry, { tables: ["patients", "resections"], folder: new URL("with-errors/", hannover) });
  await importTidy(registry, "patients", "patient,sex\n=1+1,male\n''-x,female\n", "Minden");
  await asUser(registry, async (trx) => {
    const { findings } = await checkRegistry(trx, registry.dictionary, { asOf });
    const [{ table, key, field, kind }] = findings;
    await answerFinding(trx, { table, key, field, kind }, { state: "accepted", says: '=it is so, "truly"\r\n' });
    await trx.insertInto("seriatim.mappings").values({ name: "empty", text: "" }).execute();
    await trx.insertInto("seriatim.mappings").values({ name: "-m", text: "-\r'a\tb\n\n" }).execute();
    await trx
      .insertInto("identity.persons")
      .values({ key: ["P,1", '"'], sealed: Buffer.from([0, 255, 7]), _centre: "Minden" })
      .execute();
    await trx
      .insertInto("identity.keys")
      .values({ key: ["P,1", '"'], wrapped: Buffer.from([1, 0]), lookups: ["a", "ü"], _centre: "Minden" })
      .execute();
  });
  await setUser(registry, { name: "ben", roles: ["enter"], centres: ["Hannover"], active: true });
  await setUser(registry, { name: "vera", roles: ["verify"], centres: ["*"], active: false });
  await importTidy(registry, "patients", "patient,sex\nP99,male\n");
}

/** A new registry, and where it lies. */
async function registryAt(engine: TestEngine, dictionary = hannoverDictionary) {
  const place = await engine.place();
  if (engine.name === "folder" && dictionary === hannoverDictionary) {
    cpSync(inject("template"), place.at, { recursive: true });
    return { place, registry: await openRegistry(place, { user: "anna" }) };
  }
  const options = { dictionary: { text: dictionary, file: "dictionary.yaml" }, user: "anna" };
  return { place, registry: await createRegistry(place, options) };
}

/** The backup of a filled registry, and what was in that. */
async function backupOf(registry: Registry, folder: string) {
  await fill(registry);
  const path = join(folder, "backup.zip");
  const { history } = await backupToFile(registry, path, "backup.zip", { software });
  return {
    backup: { at: path, shown: "backup.zip" },
    seq: history.seq,
    contents: await contentsOf(registry, history.seq),
  };
}

async function expectRestored(place: RegistryPlace, seq: number, contents: Record<string, string[]>, id: string) {
  const registry = await openRegistry(place, { user: "anna" });
  try {
    expect(registry.id).toBe(id);
    expect(await contentsOf(registry, seq)).toEqual(contents);
    const verdict = await asUser(registry, (trx) => verifyHistory(trx));
    expect(verdict.faults).toEqual([]);
    const after = await registry.engine.db
      .selectFrom("seriatim.history")
      .select(["action", "who", "after"])
      .where("seq", ">", seq)
      .orderBy("seq")
      .execute();
    expect(after.map(({ action, who }) => [action, who])).toEqual([
      ["restore", "anna"],
      ["login", "anna"],
    ]);
    expect(after[0].after).toMatchObject({ file: "backup.zip", entry: seq });
    // ben sees and writes the patients of his centre; who is not active may not even ask.
    const asBen = { ...registry, user: "ben" };
    const count = () =>
      asUser(asBen, (trx) => sql<{ n: number }>`select count(*) as n from records.patients`.execute(trx));
    const before = Number((await count()).rows[0].n);
    expect(before).toBe(contents["records/patients.csv"].length - 2);
    await importTidy(asBen, "patients", "patient,sex\nP100,female\n");
    expect(Number((await count()).rows[0].n)).toBe(before + 1);
    await expect(
      asUser({ ...registry, user: "vera" }, (trx) => sql`select from records.patients`.execute(trx)),
    ).rejects.toThrow("the user may not do that");
    expect((await asUser(registry, (trx) => verifyHistory(trx))).faults).toEqual([]);
  } finally {
    await registry.engine.close();
  }
}

const undo: (() => unknown)[] = [];
afterEach(() => {
  for (const step of undo.splice(0)) step();
});

onBothEngines("restoreRegistry, from", (from) =>
  // From one database of a server to another is refused: their roles would be the same.
  onEngines(from.name === "server" ? ["folder"] : ["folder", "server"], "to", (to) => {
    it("makes the registry as it was, to be worked on", async () => {
      const registry = await from.registry();
      const { backup, seq, contents } = await backupOf(registry, temporaryFolder(undo));
      const place = await to.place();
      await restoreRegistry(backup, place, { user: "anna" });
      await expectRestored(place, seq, contents, registry.id);
    });
  }),
);

onBothEngines("restoreRegistry, replacing", (engine) => {
  it("puts the registry back as it was when the backup was made, where it is told to replace", async () => {
    const { place, registry } = await registryAt(engine);
    const { backup, seq, contents } = await backupOf(registry, temporaryFolder(undo));
    await setUser(registry, { name: "carl", roles: ["enter"], centres: ["*"], active: true });
    await registry.engine.close();
    await expect(restoreRegistry(backup, place, { user: "anna" })).rejects.toThrow("there is a registry already");
    await restoreRegistry(backup, place, { user: "anna", replace: true });
    await expectRestored(place, seq, contents, registry.id);
    await expect(openRegistry(place, { user: "carl" })).rejects.toThrow("“carl” is no user of the registry");
    if (engine.name === "folder") expect(readdirSync(join(place.at, ".."))).toEqual(["registry"]);
  });

  it("replaces another registry, and none that is open elsewhere", async () => {
    const other = await registryAt(engine, minimal);
    const { registry } = await registryAt(engine);
    const { backup, seq, contents } = await backupOf(registry, temporaryFolder(undo));
    const restore = () => restoreRegistry(backup, other.place, { user: "anna", replace: true });
    if (engine.name === "folder") {
      await expect(restore()).rejects.toThrow("the registry is open in this program already");
      await other.registry.engine.close();
    } else {
      // Roles are the whole server's.
      await expect(restore()).rejects.toThrow(`of this server has the registry ${registry.id} already`);
      await sql.raw("drop schema seriatim, records, identity cascade").execute(registry.engine.db);
    }
    await restore();
    await expectRestored(other.place, seq, contents, registry.id);
    if (engine.name === "server") {
      const { rows } =
        await sql`select from pg_roles where starts_with(rolname, ${`seriatim_${other.registry.id}_`})`.execute(
          registry.engine.db,
        );
      expect(rows).toEqual([]);
      await other.registry.engine.close();
    }
    await registry.engine.close();
  });
});

const minimal =
  "title: Minimal\ntables:\n  patients:\n    label: Patients\n    one: patient\n    key: patient\n    fields:\n      patient: { type: text, label: Patient }\n";

onBothEngines("restoreRegistry, refusing", (engine) => {
  let place: RegistryPlace;
  let bytes: Buffer;
  let kept: { before: Record<string, string[]>; folder: string };

  /** Each refusal is asked for over a registry that is there; it is as before afterwards. */
  beforeEach(async () => {
    const made = await registryAt(engine);
    const { registry } = made;
    const folder = temporaryFolder(undo);
    const { backup } = await backupOf(registry, folder);
    bytes = readFileSync(backup.at);
    place = made.place;
    kept = { before: await contentsOf(registry, 1e9), folder };
    await registry.engine.close();
  });

  async function refusal(given: Buffer, user = "anna"): Promise<string> {
    const at = join(kept.folder, "given.zip");
    writeFileSync(at, given);
    const fault = await restoreRegistry({ at, shown: "given.zip" }, place, { user, replace: true }).catch(
      (error: unknown) => error,
    );
    expect(fault).toMatchObject({ name: "RegistryError", kind: user === "anna" ? "damaged" : "refused" });
    return (fault as Error).message;
  }

  afterEach(async () => {
    const registry = await openRegistry(place, { user: "anna" });
    const after = await contentsOf(registry, 1e9);
    // The opening is told.
    after["history.csv"] = after["history.csv"].filter((row) => kept.before["history.csv"].includes(row));
    expect(after).toEqual(kept.before);
    await registry.engine.close();
    if (engine.name === "folder") expect(readdirSync(join(place.at, ".."))).toEqual(["registry"]);
  });

  it("finds a flipped byte in any member, and a file that was cut", async () => {
    const { places } = await unzip(bytes);
    for (const [path, at] of places)
      for (const bit of [0, 3, 7]) {
        const flipped = Buffer.from(bytes);
        flipped[at] ^= 1 << bit;
        expect(await refusal(flipped)).toContain(`given.zip: ${path}`);
      }
    for (const share of [0, 0.1, 0.5, 0.999])
      expect(await refusal(bytes.subarray(0, Math.floor(bytes.length * share)))).toContain(
        "this is no backup, or not the whole of one",
      );
  });

  it("refuses what is no ZIP, a foreign ZIP, another version, and members that are unknown, missing or outside", async () => {
    expect(await refusal(Buffer.from("patient,sex\nP1,male\n"))).toContain(
      "this is no backup, or not the whole of one",
    );
    expect(await refusal(await zipUp(new Map([["a.txt", Buffer.from("a")]])))).toBe(
      "given.zip: this is no backup of a registry: there is no manifest.json in it",
    );
    const { members } = await unzip(bytes);
    const manifest = members.get("manifest.json")!.toString();
    const withManifest = (text: string) => zipUp(new Map([...members, ["manifest.json", Buffer.from(text)]]));
    expect(await refusal(await withManifest(manifest.replace('"version": 1', '"version": 2')))).toContain(
      "manifest.json: the version of the format is 2; this program reads version 1: use a newer one",
    );
    expect(await refusal(await withManifest(manifest.replace("seriatim-backup", "other")))).toContain(
      'the format is "other"',
    );
    expect(await refusal(await withManifest(manifest.replace(/"id": "\w+"/, '"id": "0\'; drop"')))).toContain(
      "registry.id",
    );
    expect(await refusal(await zipUp(new Map([...members, ["records/x.csv", Buffer.from("a")]])))).toBe(
      "given.zip: records/x.csv is in it, but not in manifest.json",
    );
    expect(await refusal(await zipUp(new Map([...members].filter(([path]) => path !== "users.csv"))))).toBe(
      "given.zip: users.csv is missing",
    );
    const evil = await zipUp(new Map([...members, ["../evil".replace("..", "xx"), Buffer.from("a")]]));
    expect(await refusal(Buffer.from(evil.toString("latin1").replaceAll("xx/evil", "../evil"), "latin1"))).toContain(
      "../evil",
    );
  });

  it("refuses a member larger than the manifest says, before it is read and while it is read", async () => {
    const { members } = await unzip(bytes);
    const bomb = await zipUp(new Map([...members, ["mappings.csv", Buffer.alloc(64 * 1024 * 1024)]]));
    const size = members.get("mappings.csv")!.length;
    expect(await refusal(bomb)).toBe(`given.zip: mappings.csv has 67108864 bytes; by manifest.json it has ${size}`);
    // The archive's directory claims the size of the manifest.
    const entry = bomb.lastIndexOf("mappings.csv") - 46;
    bomb.writeUInt32LE(size, entry + 24);
    expect(await refusal(bomb)).toContain("given.zip: mappings.csv is damaged (too many bytes");
  });

  const forgeries: [title: string, path: string, change: (text: string) => string, says: string][] = [
    [
      "a record that the history has otherwise",
      "records/patients.csv",
      (text) => text.replace("P99,male", "P99,female"),
      "records/patients.csv: P99 is not as the history has it",
    ],
    [
      "a changed entry of the history",
      "history.csv",
      (text) => text.replace(",anna,", ",bert,"),
      "history.csv: entry 1 was changed",
    ],
    [
      "a user with one more role",
      "users.csv",
      (text) => text.replace('[""enter""]', '[""enter"", ""administer""]'),
      "users.csv: ben is not as the history has it",
    ],
    ["another dictionary", "dictionary.yaml", (text) => `${text}\n`, "dictionary.yaml is not the last"],
    [
      "a value that the dictionary does not allow",
      "records/patients.csv",
      (text) => text.replace("P99,male", "P99,neither"),
      'records/patients.csv: new row for relation "patients" violates check constraint "sex_allowed"',
    ],
    [
      "one row more",
      "mappings.csv",
      (text) => `${text}more,text\n`,
      "mappings.csv: it has 3 rows; by the manifest it has 2",
    ],
    [
      "other columns",
      "mappings.csv",
      (text) => text.replace("name,text", "text,name"),
      "mappings.csv: its columns are text, name; they must be name, text",
    ],
    ["what is no CSV", "mappings.csv", (text) => `${text}"open\n`, "mappings.csv: "],
  ];
  // A folder's registry takes seconds to make, and which engine it is makes no difference but to what fails within the database.
  for (const [title, path, change, says] of engine.name === "folder" ? forgeries.slice(0, 2) : forgeries)
    it(`finds ${title}, though the checksums agree`, async () => {
      expect(await refusal(await forged(bytes, path, change))).toContain(`given.zip: ${says}`);
    });

  it("refuses a user who may not administer the registry", async () => {
    expect(await refusal(bytes, "ben")).toContain("“ben” may not administer the registry in it; who may: anna");
  });
});

it("restoreRegistry refuses a folder with something else in it, also where it may replace", async () => {
  const folder = temporaryFolder(undo);
  mkdirSync(join(folder, "letters"));
  writeFileSync(join(folder, "letters", "a.txt"), "a");
  for (const replace of [false, true])
    await expect(
      restoreRegistry(
        { at: join(folder, "none.zip"), shown: "none.zip" },
        { at: join(folder, "letters"), shown: "letters" },
        { user: "anna", replace },
      ),
    ).rejects.toThrow("letters: the folder is not empty");
  await expect(
    restoreRegistry(
      { at: join(folder, "none.zip"), shown: "none.zip" },
      { at: join(folder, "new"), shown: "new" },
      { user: "anna" },
    ),
  ).rejects.toThrow("none.zip: there is no such file");
});
