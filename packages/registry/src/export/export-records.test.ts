import { expect, it } from "vitest";
import { fillHannover, importTidy } from "../fixtures/fill.js";
import { hannoverDictionary, onBothEngines } from "../fixtures/registries.js";
import { asUser, type Registry } from "../registry.js";
import { setUser } from "../users.js";
import type { ExportOptions } from "./export-options.js";
import { exportRecords } from "./export-records.js";

const seed = "not a secret, as this is a test";
const deidentified: ExportOptions = { deidentified: true, seed, zero: "resections.date" };

async function exported(registry: Registry, options: ExportOptions, user = "anna"): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  await exportRecords({ ...registry, user }, options, async ({ name, pieces }) => {
    files[name] = "";
    for await (const piece of pieces) files[name] += piece;
  });
  return files;
}

/** The rows of a simple CSV by heading. */
function rowsOf(csv: string): Record<string, string>[] {
  const [headings, ...rows] = csv
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));
  return rows.map((cells) => Object.fromEntries(cells.map((cell, j) => [headings[j], cell])));
}

const oddDictionary = `title: Odd
tables:
  patients:
    key: [hospital, patient]
    fields:
      hospital: { type: text }
      patient: { type: text }
      born: { type: date, partial: true, identifying: true }
      surname: { type: text, identifying: true }
      age_at_entry: { type: decimal, unit: years }
      comment: { type: text }
      first_seen: { type: date, partial: true }
  specimens:
    parent: patients
    key: [hospital, patient, specimen]
    fields:
      hospital: { type: text }
      patient: { type: text }
      specimen: { type: text }
      taken: { type: date }
      cells: { type: decimal, min: -10 }
      kind: { type: code, codes: { "=1+1": Odd, plain: Plain } }
  surgeons:
    key: surgeon
    fields:
      surgeon: { type: text }
      since: { type: date }
`;

async function odd(registry: Registry): Promise<void> {
  await importTidy(
    registry,
    "patients",
    `hospital,patient,born,surname,age_at_entry,comment,first_seen
HOSP,PAT-A,1900-03-04,Surnamexyz,90.5,=cmd|'/c calc'!A1,1990-02
HOSP,PAT-B,1950-03-05,Othername,39,free words,1985-01-31
HOSP,PAT-C,1940,Thirdname,,,
`,
  );
  await importTidy(
    registry,
    "specimens",
    `hospital,patient,specimen,taken,cells,kind
HOSP,PAT-A,SPEC-1,1990-03-04,-3,=1+1
HOSP,PAT-A,SPEC-2,1990-03-14,2.5,plain
HOSP,PAT-B,SPEC-1,1985-03-04,1,plain
`,
  );
  await importTidy(registry, "surgeons", "surgeon,since\nSurgeonname,1970-01-01\n");
}

onBothEngines("exportRecords", (engine) => {
  it("gives all records as they are, but no cell that a spreadsheet would run", async () => {
    const registry = await engine.registry(oddDictionary);
    await odd(registry);
    const files = await exported(registry, { deidentified: false });
    expect(Object.keys(files)).toEqual(["patients.csv", "specimens.csv", "surgeons.csv", "codebook.csv"]);
    expect(rowsOf(files["patients.csv"])[0]).toEqual({
      hospital: "HOSP",
      patient: "PAT-A",
      born: "1900-03-04",
      surname: "Surnamexyz",
      age_at_entry: "90.5",
      comment: "'=cmd|'/c calc'!A1",
      first_seen: "1990-02",
    });
    expect(rowsOf(files["specimens.csv"]).map(({ cells, kind }) => [cells, kind])).toEqual([
      ["-3", "'=1+1"],
      ["2.5", "plain"],
      ["1", "plain"],
    ]);
    expect(files["codebook.csv"].split("\n")).toHaveLength(1 + 7 + 6 + 2 + 1);
  });

  it("gives days from time zero, ages up to 90, and pseudonyms, in place of what identifies", async () => {
    const registry = await engine.registry(oddDictionary);
    await odd(registry);
    const files = await exported(registry, { deidentified: true, seed, zero: "specimens.taken" });
    expect(Object.keys(files)).toEqual(["patients.csv", "specimens.csv", "codebook.csv"]);
    const patients = rowsOf(files["patients.csv"]);
    const a = patients.find((row) => row.age === "90+")!;
    // Born on 4 March 1900, on 4 March 1990 just 90. Known to February 1990: the 15th is 17 days before 4 March 1990.
    expect(a).toEqual({
      zero_year: "1990",
      hospital: a.hospital,
      age: "90+",
      age_at_entry: "90+",
      first_seen_days: "-17",
      first_seen_days_known_to: "month",
    });
    // Born on 5 March 1950, on 4 March 1985 still 34; 31 January is 32 days before.
    const b = patients.find((row) => row.zero_year === "1985")!;
    expect([b.age, b.age_at_entry, b.first_seen_days, b.first_seen_days_known_to]).toEqual(["34", "39", "-32", "day"]);
    const c = patients.find((row) => row.zero_year === "")!;
    expect([c.age, c.first_seen_days]).toEqual(["", ""]);
    expect([a, b, c].map((row) => row.hospital).sort()).toEqual(["S1", "S2", "S3"]);
    expect(patients.map((row) => row.hospital)).toEqual(["S1", "S2", "S3"]);
    const specimens = rowsOf(files["specimens.csv"]);
    expect(
      specimens
        .filter((row) => row.hospital === a.hospital)
        .map(({ taken_days, cells, kind }) => [taken_days, cells, kind]),
    ).toEqual([
      ["0", "-3", "'=1+1"],
      ["10", "2.5", "plain"],
    ]);
    expect(new Set(specimens.map(({ specimen }) => specimen)).size).toBe(3);
    const bytes = Object.values(files).join("");
    expect(bytes).not.toMatch(/\d{4}-\d{2}/);
    for (const secret of [
      "HOSP",
      "PAT-",
      "SPEC-",
      "Surnamexyz",
      "free words",
      "cmd",
      "Surgeonname",
      "1900",
      "1950",
      "1940",
    ])
      expect(bytes).not.toContain(secret);
    expect(files["codebook.csv"]).toContain("patients.csv,,comment,Comment,text,,,left out: free text\n");
    expect(files["codebook.csv"]).toContain("patients.csv,,surname,Surname,text,,,left out: identifying\n");
    expect(files["codebook.csv"]).toContain("1 known to the month or year only: completed to its middle");
    expect(files["codebook.csv"]).toContain("surgeons.csv,,,,,,,left out: its rows belong to no patient\n");
    expect(files["codebook.csv"]).toContain("1 without time zero");
  });

  it("gives the Hannover records without any date, birth or study number, to the same bytes for the same seed", async () => {
    const registry = await engine.registry();
    await fillHannover(registry);
    const files = await exported(registry, deidentified);
    const bytes = Object.values(files).join("");
    expect(bytes).not.toMatch(/\d{4}-\d{2}|\d\d?\.\d\d?\.\d{4}/);
    expect(bytes).not.toMatch(/P\d\d/);
    expect(rowsOf(files["patients.csv"])).toHaveLength(26);
    expect(rowsOf(files["resections.csv"])).toHaveLength(34);
    // P01: born 24 December 1933, resection on 11 May 1982, primary on 21 May 1978, last seen on 10 October 1982.
    const one = rowsOf(files["patients.csv"]).find((row) => row.zero_year === "1982")!;
    expect([one.age, one.date_of_primary_resection_days, one.date_last_seen_days]).toEqual(["48", "-1451", "152"]);
    expect(await exported(registry, deidentified)).toEqual(files);
    const others = await exported(registry, { ...deidentified, seed: "another seed of this test" });
    expect(others["patients.csv"]).not.toEqual(files["patients.csv"]);
  });

  it("is for who may export, and de-identified for who analyses, without the age that they may not read", async () => {
    const registry = await engine.registry();
    await fillHannover(registry);
    for (const role of ["enter", "verify", "analyse", "export", "administer"] as const)
      await setUser(registry, { name: role, roles: [role], centres: ["*"], active: true });
    for (const user of ["enter", "verify", "administer"])
      for (const options of [deidentified, { deidentified: false } as const])
        await expect(exported(registry, options, user)).rejects.toMatchObject({ kind: "refused" });
    await expect(exported(registry, { deidentified: false }, "analyse")).rejects.toThrow(
      "analyse may not take identifiable records out; that needs the role export",
    );
    expect(rowsOf((await exported(registry, deidentified, "export"))["patients.csv"])[0]).toHaveProperty("age");
    const files = await exported(registry, deidentified, "analyse");
    expect(rowsOf(files["patients.csv"])).toHaveLength(26);
    expect(rowsOf(files["patients.csv"])[0]).not.toHaveProperty("age");
    expect(files["codebook.csv"]).toContain("left out: identifying, and not readable by who exported, so no age");
  });

  it("is in the history however far it comes, without the seed", async () => {
    const registry = await engine.registry();
    await fillHannover(registry);
    const broken = exportRecords(registry, deidentified, () => Promise.reject(new Error("the disk is full")));
    await expect(broken).rejects.toThrow("the disk is full");
    await exported(registry, { deidentified: false });
    const entries = await asUser(registry, (trx) =>
      trx
        .selectFrom("seriatim.history")
        .select(["who", "after"])
        .where("action", "=", "export")
        .orderBy("seq")
        .execute(),
    );
    expect(entries).toEqual([
      { who: "anna", after: { deidentified: true, zero: "resections.date" } },
      { who: "anna", after: { deidentified: false } },
    ]);
  });

  it("refuses a seed that can be guessed, and days from no date of the records", async () => {
    const registry = await engine.registry(hannoverDictionary.replace(/^follow_up:.*$/m, ""));
    await expect(exported(registry, { ...deidentified, seed: "1" })).rejects.toThrow("too short to be secret");
    for (const [zero, says] of [
      ["patients.date_of_birth", "days cannot be counted from “patients.date_of_birth”; possible: "],
      ["resections.number", "days cannot be counted from “resections.number”; possible: "],
      [undefined, "the dictionary does not say where follow-up begins; name the date from which days are counted: "],
    ])
      await expect(exported(registry, { deidentified: true, seed, ...(zero ? { zero } : {}) })).rejects.toThrow(says);
    expect((await exported(registry, deidentified))["patients.csv"].split("\n")).toHaveLength(2);
  });

  it("begins with the dictionary's follow-up where no other date is named", async () => {
    const registry = await engine.registry();
    await fillHannover(registry);
    expect(await exported(registry, { deidentified: true, seed })).toEqual(await exported(registry, deidentified));
  });
});
