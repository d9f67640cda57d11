import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type FolderHome, folderHome } from "../server/folder-home.js";
import type { InputOf, OperationName, OutputOf } from "./operations.js";
import { runOperation } from "./run-operation.js";

const studies = fileURLToPath(new URL("../../../../studies/hannover", import.meta.url));

describe("the operations, on the Hannover example", () => {
  let folder: string;
  let home: FolderHome;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "seriatim-workbench-"));
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

  it("registryInfo counts the rows of every table", async () => {
    const { registry, kept, who } = await ask("registryInfo", {});
    expect(registry?.rows).toEqual({ patients: 26, resections: 34, followups: 144 });
    expect({ kept, who, patients: registry?.patients }).toEqual({
      kept: ["example"],
      who: "anna",
      patients: "patients",
    });
  });

  it("tells what cannot be asked for, and what is wrong with an input, in a sentence", async () => {
    expect(await refusal("dropTables", {})).toEqual({
      kind: "unknown-operation",
      sentence: "“dropTables” is nothing that can be asked for",
    });
    expect((await refusal("tableRows", { table: 7 }))?.sentence).toMatch(/^tableRows: .*table/);
    expect((await refusal("tableRows", { table: "patient" }))?.sentence).toContain("patients");
    expect((await refusal("toString", {}))?.kind).toBe("unknown-operation");
  });

  describe("tableRows", () => {
    const keys = async (input: Omit<InputOf<"tableRows">, "table">) =>
      (await ask("tableRows", { table: "resections", ...input })).rows.map(({ key }) => key.join(" "));

    it("gives some rows in the order of their keys, and how many there are", async () => {
      const { total, rows } = await ask("tableRows", { table: "patients", offset: 24, limit: 10 });
      expect(total).toBe(26);
      expect(rows.map(({ texts }) => texts.patient)).toEqual(["P25", "P26"]);
    });

    it("filters by codes, numbers, dates and texts, all at once", async () => {
      const filters = [
        { field: "r_status", oneOf: ["R1", "R2"] },
        { field: "date", from: "1990", to: "1994-12" },
      ];
      const { rows, total } = await ask("tableRows", { table: "resections", filters });
      expect(total).toBe(rows.length);
      expect(total).toBeGreaterThan(0);
      for (const { texts } of rows) {
        expect(["R1", "R2"]).toContain(texts.r_status);
        expect(texts.date >= "1990-01-01" && texts.date <= "1994-12-31").toBe(true);
      }
      expect(await keys({ filters: [{ field: "number", from: "3" }] })).toEqual(["P06 3", "P15 3"]);
      expect(await keys({ filters: [{ field: "patient", contains: "p06" }] })).toEqual(["P06 1", "P06 2", "P06 3"]);
      expect(await keys({ search: "P06", filters: [{ field: "number", to: "1" }] })).toEqual(["P06 1"]);
    });

    it("sorts by a field, those without it last, in both directions", async () => {
      const sorted = async (descending: boolean) =>
        (await ask("tableRows", { table: "resections", sort: { field: "margin_mm", descending } })).rows.map(
          ({ texts }) => texts.margin_mm,
        );
      for (const descending of [false, true]) {
        const margins = await sorted(descending);
        const recorded = margins.filter((text) => text !== "").map(Number);
        expect(recorded).toEqual([...recorded].sort((a, b) => (descending ? b - a : a - b)));
        expect(margins.slice(recorded.length).every((text) => text === "")).toBe(true);
      }
    });

    it("takes SQL in a name or a text for a name or a text", async () => {
      const evil = `x'; drop table records.patients; --`;
      expect(await keys({ search: evil })).toEqual([]);
      expect(await keys({ search: "100%_\\" })).toEqual([]);
      expect(await keys({ filters: [{ field: "r_status", oneOf: [evil] }] })).toEqual([]);
      expect((await refusal("tableRows", { table: "patients", sort: { field: evil, descending: false } }))?.kind).toBe(
        "input",
      );
      expect((await refusal("tableRows", { table: "patients", filters: [{ field: `"`, contains: "a" }] }))?.kind).toBe(
        "input",
      );
      expect(
        (await refusal("tableRows", { table: "resections", filters: [{ field: "number", from: evil }] }))?.sentence,
      ).toMatch(/is not a number/);
      expect((await ask("registryInfo", {})).registry?.rows.patients).toBe(26);
    });
  });

  it("patient gives all rows of one patient and what is wrong with them", async () => {
    const { rows, findings } = await ask("patient", { key: ["P06"] });
    expect(rows.resections.map(({ texts }) => texts.number)).toEqual(["1", "2", "3"]);
    expect(rows.patients).toHaveLength(1);
    expect(findings).toEqual([]);
    expect((await refusal("patient", { key: ["P99"] }))?.sentence).toMatch(/no patient P99/);
  });

  it("checkDraft finds what the rules would say, and writes nothing", async () => {
    const draft = { patient: ["P07"], table: "resections", key: ["P07", "1"] };
    const { own } = await ask("checkDraft", {
      ...draft,
      texts: { r_status: "R1", margin_mm: "2", date: "1783-01-01" },
    });
    expect(own.map(({ field, kind }) => `${field} ${kind}`)).toEqual(
      expect.arrayContaining(["margin_mm contradiction", "date date-order"]),
    );
    const others = await ask("checkDraft", {
      patient: ["P07"],
      table: "patients",
      key: ["P07"],
      texts: { date_last_seen: "1983-01-01" },
    });
    expect(others.own.map(({ field }) => field)).toContain("date_last_seen");
    expect((await ask("patient", { key: ["P07"] })).findings).toEqual([]);
  });

  it("saveRow writes what was typed, tells a conflict and writes nothing then, and undoChange takes it back", async () => {
    const before = (await ask("patient", { key: ["P07"] })).rows.resections[0];
    const row = { table: "resections", key: ["P07", "1"], version: before.version };
    const { change } = await ask("saveRow", {
      ...row,
      texts: { margin_mm: "3,5", hospital_days: "many" },
      why: "typo",
    });
    const after = (await ask("patient", { key: ["P07"] })).rows.resections[0];
    expect(after.texts).toEqual({ ...before.texts, margin_mm: "3.5", hospital_days: "many" });
    expect(after.unread).toEqual(["hospital_days"]);
    const conflict = await refusal("saveRow", { ...row, texts: { margin_mm: "9" } });
    expect(conflict).toMatchObject({ kind: "conflict" });
    expect((await ask("patient", { key: ["P07"] })).rows.resections[0].texts.margin_mm).toBe("3.5");
    const [latest] = await ask("patientHistory", { key: ["P07"] });
    expect(latest).toMatchObject({ change, who: "anna", why: "typo", action: "update", isOfMany: false });
    expect(latest.fields).toEqual([
      { field: "margin_mm", before: before.texts.margin_mm, after: "3.5" },
      { field: "hospital_days", before: before.texts.hospital_days, after: "many" },
    ]);
    expect(await ask("undoChange", { change })).toEqual({ rows: 1 });
    expect((await ask("patient", { key: ["P07"] })).rows.resections[0].texts).toEqual(before.texts);
  });

  it("patientHistory knows what was done to many patients at once", async () => {
    const history = await ask("patientHistory", { key: ["P01"] });
    expect(history.length).toBeGreaterThan(0);
    expect(history.every(({ isOfMany }) => isOfMany)).toBe(true);
  });

  it("saveRow enters a patient and what belongs to one, and deleteRow removes them, children first", async () => {
    const patient = { patient: "P77", sex: "male", date_of_birth: "1950-02", status: "alive", date_last_seen: "1990" };
    const given = { table: "patients", key: null, version: 0 };
    expect(await ask("saveRow", { ...given, texts: patient })).toMatchObject({ key: ["P77"] });
    expect(await refusal("saveRow", { ...given, texts: patient })).toMatchObject({ kind: "conflict" });
    const visit = {
      table: "followups",
      key: null,
      version: 0,
      texts: { patient: "P77", date: "1989-05", status: "alive" },
    };
    expect(await ask("saveRow", visit)).toMatchObject({ key: ["P77", "1989-05"] });
    const { rows } = await ask("patient", { key: ["P77"] });
    expect(rows.followups[0].centre).toBe("Hannover");
    expect(await refusal("deleteRow", { table: "patients", key: ["P77"], version: 1 })).toMatchObject({
      kind: "conflict",
    });
    await ask("deleteRow", { table: "followups", key: ["P77", "1989-05"], version: 1 });
    await ask("deleteRow", { table: "patients", key: ["P77"], version: 1 });
    expect(await refusal("patient", { key: ["P77"] })).toBeDefined();
  });

  it("saveRow refuses an unknown field, a missing key, a changed key and a parent that is not there", async () => {
    const sentence = async (input: object) => (await refusal("saveRow", { version: 0, key: null, ...input }))?.sentence;
    expect(await sentence({ table: "patients", texts: { nonsense: "1" } })).toMatch(/“nonsense” is no recorded field/);
    expect(await sentence({ table: "patients", texts: { sex: "male" } })).toMatch(/must be given/);
    expect(await sentence({ table: "resections", key: ["P07", "1"], version: 1, texts: { number: "2" } })).toMatch(
      /cannot be changed/,
    );
    expect(await sentence({ table: "followups", texts: { patient: "P99", date: "1990" } })).toMatch(/enter it first/);
  });

  it("receiveFile keeps the latest few files, by name without folder", async () => {
    const bytes = new TextEncoder().encode("a;b\n1;2\n");
    const { file, name, size } = await ask("receiveFile", { name: "../../etc/sheet.csv", bytes });
    expect({ name, size }).toEqual({ name: "sheet.csv", size: 8 });
    expect(await ask("givenFile", { file })).toEqual({ name: "sheet.csv", size: 8 });
    for (let i = 0; i < 4; i++) await ask("receiveFile", { name: "other.csv", bytes: Uint8Array.of(i) });
    expect((await refusal("givenFile", { file }))?.sentence).toMatch(/drop it again/);
  });

  it("openOwn makes an empty registry of liver surgery, and openExample comes back to the example", async () => {
    await ask("openOwn", {});
    const own = await ask("registryInfo", {});
    expect(own.kept).toEqual(["example", "own"]);
    expect(own.registry?.rows.patients).toBe(0);
    expect(own.registry?.title).toBe("Liver surgery");
    await ask("openExample", {});
    expect((await ask("registryInfo", {})).registry?.rows.patients).toBe(26);
  });
});
