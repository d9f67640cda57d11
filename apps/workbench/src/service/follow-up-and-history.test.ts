import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseDictionary } from "@seriatim/records";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type FolderHome, folderHome } from "../server/folder-home.js";
import { contactWay } from "./contact-way.js";
import type { InputOf, OperationName, OutputOf } from "./operations.js";
import { runOperation } from "./run-operation.js";

const studies = fileURLToPath(new URL("../../../../studies/hannover", import.meta.url));

describe("follow-up and history, on the Hannover example", () => {
  let folder: string;
  let home: FolderHome;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "seriatim-follow-up-"));
    cpSync(inject("template"), join(folder, "hannover"), { recursive: true });
    home = folderHome({ folder, studies, now: () => new Date("2026-01-01T12:00:00Z") });
    await ask("openExample", {});
  });
  afterAll(async () => {
    await home.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const answerOf = (name: string, input: unknown) =>
    runOperation({ registry: home.registry(), who: "anna", home }, name, input);

  async function ask<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>> {
    const answer = await answerOf(name, input);
    if ("error" in answer) throw new Error(answer.error.sentence);
    return answer.output as OutputOf<Name>;
  }

  const refusal = async (name: string, input: unknown) => {
    const answer = await answerOf(name, input);
    return "error" in answer ? answer.error : undefined;
  };

  const rowOf = async (patient: string) => (await ask("patient", { key: [patient] })).rows.patients[0];
  const overdue = async () =>
    (await ask("followUpWorklist", { asOf: "1998-12-31" }))!.patients.map(({ key }) => key.join("/"));

  it("followUpWorklist ranks the overdue as of a day and by an interval", async () => {
    const list = (await ask("followUpWorklist", { asOf: "31.12.1998" }))!;
    expect(list.asOf).toBe("1998-12-31");
    expect(list.every).toBe(12);
    expect(list.patients.map(({ key }) => key[0])).toContain("P06");
    expect(list.numbers.patients).toBe(26);
    expect(list.completeness).toBeGreaterThan(0.5);
    expect(list.byYear.at(-1)).toMatchObject({ on: "1998-12-31", completeness: list.completeness });
    expect(list.byYear.length).toBeGreaterThan(10);
    expect(list.contact).toEqual({
      table: "patients",
      isNewRow: false,
      date: "date_last_seen",
      status: ["status"],
      cause: ["cause_of_death"],
      happened: { status: ["dead"] },
    });
    const seldom = (await ask("followUpWorklist", { asOf: "1998-12-31", every: 240 }))!;
    expect(seldom.patients).toEqual([]);
    expect((await ask("followUpWorklist", {}))!.asOf).toBe("2026-01-01");
    expect((await refusal("followUpWorklist", { asOf: "1998-13" }))?.sentence).toMatch(/not a full date/);
  });

  it("logContact writes the patient's row, tells a conflict, and is undone", async () => {
    const before = await rowOf("P06");
    const given = { key: ["P06"], version: before.version };
    const { change } = await ask("logContact", {
      ...given,
      date: "1998-12",
      texts: { status: "alive" },
      why: "letter",
    });
    expect((await rowOf("P06")).texts).toEqual({ ...before.texts, date_last_seen: "1998-12", status: "alive" });
    expect(await overdue()).not.toContain("P06");
    expect(await refusal("logContact", { ...given, date: "1999" })).toMatchObject({ kind: "conflict" });
    const { changes } = await ask("historyChanges", { key: ["P06"] });
    expect(changes[0]).toMatchObject({ change, who: "anna", why: "letter" });
    expect(changes[0].parts).toEqual([
      { action: "update", table: "patients", subject: null, entries: 1, key: ["P06"] },
    ]);
    await ask("undoChange", { change, why: "other patient" });
    expect((await rowOf("P06")).texts).toEqual(before.texts);
    expect(await overdue()).toContain("P06");
    const [undone] = (await ask("historyChanges", { limit: 1 })).changes;
    expect(undone.parts.map(({ action }) => action)).toEqual(["undo", "update"]);
    expect(undone.why).toBe("other patient");
  });

  it("logContact refuses what cannot be read, is yet to come, or is earlier than what is recorded", async () => {
    const { version } = await rowOf("P06");
    const sentence = async (input: object) =>
      (await refusal("logContact", { key: ["P06"], version, date: "1999-01-01", ...input }))?.sentence;
    expect(await sentence({ date: "soon" })).toMatch(/Date last seen: .*not a date/);
    expect(await sentence({ date: "" })).toMatch(/must be given/);
    expect(await sentence({ date: "2026-01-02" })).toMatch(/yet to come/);
    expect(await sentence({ date: "1970-01-01" })).toMatch(/is before/);
    expect(await sentence({ texts: { sex: "male" } })).toMatch(/“sex” is nothing/);
    expect(await sentence({ texts: { status: "asleep" } })).toMatch(/“asleep” cannot be read/);
    expect(await sentence({ key: ["P99"] })).toMatch(/no patient P99/);
    expect((await rowOf("P06")).version).toBe(version);
  });

  it("historyChanges pages and filters, and counts an import as one change", async () => {
    const all = (await ask("historyChanges", { limit: 1000 })).changes;
    const pages: number[] = [];
    let before: number | undefined;
    for (let hasMore = true; hasMore; ) {
      const page = await ask("historyChanges", { limit: 2, ...(before === undefined ? {} : { before }) });
      pages.push(...page.changes.map(({ change }) => change));
      before = pages.at(-1);
      hasMore = page.hasMore;
    }
    expect(pages).toEqual(all.map(({ change }) => change));
    const visits = all.find(({ parts }) =>
      parts.some(({ table, action }) => table === "followups" && action === "insert"),
    )!;
    expect(visits.parts.find(({ table }) => table === "followups")?.entries).toBe(144);
    const imports = (await ask("historyChanges", { action: "import" })).changes;
    expect(imports.map(({ change }) => change)).toContain(visits.change);
    expect((await ask("historyChanges", { who: "nobody" })).changes).toEqual([]);
    const day = { from: "2020-01-01T00:00:00+01:00", until: "2020-01-02T00:00:00+01:00" };
    expect((await ask("historyChanges", day)).changes).toEqual([]);
    const own = (await ask("historyChanges", { key: ["P07"] })).changes;
    const entered = own.find(({ change }) => change === visits.change)!;
    const ofP07 = (await ask("patient", { key: ["P07"] })).rows.followups.length;
    expect(entered.parts.find(({ table }) => table === "followups")?.entries).toBe(ofP07);
  });

  it("historyEntries shows fields before and after, and what identifies only when asked for", async () => {
    const { version, texts } = await rowOf("P08");
    const { change } = await ask("saveRow", {
      table: "patients",
      key: ["P08"],
      version,
      texts: { date_of_birth: "1950-01", grade: texts.grade === "G1" ? "G2" : "G1" },
    });
    const grade = { field: "grade", before: texts.grade, after: texts.grade === "G1" ? "G2" : "G1" };
    const { entries, hasMore } = await ask("historyEntries", { change });
    expect(hasMore).toBe(false);
    expect(entries).toMatchObject([{ action: "update", table: "patients", key: ["P08"] }]);
    expect(entries[0].fields).toEqual([{ field: "date_of_birth", before: null, after: null }, grade]);
    const open = await ask("historyEntries", { change, identifying: true });
    expect(open.entries[0].fields).toEqual([
      { field: "date_of_birth", before: texts.date_of_birth, after: "1950-01" },
      grade,
    ]);
    const [latest] = (await ask("historyChanges", { action: "import", limit: 1 })).changes;
    const first = await ask("historyEntries", { change: latest.change, limit: 100 });
    expect(first.hasMore).toBe(true);
    const rest = await ask("historyEntries", { change: latest.change, limit: 100, before: first.entries.at(-1)!.seq });
    expect(rest.entries[0].seq).toBe(first.entries.at(-1)!.seq - 1);
  });

  it("verifyChain finds all whole, and a head that is not of this history", async () => {
    const { head, faults, differences, entries } = await ask("verifyChain", {});
    expect({ faults, differences }).toEqual({ faults: [], differences: [] });
    expect(entries).toBeGreaterThan(200);
    expect((await ask("verifyChain", { head })).faults).toEqual([]);
    expect((await ask("verifyChain", { head: "0".repeat(64) })).faults).toHaveLength(1);
    expect((await refusal("verifyChain", { head: "12" }))?.sentence).toMatch(/64 hexadecimal/);
    expect(await ask("verifyProgress", {})).toBeNull();
  });

  it("logContact enters a row where the last date is derived from contacts", async () => {
    await ask("openOwn", {});
    const texts = { patient: "A1", sex: "female", birth: "1950-02" };
    await ask("saveRow", { table: "patients", key: null, version: 0, texts });
    const list = (await ask("followUpWorklist", {}))!;
    expect(list.contact).toMatchObject({ table: "contacts", isNewRow: true, date: "date", cause: ["cause_of_death"] });
    expect(list.patients).toEqual([]);
    const { version } = await rowOf("A1");
    const given = { key: ["A1"], version, texts: { status: "alive" } };
    const { change } = await ask("logContact", { ...given, date: "2025-05-01" });
    expect((await rowOf("A1")).derived).toMatchObject({ last_seen: "2025-05-01", status: "alive" });
    expect(await refusal("logContact", { ...given, date: "2025-05-01" })).toMatchObject({ kind: "conflict" });
    await ask("logContact", { ...given, date: "2024" });
    await ask("undoChange", { change });
    expect((await rowOf("A1")).derived.last_seen).toBe("2024");
  });
});

describe("contactWay", () => {
  it("is null where the dictionary says nothing of follow-up", () => {
    const text = `title: T
tables:
  patients: { label: Patients, one: patient, key: id, fields: { id: { type: text, label: Number } } }`;
    expect(contactWay(parseDictionary(text, "d.yaml"))).toBeNull();
  });
});
