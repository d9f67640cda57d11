import { expect, it } from "vitest";
import { fillHannover, importTidy } from "../fixtures/fill.js";
import { hannover, onBothEngines } from "../fixtures/registries.js";
import { asOf, byQueries, byRecords } from "../fixtures/same-findings.js";
import { asUser } from "../registry.js";
import { checkRegistry } from "./check-registry.js";
import { answerFinding, listFindings } from "./keep-findings.js";

onBothEngines("checkRegistry", (engine) => {
  it("finds nothing in the Hannover records", async () => {
    const registry = await engine.registry();
    await fillHannover(registry);
    expect(await byQueries(registry)).toEqual([]);
    expect((await asUser(registry, (trx) => checkRegistry(trx, registry.dictionary, { asOf }))).findings).toEqual([]);
  });

  it("finds by queries what the record checker finds, in the records with planted faults", async () => {
    const registry = await engine.registry();
    await fillHannover(registry, { tables: ["patients", "resections"], folder: new URL("with-errors/", hannover) });
    const found = await byRecords(registry);
    expect(found.length).toBeGreaterThan(10);
    expect(await byQueries(registry)).toEqual(found);
    const { findings } = await asUser(registry, (trx) => checkRegistry(trx, registry.dictionary, { asOf }));
    expect(findings.map(({ kind, table, field, key }) => `${kind} ${table}.${field} ${key.join("/")}`).sort()).toEqual(
      found,
    );
  });

  it("keeps an accepted finding accepted until it says something else, and closes what is gone", async () => {
    const registry = await engine.registry();
    await importTidy(
      registry,
      "patients",
      "patient,sex,date_of_birth,status,date_last_seen\nP1,male,1950-01-01,dead,1990-01-01\n",
    );
    await importTidy(
      registry,
      "resections",
      "patient,number,date,extrahepatic_tumour,r_status,margin_mm\nP1,1,1989-01-01,no,R1,3\n",
    );
    const check = () => asUser(registry, (trx) => checkRegistry(trx, registry.dictionary, { asOf }));
    const states = async () =>
      (await asUser(registry, (trx) => listFindings(trx))).map(({ field, state, why }) => [field, state, why]);
    expect((await check()).change).toEqual({ opened: 2, closed: 0, accepted: 0 });
    await asUser(registry, (trx) =>
      answerFinding(
        trx,
        { table: "resections", key: ["P1", "1"], field: "margin_mm", kind: "contradiction" },
        { state: "accepted", says: "measured after fixation" },
      ),
    );
    expect((await check()).change).toEqual({ opened: 0, closed: 0, accepted: 1 });
    await importTidy(registry, "patients", "patient,cause_of_death\nP1,tumour\n");
    expect((await check()).change).toEqual({ opened: 0, closed: 1, accepted: 1 });
    expect(await states()).toEqual([
      ["cause_of_death", "closed", "dead without a cause of death"],
      ["margin_mm", "accepted", "R1 with a clear margin of 3 mm"],
    ]);
    await importTidy(registry, "resections", "patient,number,margin_mm\nP1,1,4\n");
    expect((await check()).change).toEqual({ opened: 1, closed: 0, accepted: 0 });
    expect((await states())[1]).toEqual(["margin_mm", "open", "R1 with a clear margin of 4 mm"]);
  });

  it("accepts nothing without a reason, and nothing that is not there", async () => {
    const registry = await engine.registry();
    const finding = { table: "patients", key: ["P1"], field: "sex", kind: "missing-required" };
    const answer = (says: string) =>
      asUser(registry, (trx) => answerFinding(trx, finding, { state: "accepted", says }));
    await expect(answer(" ")).rejects.toThrow("a finding is accepted with a reason; give one");
    await expect(answer("so it is")).rejects.toThrow("there is no open finding missing-required on patients.sex of P1");
  });
});
