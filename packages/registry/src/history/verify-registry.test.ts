import { expect, it } from "vitest";
import { asked } from "../fixtures/asked.js";
import { importTidy } from "../fixtures/fill.js";
import { onBothEngines } from "../fixtures/registries.js";
import { asUser, type Registry } from "../registry.js";
import { readHistory } from "./read-history.js";
import { verifyRegistry } from "./verify-registry.js";

/** Changes the database as its owner could, past the trigger that refuses it. */
async function tamper(registry: Registry, statements: string): Promise<void> {
  await asked(
    registry,
    `alter table seriatim.history disable trigger only_added_to; ${statements}; alter table seriatim.history enable trigger only_added_to`,
  );
}

async function faultsOf(registry: Registry): Promise<[number, string][]> {
  return (await verifyRegistry(registry)).faults.map(({ seq, why }) => [seq, why]);
}

async function filled(registry: Registry): Promise<number> {
  await importTidy(registry, "patients", "patient,sex\nP1,male\nP2,female\n");
  await importTidy(registry, "patients", "patient,sex\nP1,female\n");
  const [{ seq }] = await asUser(registry, (trx) => readHistory(trx, { limit: 1 }));
  return seq;
}

const changed = "was changed: it does not say what it said when it was written, or does not follow from the one before";

onBothEngines("verifyRegistry", (engine) => {
  it("finds nothing where nobody changed anything", async () => {
    const registry = await engine.registry();
    const last = await filled(registry);
    const verdict = await verifyRegistry(registry);
    expect(verdict).toMatchObject({ entries: last, faults: [], differences: [] });
    expect(verdict.head).toMatch(/^[0-9a-f]{64}$/);
    expect((await verifyRegistry(registry, { head: verdict.head })).faults).toEqual([]);
    const none = "0".repeat(64);
    expect((await verifyRegistry(registry, { head: none })).faults).toEqual([
      { seq: 1, why: `no entry has the hash ${none}: the history was made anew` },
    ]);
  });

  it.each([
    ["what an entry says", (k: number) => `update seriatim.history set after = '{"sex": "x"}' where seq = ${k}`],
    ["who is said to have done it", (k: number) => `update seriatim.history set who = 'berta' where seq = ${k}`],
    ["when", (k: number) => `update seriatim.history set at = at + interval '1 microsecond' where seq = ${k}`],
    ["why", (k: number) => `update seriatim.history set why = '' where seq = ${k}`],
    ["its hash", (k: number) => `update seriatim.history set hash = sha256(hash) where seq = ${k}`],
  ])("names the entry of which somebody changed %s", async (_, statement) => {
    const registry = await engine.registry();
    const last = await filled(registry);
    await tamper(registry, statement(last - 2));
    const faults = await faultsOf(registry);
    expect(faults[0]).toEqual([last - 2, changed]);
  });

  it("names entries that are gone, in the middle and at the end", async () => {
    const registry = await engine.registry();
    const last = await filled(registry);
    await tamper(registry, `delete from seriatim.history where seq in (${last - 3}, ${last - 2})`);
    expect(await faultsOf(registry)).toEqual([[last - 3, `is missing, as are those to ${last - 2}`]]);
    await tamper(registry, `delete from seriatim.history where seq = ${last}`);
    expect(await faultsOf(registry)).toEqual([
      [last - 3, `is missing, as are those to ${last - 2}`],
      [last, "is missing"],
    ]);
  });

  it("names entries whose places were exchanged, and one that was put in at the end", async () => {
    const registry = await engine.registry();
    const last = await filled(registry);
    await tamper(
      registry,
      `update seriatim.history set seq = -1 where seq = ${last - 1};
      update seriatim.history set seq = ${last - 1} where seq = ${last};
      update seriatim.history set seq = ${last} where seq = -1`,
    );
    expect((await faultsOf(registry)).map(([seq]) => seq)).toEqual([last - 1, last, last]);
    await tamper(
      registry,
      `insert into seriatim.history select ${last + 1}, at, change, who, action, subject, key, before, after, why, centre, hash
      from seriatim.history where seq = ${last}`,
    );
    expect((await faultsOf(registry)).map(([seq]) => seq)).toContain(last + 1);
  });

  it("names a record that was changed, entered or removed past the history", async () => {
    const registry = await engine.registry();
    await filled(registry);
    await asked(
      registry,
      `alter table records.patients disable trigger user;
      update records.patients set sex = 'male' where patient = 'P1';
      delete from records.patients where patient = 'P2';
      insert into records.patients (patient, _centre) values ('P3', 'Hannover');
      alter table records.patients enable trigger user`,
    );
    expect((await verifyRegistry(registry)).differences).toEqual([
      { subject: "records.patients", key: ["P1"], why: "is not as the history has it" },
      { subject: "records.patients", key: ["P2"], why: "is in the history, but gone" },
      { subject: "records.patients", key: ["P3"], why: "is not in the history" },
    ]);
  });

  it("cannot be made to forget: the database refuses to change or remove an entry", async () => {
    const registry = await engine.registry();
    for (const statement of [
      "update seriatim.history set who = 'nobody'",
      "delete from seriatim.history",
      "truncate seriatim.history",
      "truncate records.patients cascade",
    ])
      await expect(asked(registry, statement)).rejects.toThrow("the history is only ever added to");
  });
});
