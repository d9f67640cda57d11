import { expect, it } from "vitest";
import { onBothEngines } from "../fixtures/registries.js";
import { edited, smallDictionary, smallRegistry } from "../fixtures/small-registry.js";
import { setUser } from "../users.js";
import { planMigration } from "./plan-migration.js";

onBothEngines("planMigration", (engine) => {
  it("refuses what would lose or change what is recorded, and says how many rows that is", async () => {
    const registry = await smallRegistry(engine);
    const refusals = async (...changes: [string, string][]) =>
      (await planMigration(registry, edited(...changes), "new.yaml")).refusals;
    expect(await refusals(["      note: { type: text }\n", ""])).toEqual([
      "Note (patients.note) is not in the new dictionary, but is recorded in 2 rows; keep it in the dictionary",
    ]);
    // What could not be read is recorded too.
    expect(await refusals(["      minutes: { type: integer, min: 0, max: 600 }\n", ""])).toEqual([
      expect.stringContaining("is recorded in 3 rows"),
    ]);
    expect(
      await refusals([
        smallDictionary.slice(smallDictionary.indexOf("  operations:"), smallDictionary.indexOf("  empty:")),
        "",
      ]),
    ).toEqual(["Operations (operations) is not in the new dictionary, but has 3 rows; keep it in the dictionary"]);
    expect(await refusals(["m: Male, f: Female, x: Other", "m: Male"])).toEqual([
      "Sex (patients.sex): the code f is gone, but is recorded in 2 rows; keep it, or change those first",
    ]);
    expect(await refusals(["min: 0, max: 600", "min: 0, max: 300"])).toEqual([
      "Minutes (operations.minutes): a value is beyond the new limits (at least 0, at most 300) in 1 row; leave it as it was, or change those first",
    ]);
    expect(await refusals(["seen: { type: date, partial: true }", "seen: { type: date }"])).toEqual([
      expect.stringContaining("a value is not readable as date in 2 rows"),
    ]);
    expect(await refusals(["margin: { type: decimal, unit: mm }", "margin: { type: integer, unit: mm }"])).toEqual([
      expect.stringContaining("a value is not readable as integer in 1 row"),
    ]);
    expect(await refusals(["note: { type: text }", "note: { type: code, codes: [7, 8] }"])).toEqual([
      expect.stringContaining("a value is not readable as code of the dictionary in 1 row"),
    ]);
    expect(await refusals(["note: { type: text }", "note: { type: date }"])).toEqual([
      expect.stringContaining("a value is not readable as date in 2 rows"),
    ]);
    expect(await refusals(["key: [patient, number]", "key: [patient, number, minutes]"])).toEqual([
      "Operations (operations): its key would change from patient, number to patient, number, minutes, but the table has 3 rows; leave that as it is, or give the new table another name",
    ]);
    expect(await refusals(["    parent: patients\n", ""])).toEqual([
      expect.stringContaining("it would belong to no table instead of patients, but the table has 3 rows"),
    ]);
    expect(await refusals(["number: { type: integer }", "number: { type: text }"])).toEqual([
      expect.stringContaining("the type of number in its key would change"),
    ]);
    const derived =
      "smoker: { type: code, codes: [yes, no], derived: { definitions: { one: [{ value: yes, when: { sex: m } }, { value: no }] } } }";
    expect(await refusals(["smoker: { type: boolean }", derived])).toEqual([
      "Smoker (patients.smoker) would be derived, but is recorded in 2 rows; keep it as it is, and give the derived field another name",
    ]);
    expect((await planMigration(registry, smallDictionary, "new.yaml")).refusals).toEqual([
      "new.yaml is the registry's dictionary already",
    ]);
  });

  it("warns of what may not be meant, and counts rows of all centres", async () => {
    const registry = await smallRegistry(engine);
    await setUser(registry, { name: "bert", roles: ["administer"], centres: ["Elsewhere"], active: true });
    const plan = await planMigration(
      { engine: registry.engine, user: "bert" },
      edited(
        ["unit: mm", "unit: cm"],
        ["max: 600", "max: 900"],
        [
          "never: { type: text }",
          "never: { type: text }\n      stage: { type: text, required: true, formerly: level }",
        ],
      ),
      "new.yaml",
    );
    expect(plan).toMatchObject({ version: 2, refusals: [] });
    expect(plan.warnings).toEqual([
      "Stage (patients.stage) is new: the registry has no field patients.level",
      "Stage (patients.stage) is required, and not recorded in 3 rows so far",
      "Minutes (operations.minutes): what could not be read in 1 row stays so until it is entered again",
      "Margin (operations.margin): the unit changes from mm to cm; the values stay the numbers that they are",
    ]);
    expect(plan.steps.map(({ says }) => says)).toEqual([
      "Stage (patients.stage) is new",
      "The rights to Patients (patients) are given anew",
      "Minutes (operations.minutes): limits: at least 0, at most 900 instead of at least 0, at most 600",
      "The rights to Operations (operations) are given anew",
    ]);
    await setUser(registry, { name: "cleo", roles: ["enter"], centres: ["*"], active: true });
    await expect(planMigration({ engine: registry.engine, user: "cleo" }, smallDictionary, "new.yaml")).rejects.toThrow(
      "cleo may not administer",
    );
  });
});
