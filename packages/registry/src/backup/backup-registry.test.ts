import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterEach, expect, it } from "vitest";
import { fillHannover, importTidy } from "../fixtures/fill.js";
import { onBothEngines, temporaryFolder } from "../fixtures/registries.js";
import { unzip } from "../fixtures/zip-members.js";
import { asUser, type Registry } from "../registry.js";
import { setUser } from "../users.js";
import { backupRegistry } from "./backup-registry.js";
import { backupToFile } from "./backup-to-file.js";

const software = "seriatim 0.1.0";

const notes = `
title: Notes
tables:
  patients:
    label: Patients
    one: patient
    key: patient
    fields:
      patient: { type: text, label: Patient }
      note: { type: text, label: Note }
      excess: { type: decimal, label: Base excess }
      smoker: { type: boolean, label: Smoker }
`;

async function membersOf(registry: Registry): Promise<Map<string, Buffer>> {
  const pieces: Uint8Array[] = [];
  await backupRegistry(registry, (piece) => Promise.resolve(void pieces.push(piece)), { software });
  return (await unzip(Buffer.concat(pieces))).members;
}

onBothEngines("backupRegistry", (engine) => {
  it("writes a manifest with each member's rows, bytes and checksum, and the history's head", async () => {
    const registry = await engine.registry();
    await fillHannover(registry);
    const members = await membersOf(registry);
    const manifest = JSON.parse(members.get("manifest.json")!.toString("utf8"));
    expect([...members.keys()]).toEqual([
      ...["README.txt", "dictionary.yaml", "records/patients.csv", "records/resections.csv", "records/followups.csv"],
      ...[
        "history.csv",
        "users.csv",
        "dictionaries.csv",
        "renames.csv",
        "mappings.csv",
        "findings.csv",
        "persons.csv",
        "keys.csv",
        "vault.csv",
        "manifest.json",
      ],
    ]);
    expect(manifest).toMatchObject({ format: "seriatim-backup", version: 1, software, registry: { id: registry.id } });
    const rows: Record<string, number | null> = {};
    for (const member of manifest.members) {
      const bytes = members.get(member.path)!;
      expect(member).toMatchObject({ bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });
      if (member.path.endsWith(".csv")) expect(parse(bytes).length - 1).toBe(member.rows);
      rows[member.path] = member.rows;
    }
    expect(rows).toMatchObject({ "dictionary.yaml": null, "records/patients.csv": 26, "records/resections.csv": 34 });
    const history = parse<Record<string, string>>(members.get("history.csv")!, { columns: true });
    expect(history.at(-1)).toMatchObject({
      seq: String(manifest.history.seq),
      hash: manifest.history.hash,
      action: "backup",
      who: "anna",
    });
  });

  it("writes a history whose chain anybody can compute from the file by its README", async () => {
    const registry = await engine.registry();
    await importTidy(registry, "patients", "patient,sex\nP1,male\n");
    const members = await membersOf(registry);
    const entries = parse<Record<string, string>>(members.get("history.csv")!, { columns: true });
    let hash = createHash("sha256").update(registry.id).digest();
    for (const { seq, at, change, who, action, subject, key, before, after, why, centre, hash: said } of entries) {
      // jsonb is written with a space after each comma between elements.
      const json = (text: string) => (text === "" ? "null" : text);
      const string = (text: string) => (text === "" ? "null" : JSON.stringify(text));
      const parts = [seq, string(at.slice(0, -1)), change, string(who), string(action), string(subject), json(key)];
      const text = `[${[...parts, json(before), json(after), string(why), string(centre)].join(", ")}]`;
      hash = createHash("sha256").update(hash).update(text).digest();
      expect(hash.toString("hex")).toBe(said);
    }
    expect(entries.length).toBeGreaterThan(3);
  });

  it("guards what a spreadsheet would run, and tells a missing value from an empty text", async () => {
    const registry = await engine.registry(notes);
    await importTidy(registry, "patients", "patient,note,excess,smoker\nP1,=1+1,-3.5,yes\nP2,''@x,4,no\nP3,,,\n");
    await asUser(registry, (trx) => trx.insertInto("seriatim.mappings").values({ name: "empty", text: "" }).execute());
    const members = await membersOf(registry);
    expect(members.get("records/patients.csv")!.toString()).toBe(
      [
        "patient,note,excess,smoker,_unread,_centre,_version",
        "P1,'=1+1,-3.5,yes,{},Hannover,1",
        "P2,''@x,4,no,{},Hannover,1",
        "P3,,,,{},Hannover,1",
        "",
      ].join("\n"),
    );
    expect(members.get("mappings.csv")!.toString()).toBe('name,text\nempty,""\n');
  });

  it("is refused to who may not administer", async () => {
    const registry = await engine.registry();
    await setUser(registry, { name: "ben", roles: ["enter", "export"], centres: ["*"], active: true });
    const asBen = { ...registry, user: "ben" };
    await expect(membersOf(asBen)).rejects.toThrow("ben may not administer the registry");
  });

  it("ends with the fault of who takes the pieces, and leaves the registry usable", async () => {
    const registry = await engine.registry();
    await fillHannover(registry);
    let pieces = 0;
    const sink = () => (++pieces === 3 ? Promise.reject(new Error("the stick was pulled out")) : Promise.resolve());
    await expect(backupRegistry(registry, sink, { software })).rejects.toThrow("the stick was pulled out");
    expect((await membersOf(registry)).size).toBe(15);
  });
});

onBothEngines("backupToFile", (engine) => {
  const undo: (() => unknown)[] = [];
  afterEach(() => {
    for (const step of undo.splice(0)) step();
  });

  it("writes a file for its owner alone, and replaces none unless it is told to", async () => {
    const registry = await engine.registry();
    const folder = temporaryFolder(undo);
    const path = join(folder, "backup.zip");
    const seen: string[] = [];
    await backupToFile(registry, path, "backup.zip", { software, onProgress: (what) => void seen.push(what) });
    expect(seen).toContain("Writing history.csv");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["backup.zip"]);
    writeFileSync(path, "mine");
    await expect(backupToFile(registry, path, "backup.zip", { software })).rejects.toThrow(
      "backup.zip: a file of that name is there; name another",
    );
    expect(readFileSync(path, "utf8")).toBe("mine");
    await backupToFile(registry, path, "backup.zip", { software, replace: true });
    expect((await unzip(readFileSync(path))).members.size).toBe(15);
    await expect(backupToFile(registry, join(folder, "none", "b.zip"), "b.zip", { software })).rejects.toThrow(
      "b.zip: there is no such folder; no backup was written",
    );
  });
});
