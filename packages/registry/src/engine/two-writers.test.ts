import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { expectWhole } from "../fixtures/expect-whole.js";
import { importTidy } from "../fixtures/fill.js";
import { enterPatients, lastSeenOf, patientRows, seeLast } from "../fixtures/patients.js";
import { hannover, onBothEngines, onEngines } from "../fixtures/registries.js";
import { applyImport } from "../import/apply-import.js";
import { planImport } from "../import/plan-import.js";
import { readSource } from "../import/read-source.js";
import { asUser } from "../registry.js";

const changedMeanwhile = {
  name: "RegistryError",
  kind: "conflict",
  message:
    "patient P01 was changed by somebody else meanwhile, so it was not changed, and nothing else of this; look at it again",
};

/** A promise that is kept from outside. */
function signal(): { given: Promise<void>; give: () => void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

onBothEngines("two who edit one patient", (engine) => {
  it("are not both obeyed: who writes second is told, and nothing of that change is written", async () => {
    const registry = await engine.registry();
    await enterPatients(registry, ["P01", "P02"]);
    const [seenByOne] = await patientRows(registry);
    const [seenByOther, second] = await patientRows(registry);
    await asUser(registry, (trx) => seeLast(registry, trx, seenByOne, "2002"));
    const late = asUser(registry, async (trx) => {
      await seeLast(registry, trx, second, "2003");
      await seeLast(registry, trx, seenByOther, "2003");
    });
    await expect(late).rejects.toMatchObject(changedMeanwhile);
    expect(await lastSeenOf(registry)).toEqual({ P01: "2002", P02: "2001" });
    const [seenAgain] = await patientRows(registry);
    await asUser(registry, (trx) => seeLast(registry, trx, seenAgain, "2003"));
    expect(await lastSeenOf(registry)).toEqual({ P01: "2003", P02: "2001" });
    await expectWhole(registry);
  });

  it("are not both obeyed when they write at once, however often", async () => {
    const registry = await engine.registry();
    await enterPatients(registry, ["P01", "P02"]);
    for (let i = 0; i < 10; i++) {
      const [row] = await patientRows(registry);
      const edits = [0, 1, 2].map((who) => {
        const date = `20${10 + i}-0${who + 1}`;
        return asUser(registry, (trx) => seeLast(registry, trx, row, date)).then(() => date);
      });
      const outcomes = await Promise.allSettled(edits);
      const written = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
      expect(written).toHaveLength(1);
      for (const outcome of outcomes)
        if (outcome.status === "rejected") expect(outcome.reason).toMatchObject(changedMeanwhile);
      expect((await lastSeenOf(registry)).P01).toBe(written[0]);
    }
    await expectWhole(registry);
  });

  it("are told when they import the same file at once, and every row is there once", async () => {
    const registry = await engine.registry();
    const csv = readFileSync(new URL("patients.csv", hannover));
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => importTidy(registry, "patients", csv)));
    const added = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value.tables[0]] : []));
    // Who comes when all is done finds nothing to add; who compared before is refused.
    expect(added.filter((table) => table.added.length > 0)).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === "rejected")
        expect(outcome.reason).toMatchObject({ name: "RegistryError", kind: "conflict" });
    expect(await patientRows(registry)).toHaveLength(26);
    await expectWhole(registry);
  });
});

onEngines(["server"], "two whose transactions overlap", (engine) => {
  it("are not both obeyed: the second waits for the first and is then told", async () => {
    const registry = await engine.registry();
    await enterPatients(registry, ["P01", "P02"]);
    const [read, written, mayEnd] = [signal(), signal(), signal()];
    const second = asUser(registry, async (trx) => {
      const [row] = await patientRows(registry, trx);
      read.give();
      await written.given;
      const edit = seeLast(registry, trx, row, "2003");
      mayEnd.give();
      await edit;
    });
    const first = asUser(registry, async (trx) => {
      await read.given;
      const [row] = await patientRows(registry, trx);
      await seeLast(registry, trx, row, "2002");
      written.give();
      await mayEnd.given;
    });
    await expect(second).rejects.toMatchObject(changedMeanwhile);
    await first;
    expect(await lastSeenOf(registry)).toEqual({ P01: "2002", P02: "2001" });
    await expectWhole(registry);
  });

  it("do not wait for each other for ever: one is written, the other is told to try again and can", async () => {
    const registry = await engine.registry();
    await enterPatients(registry, ["P01", "P02"]);
    const [one, other] = [signal(), signal()];
    const lock = (which: 0 | 1, mine: typeof one, yours: typeof one) =>
      asUser(registry, async (trx) => {
        const rows = await patientRows(registry, trx);
        const { patients } = registry.dictionary.tables;
        const number = rows[which].cells[0]!;
        await trx
          .selectFrom(`records.${patients.name}` as never)
          .selectAll()
          .where("patient" as never, "=", number as never)
          .forUpdate()
          .execute();
        mine.give();
        await yours.given;
        for (const row of rows.toSorted((a) => (a === rows[which] ? 1 : -1)))
          await seeLast(registry, trx, row, `200${which + 2}`);
        return `200${which + 2}`;
      });
    const outcomes = await Promise.allSettled([lock(0, one, other), lock(1, other, one)]);
    const written = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    expect(written).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: {
        name: "RegistryError",
        message: expect.stringMatching(/somebody else was writing; nothing of this change was written, try again$/),
      },
    });
    expect(await lastSeenOf(registry)).toEqual({ P01: written[0], P02: written[0] });
    const free = signal();
    free.give();
    await lock(0, free, free);
    expect(await lastSeenOf(registry)).toEqual({ P01: "2002", P02: "2002" });
    await expectWhole(registry);
  });

  it("import the same file: who wrote second is told, and nothing is there twice", async () => {
    const registry = await engine.registry();
    const bytes = readFileSync(new URL("patients.csv", hannover));
    const source = readSource({ name: "patients.csv", bytes }, registry.dictionary)!;
    const planned = [signal(), signal()];
    const both = planned.map((mine) =>
      asUser(registry, async (trx) => {
        const plan = await planImport(trx, registry.dictionary, source, { centre: "Hannover" });
        mine.give();
        await Promise.all(planned.map(({ given }) => given));
        await applyImport(trx, plan);
      }),
    );
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { name: "RegistryError", kind: "conflict", message: expect.stringMatching(/entered by somebody else/) },
    });
    expect(await patientRows(registry)).toHaveLength(26);
    await expectWhole(registry);
  });
});
