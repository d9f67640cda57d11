import { expect, it } from "vitest";
import { listFindings } from "../findings/keep-findings.js";
import { asked } from "../fixtures/asked.js";
import { expectWhole } from "../fixtures/expect-whole.js";
import { importTidy } from "../fixtures/fill.js";
import { onBothEngines } from "../fixtures/registries.js";
import { edited, rowsOf, smallRegistry } from "../fixtures/small-registry.js";
import { pastRows } from "../history/past-rows.js";
import { undoChange } from "../history/undo-change.js";
import { verifyRegistry } from "../history/verify-registry.js";
import { asUser, type Registry } from "../registry.js";
import { setUser } from "../users.js";
import { applyMigration } from "./apply-migration.js";
import { planMigration } from "./plan-migration.js";

async function migrated(registry: Registry, text: string): Promise<Registry> {
  return applyMigration(registry, await planMigration(registry, text, "new.yaml"), { why: "a new version" });
}

async function lastChange(registry: Registry, subject: string): Promise<number> {
  const rows = await asked<{ change: number }>(
    registry,
    `select max(change) as change from seriatim.history where subject = '${subject}'`,
  );
  return rows[0].change;
}

onBothEngines("applyMigration", (engine) => {
  it("adds, renames, widens and retypes; the records and their history stay", async () => {
    const before = await smallRegistry(engine);
    const registry = await migrated(
      before,
      edited(
        [
          "sex: { type: code, codes: { m: Male, f: Female, x: Other } }",
          "sex: { type: code, codes: { m: Male, f: Female, d: Diverse } }",
        ],
        ["born: { type: date, identifying: true }", "born: { type: date, partial: true, identifying: true }"],
        ["note: { type: text }", "score: { type: integer, formerly: note, min: 0 }"],
        ["      never: { type: text }\n", ""],
        ["smoker: { type: boolean }", "smoker: { type: text }\n      stage: { type: code, codes: [I, II] }"],
        ["  operations:\n", "  resections:\n    formerly: operations\n"],
        ["minutes: { type: integer, min: 0, max: 600 }", "duration: { type: decimal, formerly: minutes, max: 700 }"],
        ["margin: { type: decimal, unit: mm }", "margin: { type: text }"],
        ["key: id", "key: [id, what]"],
      ) +
        "  visits:\n    parent: patients\n    key: [patient, on]\n    fields:\n      patient: { type: text }\n      on: { type: date }\n",
    );
    expect(await rowsOf(registry, "patients")).toMatchObject([
      { patient: "P1", sex: "m", born: "1950-03-01", score: 7, smoker: "true", _version: 1 },
      { patient: "P2", sex: "f", born: "1960-02-29", score: 12, smoker: "false", _version: 1 },
      { patient: "P3", sex: "f", seen: "2020-02-03", _version: 1 },
    ]);
    expect(await rowsOf(registry, "resections")).toMatchObject([
      { patient: "P1", number: 1, duration: 200, margin: "3", _unread: {}, _version: 1 },
      { patient: "P1", number: 2, margin: "0.5", _unread: { duration: "long" }, _version: 1 },
      { patient: "P2", number: 1, duration: 550, margin: "12", _version: 1 },
    ]);
    await expectWhole(registry);
    const past = await asUser(registry, async (trx) => {
      const rows = [];
      for await (const row of pastRows(trx, "records.resections", "now")) rows.push(row);
      return rows.toSorted((a, b) => Number(a.number) - Number(b.number));
    });
    expect(past.find(({ number }) => number === 2)).toMatchObject({ _unread: { duration: "long" }, margin: 0.5 });
    expect(
      past
        .map(({ duration }) => duration)
        .filter(Boolean)
        .toSorted(),
    ).toEqual([200, 550]);
    const rows = await asked(registry, "select who, why, after from seriatim.history where action = 'dictionary'");
    expect(rows).toMatchObject([{ who: "anna", why: "a new version", after: { version: 2 } }]);
    // The triggers are on again, and the new columns and checks are in force.
    await importTidy(registry, "patients", "patient,sex,score,stage\nP4,d,3,II\n");
    await importTidy(registry, "visits", "patient,on\nP4,2024-01-02\n");
    await importTidy(registry, "resections", "patient,number,duration\nP4,1,1.5\n");
    expect(await rowsOf(registry, "patients")).toHaveLength(4);
    await expectWhole(registry);
    await expect(asked(registry, "update records.patients set sex = 'x'")).rejects.toThrow("sex_allowed");
  });

  it("lets a change made before a rename be undone, of the table, of its key and of its columns", async () => {
    const before = await smallRegistry(engine);
    await importTidy(before, "operations", "patient,number,minutes\nP1,1,250\n");
    const change = await lastChange(before, "records.operations");
    const first = await migrated(
      before,
      edited(
        ["number: { type: integer }", "ordinal: { type: integer, formerly: number }"],
        ["key: [patient, number]", "key: [patient, ordinal]"],
        ["minutes: {", "duration: { formerly: minutes,"],
      ),
    );
    const registry = await migrated(
      first,
      edited(
        ["  operations:\n", "  resections:\n    formerly: operations\n"],
        ["number: { type: integer }", "ordinal: { type: integer }"],
        ["key: [patient, number]", "key: [patient, ordinal]"],
        ["minutes: {", "length: { formerly: duration,"],
      ),
    );
    expect((await rowsOf(registry, "resections"))[0]).toMatchObject({ length: 250, ordinal: 1, _version: 2 });
    // Who has the registry open with the former dictionary is told so.
    await expect(importTidy(before, "operations", "patient,number\nP3,1\n")).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining("the dictionary was changed meanwhile") as string,
    });
    expect(await asUser(registry, (trx) => undoChange(trx, registry.dictionary, change))).toBe(1);
    expect((await rowsOf(registry, "resections")).find((row) => row._version === 3)).toMatchObject({
      length: 200,
      ordinal: 1,
    });
    await expectWhole(registry);
  });

  it("keeps apart what had a name before and what has it now", async () => {
    const before = await smallRegistry(engine);
    await importTidy(before, "empty", "id,what\n1,old\n");
    await importTidy(before, "patients", "patient,never\nP1,once\n");
    const change = await lastChange(before, "records.patients");
    await asUser(before, (trx) => undoChange(trx, before.dictionary, change));
    const undone = await lastChange(before, "records.patients");
    const entered = await lastChange(before, "records.empty");
    await asUser(before, (trx) => undoChange(trx, before.dictionary, entered));
    const without = await migrated(
      before,
      edited(
        ["      never: { type: text }\n", ""],
        ["  empty:\n    key: id\n    fields:\n      id: { type: text }\n      what: { type: text }\n", ""],
      ),
    );
    const registry = await migrated(
      without,
      edited(
        ["never: { type: text }", "never: { type: integer }"],
        ["what: { type: text }", "what: { type: integer }"],
      ),
    );
    await expectWhole(registry);
    await expect(asUser(registry, (trx) => undoChange(trx, registry.dictionary, undone))).rejects.toThrow(
      `the change of entry ${undone} touched patients.never (until version 2), which the dictionary has no more`,
    );
    await importTidy(registry, "empty", "id,what\n1,5\n");
    await importTidy(registry, "patients", "patient,never\nP1,5\n");
    await expectWhole(registry);
  });

  it("leaves a change that would bring back what is not allowed any more", async () => {
    const before = await smallRegistry(engine);
    await importTidy(before, "patients", "patient,sex\nP4,x\n");
    await importTidy(before, "patients", "patient,sex\nP4,m\n");
    const change = await lastChange(before, "records.patients");
    const registry = await migrated(before, edited([", x: Other", ""]));
    await expect(asUser(registry, (trx) => undoChange(trx, registry.dictionary, change))).rejects.toThrow(
      "a value is not what the dictionary allows for it (Patients)",
    );
    await expectWhole(registry);
  });

  it("applies no plan with refusals, nor one that would be another by now", async () => {
    const registry = await smallRegistry(engine);
    const refused = await planMigration(registry, edited(["      note: { type: text }\n", ""]), "new.yaml");
    await expect(applyMigration(registry, refused)).rejects.toThrow(
      "Note (patients.note) is not in the new dictionary",
    );
    const drops = await planMigration(registry, edited(["      never: { type: text }\n", ""]), "new.yaml");
    expect(drops.refusals).toEqual([]);
    await importTidy(registry, "patients", "patient,never\nP1,meanwhile\n");
    await expect(applyMigration(registry, drops)).rejects.toMatchObject({ kind: "conflict" });
    expect((await rowsOf(registry, "patients"))[0]).toMatchObject({ never: "meanwhile" });
    const one = await planMigration(registry, edited(["title: Small", "title: One"]), "one.yaml");
    const other = await planMigration(registry, edited(["title: Small", "title: Other"]), "other.yaml");
    const done = await Promise.allSettled([applyMigration(registry, one), applyMigration(registry, other)]);
    expect(done.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(done.find(({ status }) => status === "rejected")).toMatchObject({ reason: { kind: "conflict" } });
    await expectWhole(registry);
  });

  it("takes the findings along, and still finds a record that was changed past the history", async () => {
    const before = await smallRegistry(engine);
    const finding = {
      subject: "operations",
      key: ["P1", "2"],
      kind: "invalid-number",
      why: "long",
      _centre: "Hannover",
    };
    const answered = { ...finding, field: "minutes", state: "accepted", answer: "so it was" } as const;
    await asUser(before, (trx) => trx.insertInto("seriatim.findings").values(answered).execute());
    const registry = await migrated(
      before,
      edited(
        ["  operations:\n", "  resections:\n    formerly: operations\n"],
        ["minutes: {", "duration: { formerly: minutes,"],
      ),
    );
    expect(await asUser(registry, (trx) => listFindings(trx))).toMatchObject([
      { table: "resections", field: "duration", key: ["P1", "2"], state: "accepted", answer: "so it was" },
    ]);
    await expectWhole(registry);
    await asked(
      registry,
      `alter table records.resections disable trigger user;
      update records.resections set duration = 551 where patient = 'P2'`,
    );
    expect((await verifyRegistry(registry)).differences).toEqual([
      { subject: "records.resections", key: ["P2", "1"], why: "is not as the history has it" },
    ]);
  });

  it("gives the rights anew: what identifies from now on is not seen by who analyses", async () => {
    const before = await smallRegistry(engine);
    await setUser(before, { name: "cleo", roles: ["analyse"], centres: ["*"], active: true });
    const read = (registry: Registry, column: string) =>
      asUser({ ...registry, user: "cleo" }, (trx) =>
        trx
          .selectFrom("records.patients" as never)
          .select(column as never)
          .execute(),
      );
    expect(await read(before, "note")).toHaveLength(3);
    await expect(read(before, "born")).rejects.toMatchObject({ kind: "refused" });
    const registry = await migrated(
      before,
      edited(
        ["note: { type: text }", "note: { type: text, identifying: true }"],
        ["identifying: true }\n      seen", "identifying: false }\n      seen"],
        ["never: { type: text }", "never: { type: text }\n      more: { type: text }"],
      ),
    );
    await expect(read(registry, "note")).rejects.toMatchObject({ kind: "refused" });
    expect(await read(registry, "born")).toHaveLength(3);
    expect(await read(registry, "more")).toHaveLength(3);
  });

  it("takes quotes in labels and codes as text", async () => {
    const before = await smallRegistry(engine);
    const nasty = `'); drop table records.patients; --`;
    const registry = await migrated(
      before,
      edited(
        ["x: Other", `"${nasty}": "\\"; drop schema records cascade; --"`],
        [
          "never: { type: text }",
          `never: { type: text, label: "${nasty}" }\n      more: { type: code, label: "${nasty}", codes: ["${nasty}", "\\\\' or true", "$$"] }`,
        ],
      ),
    );
    await importTidy(registry, "patients", `patient,sex,more\nP5,"${nasty}",$$\n`);
    expect((await rowsOf(registry, "patients"))[3]).toMatchObject({ sex: nasty, more: "$$" });
    await expectWhole(registry);
  });
});
