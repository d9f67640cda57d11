import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Registry } from "@seriatim/registry";
import { openRegistry } from "@seriatim/registry/node";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type FolderHome, folderHome } from "../server/folder-home.js";
import type { InputOf, OperationName, OutputOf } from "./operations.js";
import { runOperation } from "./run-operation.js";

const studies = fileURLToPath(new URL("../../../../studies/hannover", import.meta.url));

describe("importing and checking, on an empty registry of the Hannover dictionary", () => {
  let folder: string;
  let home: FolderHome;
  let registry: Registry;
  let file: string;
  let mapping: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "seriatim-workbench-"));
    const at = join(folder, "empty");
    cpSync(inject("template"), at, { recursive: true });
    registry = await openRegistry({ at, shown: at }, { user: "anna" });
    home = folderHome({ folder, studies, now: () => new Date("2026-01-01T12:00:00Z") });
  });
  afterAll(async () => {
    await registry.engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const answerOf = (name: string, input: unknown) => runOperation({ registry, who: "anna", home }, name, input);

  async function ask<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>> {
    const answer = await answerOf(name, input);
    if ("error" in answer) throw new Error(answer.error.sentence);
    return answer.output as OutputOf<Name>;
  }

  const refusal = async (name: string, input: unknown) => {
    const answer = await answerOf(name, input);
    return "error" in answer ? answer.error : undefined;
  };

  const give = async (name: string, bytes = new Uint8Array(readFileSync(join(studies, name)))) =>
    (await ask("receiveFile", { name, bytes })).file;

  const counts = ({ tables }: OutputOf<"previewFile">) =>
    tables.map(({ table, added, changed, unchanged, refused }) =>
      [table, added, changed, unchanged, refused].join(" "),
    );

  it("fileToImport tells what each column seems to be, with its texts, and suggests a mapping", async () => {
    file = await give("as-kept.xlsx");
    const found = await ask("fileToImport", { file });
    expect(found).toMatchObject({ name: "as-kept.xlsx", needsMapping: true, kept: null, centres: ["main"] });
    const sex = found.columns.find(({ heading }) => heading === "Geschl.");
    expect(sex).toMatchObject({ table: "patients", field: "sex", sure: true, filled: 26 });
    expect(sex!.texts.reduce((sum, { count }) => sum + count, 0)).toBe(26);
    mapping = found.suggested.replaceAll(/patient: Pat\.-Nr\./g, "patient: { from: Pat.-Nr., prefix: P, digits: 2 }");
    expect(await ask("mappingFault", { text: mapping })).toEqual({ fault: null });
  });

  it("mappingFault says in one sentence what is wrong, and in which line", async () => {
    const { fault } = await ask("mappingFault", { text: "tables:\n  patients:\n    columns:\n      sexx: Geschl.\n" });
    expect(fault).toMatchObject({ line: 4 });
    expect(fault!.sentence).toMatch(/“sexx” is no field of patients/);
  });

  it("previewFile counts what is new and writes nothing", async () => {
    const preview = await ask("previewFile", { file, mapping, centre: "Hannover" });
    expect(counts(preview)).toEqual(["patients 26 0 0 0", "resections 34 0 0 0"]);
    expect(preview.tables[0].addedRows[0].key).toEqual(["P01"]);
    expect((await ask("registryInfo", {})).registry?.rows.patients).toBe(0);
    expect((await refusal("previewFile", { file: "none", mapping, centre: "x" }))?.sentence).toMatch(/drop it again/);
    expect((await refusal("previewFile", { file, mapping: null, centre: "x" }))?.sentence).toMatch(/mapping is needed/);
  });

  it("applyFile refuses what was not agreed to, then writes all of it, and the same file twice changes nothing", async () => {
    const input = { file, mapping, centre: "Hannover" };
    const other = { patients: { added: 25, changed: 0 }, resections: { added: 34, changed: 0 } };
    expect(await refusal("applyFile", { ...input, agreed: other })).toMatchObject({ kind: "conflict" });
    expect((await ask("registryInfo", {})).registry?.rows.patients).toBe(0);
    const agreed = { patients: { added: 26, changed: 0 }, resections: { added: 34, changed: 0 } };
    const { change, written } = await ask("applyFile", { ...input, agreed, why: "the clinic's sheet" });
    expect(written).toEqual(agreed);
    expect(counts(await ask("previewFile", input))).toEqual(["patients 0 0 26 0", "resections 0 0 34 0"]);
    const [latest] = await ask("patientHistory", { key: ["P01"] });
    expect(latest).toMatchObject({ change, why: "the clinic's sheet", isOfMany: true });
    expect((await ask("fileToImport", { file })).kept).toBe(mapping);
    expect(await ask("undoChange", { change })).toEqual({ rows: 60 });
    expect((await ask("registryInfo", {})).registry?.rows).toMatchObject({ patients: 0, resections: 0 });
    await ask("applyFile", { ...input, agreed });
  });

  it("shows changed rows field by field and refused ones with the reason; a tidy table needs no mapping", async () => {
    const bytes = new TextEncoder().encode("patient,number,margin_mm\nP01,1,77\nP99,1,3\n");
    const tidy = await give("resections.csv", bytes);
    expect(await ask("fileToImport", { file: tidy })).toMatchObject({ needsMapping: false, centres: ["Hannover"] });
    const { tables } = await ask("previewFile", { file: tidy, mapping: null, centre: "Hannover" });
    expect(tables).toHaveLength(1);
    expect(tables[0].changedRows).toEqual([
      { row: 2, key: ["P01", "1"], changes: [{ field: "margin_mm", before: "", after: "77" }] },
    ]);
    expect(tables[0].refusedRows).toEqual([{ row: 3, why: expect.stringContaining("no such patient") }]);
  });

  it("findings are none before the first check, then by rule and by patient", async () => {
    expect(await ask("findings", {})).toMatchObject({ total: 0, checked: null, isStale: false });
    const { opened } = await ask("checkRegistry", {});
    expect(opened).toBeGreaterThan(0);
    const byRule = await ask("findings", {});
    expect(byRule).toMatchObject({ total: opened, isStale: false, checked: { asOf: "2026-01-01", who: "anna" } });
    expect(byRule.groups.reduce((sum, { count }) => sum + count, 0)).toBe(opened);
    const byPatient = await ask("findings", { by: "patient", limit: 1 });
    expect(byPatient.groups).toHaveLength(1);
    const [{ kind, count }] = byRule.kinds;
    expect((await ask("findings", { kind })).total).toBe(count);
    expect((await refusal("checkRegistry", { asOf: "1990" }))?.sentence).toMatch(/no day/);
  });

  it("an accepted finding does not come back, and is shown on demand; an answered one stays", async () => {
    const { groups, total } = await ask("findings", {});
    const [first, second] = groups.flatMap((group) => group.findings);
    const idOf = ({ table, key, field, kind }: typeof first) => ({ table, key, field, kind });
    expect((await refusal("answerFinding", { ...idOf(first), state: "accepted", says: " " }))?.sentence).toMatch(
      /reason/,
    );
    await ask("answerFinding", { ...idOf(first), state: "accepted", says: "the file says so" });
    await ask("answerFinding", { ...idOf(second), state: "answered", says: "asked" });
    await ask("checkRegistry", { asOf: "2026-01-01" });
    const after = await ask("findings", {});
    expect(after.total).toBe(total - 1);
    expect(after.states).toMatchObject({ accepted: 1, answered: 1 });
    const accepted = await ask("findings", { states: ["accepted"] });
    expect(accepted.groups[0].findings[0]).toMatchObject({ ...idOf(first), answer: "the file says so" });
  });
});
