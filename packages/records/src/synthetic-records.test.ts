import { describe, expect, it } from "vitest";
import { checkRecords } from "./check-records.js";
import type { Dictionary } from "./dictionary.js";
import type { Finding } from "./finding.js";
import { csvBytes } from "./fixtures/csv-dialect.js";
import { dictionary as hannover } from "./fixtures/hannover.js";
import { soundDictionary } from "./fixtures/small-dictionary.js";
import { parseDictionary } from "./parse-dictionary.js";
import { readRecords } from "./read-records.js";
import { type SyntheticOptions, syntheticRecords } from "./synthetic-records.js";

const likeHannover = { patients: 2000, seed: 20260101, rowsPerParent: { resections: 1.3, followups: 6 } };
const anyCsv = {
  separator: ",",
  lineEnd: "\n",
  encoding: "utf-8",
  byteOrderMark: false,
  isAnnounced: false,
  quotesAll: true,
  endsWithLineEnd: true,
} as const;

function textOf(dictionary: Dictionary, options: SyntheticOptions): Record<string, string[][]> {
  return Object.fromEntries(
    syntheticRecords(dictionary, options).map(({ table, columns, rows }) => [table, [[...columns], ...rows]]),
  );
}

function findingsIn(dictionary: Dictionary, options: SyntheticOptions): Finding[] {
  const files = Object.fromEntries(
    Object.entries(textOf(dictionary, options)).map(([table, rows]) => [
      table,
      { file: `${table}.csv`, bytes: csvBytes(rows, anyCsv) },
    ]),
  );
  const { records } = readRecords(dictionary, files);
  for (const { source } of Object.values(records)) expect(source.coercions).toEqual({});
  return checkRecords(dictionary, records, { asOf: { year: 2024, month: 12, day: 31 } });
}

const count = (findings: readonly Finding[], kind: string) => findings.filter((one) => one.kind === kind).length;

/** Rows as values by column. */
function rowsOf(dictionary: Dictionary, options: SyntheticOptions, table: string): Record<string, string>[] {
  const [columns, ...rows] = textOf(dictionary, options)[table];
  return rows.map((cells) => Object.fromEntries(columns.map((column, j) => [column, cells[j]])));
}

const nested = parseDictionary(
  `title: Nested
tables:
  samples:
    one: sample
    parent: visits
    key: [patient, date, sample]
    fields:
      patient: { type: text }
      date: { type: date }
      sample: { type: text }
      taken: { type: date, required: true }
      result: { type: decimal, min: 0, max: 1 }
      is_repeat: { type: boolean, required: true }
      reason: { type: text }
  visits:
    one: visit
    parent: patients
    key: [patient, date]
    fields: { patient: { type: text }, date: { type: date }, note: { type: text, label: "Note, short" } }
  sides:
    parent: patients
    key: [patient, side, is_upper]
    fields:
      patient: { type: text }
      side: { type: code, codes: { l: Left, r: Right } }
      is_upper: { type: boolean }
  patients:
    one: patient
    key: patient
    fields: { patient: { type: text }, born: { type: date, required: true }, left_on: { type: date } }
rules:
  - { kind: date-order, earlier: samples.date, later: samples.taken }
  - { kind: date-order, earlier: samples.taken, later: patients.left_on }
  - { kind: age, birth: patients.born, at: visits.date, event: visit, plausible: [0, 3] }
  - { kind: required-when, field: samples.reason, when: { samples.is_repeat: true } }
  - { kind: empty-when, field: samples.reason, when: { samples.is_repeat: false } }
`,
  "nested.yaml",
);

describe("syntheticRecords", () => {
  it("makes records of the Hannover dictionary in which nothing is found", () => {
    expect(findingsIn(hannover, likeHannover)).toEqual([]);
  });

  it("makes the same rows of the same seed, and others of another, however often they are gone through", () => {
    const options = { ...likeHannover, patients: 50, faults: 0.1 };
    const [patients] = syntheticRecords(hannover, options);
    expect([...patients.rows]).toEqual([...patients.rows]);
    expect(textOf(hannover, options)).toEqual(textOf(hannover, options));
    expect(textOf(hannover, { ...options, seed: 2 })).not.toEqual(textOf(hannover, options));
  });

  it("counts patients and ordinals, and begins with a second resection after one elsewhere", () => {
    const patients = rowsOf(hannover, likeHannover, "patients");
    const resections = rowsOf(hannover, likeHannover, "resections");
    expect(patients.map(({ patient }) => patient)).toEqual(
      Array.from({ length: 2000 }, (_, i) => `P${String(i + 1).padStart(6, "0")}`),
    );
    for (const { patient, first_resection_elsewhere } of patients) {
      const own = resections.filter((row) => row.patient === patient);
      const first = first_resection_elsewhere === "" ? 1 : 2;
      expect(own.map(({ number }) => Number(number))).toEqual(own.map((_, i) => first + i));
      expect(own.map(({ date }) => date)).toEqual([...new Set(own.map(({ date }) => date))].sort());
    }
  });

  it("gives parents as many rows as are wanted on average", () => {
    const rows = textOf(hannover, likeHannover);
    expect((rows.resections.length - 1) / 2000).toBeCloseTo(1.3, 1);
    expect((rows.followups.length - 1) / 2000).toBeCloseTo(6, 0);
    const fewer = textOf(hannover, { ...likeHannover, rowsPerParent: { resections: 0.25, followups: 0 } });
    expect((fewer.resections.length - 1) / 2000).toBeCloseTo(0.25, 1);
    expect(fewer.followups).toHaveLength(1);
  });

  it("leaves optional fields empty now and then, and draws each code", () => {
    const resections = rowsOf(hannover, likeHannover, "resections");
    const empty = resections.filter(({ procedure }) => procedure === "").length / resections.length;
    expect(empty).toBeGreaterThan(0.03);
    expect(empty).toBeLessThan(0.07);
    expect(new Set(resections.map(({ r_status }) => r_status))).toEqual(new Set(["R0", "R1", "R2", "RX"]));
    for (const { largest_cm } of resections) expect(largest_cm).toMatch(/^(\d+(\.\d)?)?$/);
  });

  it("spoils about the wanted share of rows, and nothing else", () => {
    const spoilt = { ...likeHannover, faults: 0.05 };
    const findings = findingsIn(hannover, spoilt);
    for (const kind of ["unknown-code", "missing-required", "date-order"])
      expect(count(findings, kind)).toBeGreaterThan(50);
    const sound = Object.values(textOf(hannover, likeHannover)).flat();
    const differing = Object.values(textOf(hannover, spoilt))
      .flat()
      .filter((cells, i) => cells.join() !== sound[i].join());
    expect(differing.length / sound.length).toBeGreaterThan(0.04);
    expect(differing.length / sound.length).toBeLessThan(0.06);
    expect(findings.length).toBeGreaterThanOrEqual(differing.length * 0.9);
  });

  it("makes rows of a child's children, dated by their parents, and no more than a key of codes allows", () => {
    const options = { patients: 300, seed: 1, rowsPerParent: { visits: 3, samples: 2, sides: 3 } };
    expect(syntheticRecords(nested, options).map(({ table }) => table)).toEqual([
      "patients",
      "visits",
      "samples",
      "sides",
    ]);
    expect(findingsIn(nested, options)).toEqual([]);
    const samples = rowsOf(nested, options, "samples");
    expect(samples.length).toBeGreaterThan(1500);
    for (const { date, taken, sample } of samples) {
      expect(taken > date).toBe(true);
      expect(sample).toMatch(/^S\d+$/);
    }
    const sides = rowsOf(nested, options, "sides").filter(({ patient }) => patient === "P000001");
    expect(sides.length).toBeLessThanOrEqual(4);
  });

  it("keeps dates between the first and last day, and refuses too few days", () => {
    const days = { from: { year: 2020, month: 2, day: 28 }, to: { year: 2020, month: 3, day: 31 } };
    const dates = rowsOf(hannover, { ...likeHannover, ...days, patients: 200 }, "followups").map(({ date }) => date);
    expect(dates.every((date) => date >= "2020-02-28" && date <= "2020-03-31")).toBe(true);
    const oneDay = { from: days.to, to: days.to };
    expect(() => textOf(hannover, { ...likeHannover, ...oneDay, patients: 1 })).toThrow(RangeError);
  });

  it("makes records without dates, and with an integer as the key", () => {
    const dictionary = parseDictionary(
      `title: None
tables:
  cases:
    key: id
    fields:
      id: { type: integer, min: 1 }
      size: { type: decimal, plausible: [0.02, 0.04] }
      is_sound: { type: boolean, required: true }
`,
      "none.yaml",
    );
    const options = { patients: 20, seed: 3 };
    expect(findingsIn(dictionary, options)).toEqual([]);
    expect(rowsOf(dictionary, options, "cases").map(({ id }) => Number(id))).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    expect(textOf(dictionary, { ...options, patients: 0 })).toEqual({ cases: [["id", "size", "is_sound"]] });
  });

  it("leaves derived fields out, and has the last contact after all else", () => {
    const parsed = parseDictionary(soundDictionary, "sound.yaml");
    const { patients } = parsed.tables;
    const seen = {
      ...patients.fields.seen,
      derived: { kind: "latest", table: "visits", by: "date", field: "date" } as const,
    };
    const dictionary: Dictionary = {
      ...parsed,
      tables: { ...parsed.tables, patients: { ...patients, fields: { ...patients.fields, seen } } },
    };
    const options = { patients: 300, seed: 5 };
    expect(syntheticRecords(dictionary, options)[0].columns).toEqual(["patient", "status", "cause", "born", "age"]);
    const latest = new Map(rowsOf(dictionary, options, "visits").map(({ patient, date }) => [patient, date]));
    for (const { patient, date } of rowsOf(dictionary, options, "operations"))
      expect(date < latest.get(patient)!).toBe(true);
  });

  it("takes a death as the last of a patient's dates where no rule says so", () => {
    const dictionary = parseDictionary(
      `title: Deaths
tables:
  patients:
    key: patient
    fields:
      patient: { type: text }
      date_of_birth: { type: date, required: true }
      date_of_death: { type: date, required: true }
      first_seen: { type: date, required: true }
  visits:
    parent: patients
    key: [patient, date]
    fields: { patient: { type: text }, date: { type: date } }
`,
      "deaths.yaml",
    );
    const options = { patients: 100, seed: 8 };
    const patients = new Map(rowsOf(dictionary, options, "patients").map((row) => [row.patient, row]));
    for (const { patient, date } of rowsOf(dictionary, options, "visits")) {
      const { date_of_birth, first_seen, date_of_death } = patients.get(patient)!;
      const dates = [date_of_birth, first_seen, date, date_of_death];
      expect(dates).toEqual([...dates].sort());
      expect(Number(first_seen.slice(0, 4)) - Number(date_of_birth.slice(0, 4))).toBeGreaterThanOrEqual(17);
    }
  });

  it("gives up on rules that contradict one another", () => {
    const dictionary = parseDictionary(
      `${soundDictionary}  - { kind: required-when, field: patients.cause, when: { patients.patient: { recorded: true } } }
  - { kind: empty-when, field: patients.cause, when: { patients.patient: { recorded: true } } }
`,
      "contradictory.yaml",
    );
    expect(new Set(findingsIn(dictionary, { patients: 20, seed: 1 }).map(({ field }) => field))).toEqual(
      new Set(["cause"]),
    );
  });

  it.each([
    [{ patients: 1.5 }, /patients is 1.5/],
    [{ seed: 2 ** 40 }, /seed is 1099511627776/],
    [{ faults: 2 }, /faults is 2/],
    [{ rowsPerParent: { resektions: 1 } }, /resections/],
    [{ rowsPerParent: { resections: -1 } }, /rowsPerParent.resections is -1/],
    [{ from: { year: 2030, month: 1, day: 1 } }, /2030-01-01 is after to 2024-12-31/],
  ])("refuses %j", (wrong, says) => {
    expect(() => syntheticRecords(hannover, { ...likeHannover, ...wrong })).toThrow(says);
    expect(() => syntheticRecords(hannover, { ...likeHannover, ...wrong })).toThrow(RangeError);
  });
});
