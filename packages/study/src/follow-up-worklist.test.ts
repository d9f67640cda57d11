import { type Condition, parseDictionary, readRecords } from "@seriatim/records";
import { describe, expect, it } from "vitest";
import { type FollowUpWorklistOptions, followUpWorklist } from "./follow-up-worklist.js";
import { exampleRecords } from "./testing/run-example.js";
import { csv, tinyDictionary } from "./testing/tiny-study.js";

const dead: Condition = { table: "patients", field: "status", oneOf: ["dead"] };
const asOf = { year: 1990, month: 12, day: 31 };
const month = 365.25 / 12;

/** A horizon of 100 days, a contact every month of 30 whole days. */
const daily: FollowUpWorklistOptions = {
  from: "patients.zero",
  to: "patients.seen",
  event: [dead],
  asOf,
  everyMonths: 1,
  horizonMonths: 100 / month,
};

function worklist(tables: Readonly<Record<string, string>>, options: Partial<FollowUpWorklistOptions> = {}) {
  const dictionary = parseDictionary(tinyDictionary, "dictionary.yaml");
  const files = Object.fromEntries(
    Object.entries(tables).map(([table, text]) => [
      table,
      { file: `${table}.csv`, bytes: new TextEncoder().encode(csv(text)) },
    ]),
  );
  return followUpWorklist(dictionary, readRecords(dictionary, files).records, { ...daily, ...options });
}

/** Of the log-log interval at 95 %, written out. */
function width(survival: number, variance: number): number {
  const ratio = Math.exp((1.959963984540054 * Math.sqrt(variance)) / -Math.log(survival));
  return survival ** (1 / ratio) - survival ** ratio;
}

// All operated on 1 January, 364 days before the closing date: dead after 10 days, seen after 200, 20, 0 and 340 days.
const patients = `
  patient zero       seen       status
  P1      1990-01-01 1990-01-11 dead
  P2      1990-01-01 1990-07-20 alive
  P3      1990-01-01 1990-01-21 alive
  P4      1990-01-01 1990-01-01 alive
  P5      1990-01-01 1990-12-07 alive`;

describe("followUpWorklist", () => {
  it("ranks the overdue by what an answer would gain, then by how long overdue they are", () => {
    // At risk on day 10: P1, P2, P3, P5. S(100) = 3/4; only P4 was not there, and would be the second of 5 dead or make it 1 of 5.
    const now = width(3 / 4, 1 / (4 * 3));
    const answered = width(3 / 5, 2 / (5 * 3)) / 4 + (width(4 / 5, 1 / (5 * 4)) * 3) / 4;
    const list = worklist({ patients });
    expect(list.patients).toEqual([
      {
        rank: 1,
        patient: "P4",
        timeZero: { year: 1990, month: 1, day: 1 },
        lastSeen: { year: 1990, month: 1, day: 1 },
        daysSinceLastSeen: 364,
        daysOverdue: 334,
        gain: expect.closeTo(now - answered, 14),
      },
      expect.objectContaining({ rank: 2, patient: "P3", daysSinceLastSeen: 344, daysOverdue: 314, gain: 0 }),
      expect.objectContaining({ rank: 3, patient: "P2", daysSinceLastSeen: 164, daysOverdue: 134, gain: 0 }),
    ]);
    expect(list.survival.estimate).toBeCloseTo(3 / 4, 14);
    expect(list.survival.upper! - list.survival.lower!).toBeCloseTo(list.survival.width, 14);
    expect(list.survival.width).toBeCloseTo(now, 14);
    const numbers = { patients: 5, followed: 5, events: 1, overdue: 3, withoutTimeZero: 0, eventNotRecorded: 0 };
    expect(list.numbers).toEqual(numbers);
  });

  it("asks first whose answer tells something, not who is overdue longest", () => {
    // P6 was seen beyond the horizon, a year and a half ago.
    const list = worklist({ patients: `${patients}\n  P6 1989-01-01 1989-06-01 alive` }).patients;
    expect(list.map(({ patient, daysOverdue }) => [patient, daysOverdue])).toEqual([
      ["P4", 334],
      ["P6", 548],
      ["P3", 314],
      ["P2", 134],
    ]);
    expect(list.map(({ gain }) => gain > 0)).toEqual([true, false, false, false]);
  });

  it("keeps the order of the study numbers where all else is equal", () => {
    const equal = "patient zero seen status\nP2 1990-01-01 1990-02-01 alive\nP1 1990-01-01 1990-02-01 alive\n";
    expect(worklist({ patients: equal }).patients.map(({ patient }) => patient)).toEqual(["P1", "P2"]);
  });

  it("calls overdue who was last seen more than so many months ago", () => {
    // Twelve months are 365.25 days: 365 are not more, 366 are.
    const rows = "patient zero seen status\nP1 1989-01-01 1989-12-31 alive\nP2 1989-01-01 1989-12-30 alive\n";
    const list = worklist({ patients: rows }, { everyMonths: 12 }).patients;
    expect(list.map(({ patient, daysOverdue }) => [patient, daysOverdue])).toEqual([["P2", 1]]);
  });

  it("gives completeness and median follow-up of all patients", () => {
    // Observed 10 + 200 + 20 + 0 + 340 of 10 + 4 · 364 days. Censored at 0, 20, 200: 4/5, 4/5 · 2/3, 4/5 · 2/3 · 1/2.
    const { completeness, followUpMedian } = worklist({ patients });
    expect(completeness).toBe(570 / 1466);
    expect(followUpMedian.estimate).toBe(200 / month);
    expect(followUpMedian.lower).not.toBeNull();
    expect(worklist({ patients: patients.replaceAll("alive", "dead") }).followUpMedian.estimate).toBeNull();
  });

  it("begins with the first of a patient's dates, and leaves out who has none that can be read", () => {
    const rows = `
      patient seen       status
      P1      1990-06-01 alive
      P2      1990-06-01 alive
      P3      1990-06-01 alive
      P4      1990-06-01 alive
      P5      -          alive
      P6      1989-06-01 alive
      P7      1990-06-01 -
      -       1990-06-01 alive`;
    const operations = `
      patient number date
      P1      1      1990-03-01
      P1      2      1990-02-01
      P1      3      -
      P2      1      soon
      P2      2      1990-02-01
      P3      1      -
      P5      1      1990-02-01
      P6      1      1990-02-01
      P7      1      1990-02`;
    const list = worklist({ patients: rows, operations }, { from: "operations.date" });
    expect(list.patients.map(({ patient, timeZero }) => [patient, timeZero])).toEqual([
      ["P1", { year: 1990, month: 2, day: 1 }],
      ["P7", { year: 1990, month: 2 }],
    ]);
    expect(list.excluded).toEqual([
      { patient: "", reason: "Patient not recorded" },
      { patient: "P2", reason: "Date of operation not readable" },
      { patient: "P3", reason: "Date of operation not recorded" },
      { patient: "P4", reason: "Date of operation not recorded" },
      { patient: "P5", reason: "Last seen not recorded" },
      { patient: "P6", reason: "Last seen before Date of operation" },
    ]);
    const numbers = { patients: 8, followed: 2, events: 0, overdue: 2, withoutTimeZero: 3, eventNotRecorded: 1 };
    expect(list.numbers).toEqual(numbers);
  });

  it("completes dates by the rule, the last not to before time zero", () => {
    const rows = "patient zero seen status\nP1 1990-01-20 1990-01 alive\n";
    expect(worklist({ patients: rows }).patients[0]).toMatchObject({ daysSinceLastSeen: 345 });
    expect(worklist({ patients: rows }, { partialDates: "last" }).patients[0]).toMatchObject({
      daysSinceLastSeen: 334,
    });
  });

  it("takes a study number that stands twice once", () => {
    const rows = `${patients}\n  P5 1990-01-01 1990-01-02 alive`;
    const list = worklist({ patients: rows });
    expect(list.excluded).toEqual([{ patient: "P5", reason: "study number of an earlier row" }]);
    expect(list.patients).toEqual(worklist({ patients }).patients);
  });

  it("has nobody to list, and no estimates, without patients", () => {
    const list = worklist({ patients: "patient zero seen status\n" });
    const none = { estimate: null, lower: null, upper: null };
    expect(list).toEqual({
      patients: [],
      survival: { ...none, width: 1 },
      completeness: null,
      followUpMedian: none,
      numbers: { patients: 0, followed: 0, events: 0, overdue: 0, withoutTimeZero: 0, eventNotRecorded: 0 },
      excluded: [],
    });
  });

  it("lists nobody who died or was heard of in time", () => {
    const died = worklist({ patients: patients.replaceAll("alive", "dead") });
    expect(died.patients).toEqual([]);
    expect(died).toMatchObject({ completeness: 1, numbers: { events: 5, overdue: 0 } });
    expect(worklist({ patients }, { everyMonths: 12 }).patients).toEqual([]);
    expect(worklist({ patients }, { asOf: { year: 1990, month: 1, day: 1 } }).patients).toEqual([]);
  });

  it("gains nothing where nobody has died yet", () => {
    const rows = "patient zero seen status\nP1 1990-01-01 1990-01-01 alive\nP2 1990-02-01 1990-02-01 alive\n";
    const list = worklist({ patients: rows });
    expect(list.patients.map(({ patient, gain }) => [patient, gain])).toEqual([
      ["P1", 0],
      ["P2", 0],
    ]);
    expect(list).toMatchObject({ survival: { estimate: null, width: 1 }, completeness: 0 });
    const one = worklist({ patients: "patient zero seen status\nP1 1990-01-01 1990-09-01 alive\n" });
    expect(one.survival).toEqual({ estimate: 1, lower: null, upper: null, width: 1 });
    expect(one.patients).toMatchObject([{ rank: 1, gain: 0 }]);
  });

  it("is frozen all through and leaves the records as they were", () => {
    const list = worklist({ patients });
    const parts = [list, list.patients, list.patients[0], list.patients[0].lastSeen, list.numbers, list.survival];
    expect(parts.every(Object.isFrozen)).toBe(true);
    expect(JSON.parse(JSON.stringify(list))).toEqual(list);
  });

  it("refuses fields and times that cannot be, with what is allowed", () => {
    const withOptions = (options: Partial<FollowUpWorklistOptions>) => () => worklist({ patients }, options);
    expect(withOptions({ from: "patients.zerro" })).toThrow("from: “patients.zerro” is no date of the dictionary");
    expect(withOptions({ from: "patients.sex" })).toThrow("from: Sex is a code, not a date");
    expect(withOptions({ to: "visits.date" })).toThrow(
      "to: visits.date is a field of visits; it must be one of patients",
    );
    expect(withOptions({ event: [] })).toThrow("event has no condition");
    const margin = { table: "operations", field: "margin", oneOf: ["clear"] };
    expect(withOptions({ event: [margin] })).toThrow("event: “operations.margin” is no field of patients");
    expect(withOptions({ horizonMonths: 0 })).toThrow("horizonMonths is 0; it must be a finite number above 0");
    expect(withOptions({ level: 95 })).toThrow("confidenceLevel is 95");
  });

  describe("of the Hannover series", () => {
    const files = { patients: { file: "patients.csv" }, resections: { file: "resections.csv" } };
    const { dictionary, records } = exampleRecords("hannover", files);
    const options = {
      from: "resections.date",
      to: "patients.date_last_seen",
      event: [dead],
      asOf: { year: 1998, month: 12, day: 31 },
    };

    it("finds the one survivor who was not heard of for years, of whom five years are known", () => {
      const { patients, numbers, excluded, survival } = followUpWorklist(dictionary, records, options);
      // From 4 March 1986 to 4 March 1993, of 26 patients the only one but P15, seen in May 1998.
      expect(patients).toMatchObject([{ patient: "P06", daysSinceLastSeen: 2128, daysOverdue: 1763, gain: 0 }]);
      expect(numbers).toMatchObject({ patients: 26, followed: 26, events: 24, overdue: 1, withoutTimeZero: 0 });
      expect(excluded).toEqual([]);
      expect(survival.estimate).not.toBeNull();
    });

    it("tells whom to ask for survival at ten years, which only an answer can make known", () => {
      const { patients, survival } = followUpWorklist(dictionary, records, { ...options, horizonMonths: 120 });
      expect(survival).toEqual({ estimate: null, lower: null, upper: null, width: 1 });
      // All others but P15 died, and sooner than P06 was seen: alive at ten years he leaves 2 of 26, 1/2 − 1/26 by Greenwood.
      const gain = expect.closeTo(1 - width(2 / 26, 1 / 2 - 1 / 26), 12);
      expect(patients).toMatchObject([{ patient: "P06", rank: 1, gain }]);
    });
  });
});
