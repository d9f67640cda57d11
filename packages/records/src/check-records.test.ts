import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkRecords } from "./check-records.js";
import type { Finding } from "./finding.js";
import { parseDictionary } from "./parse-dictionary.js";
import { parsePartialDate } from "./parse-partial-date.js";
import { readRecords } from "./read-records.js";
import { RecordsError } from "./records-error.js";

const folder = new URL("../../../studies/hannover/", import.meta.url);
const asOf = { year: 2026, month: 1, day: 1 };
const dictionary = parseDictionary(readFileSync(new URL("dictionary.yaml", folder), "utf8"), "dictionary.yaml");

type Edit = (text: string) => string;

function check(
  edits: Record<string, Edit> = {},
  tables = ["patients", "resections", "followups"],
  from = folder,
  on = asOf,
): Finding[] {
  const files = Object.fromEntries(
    tables.map((table) => {
      const text = readFileSync(new URL(`${table}.csv`, from), "utf8");
      const edited = edits[table]?.(text) ?? text;
      return [table, { file: `${table}.csv`, bytes: new TextEncoder().encode(edited) }];
    }),
  );
  return checkRecords(dictionary, readRecords(dictionary, files).records, { asOf: on });
}

/** In the row that begins so, one cell changed. */
function set(row: string, field: string, value: string): Edit {
  return (text) => {
    const lines = text.split("\n");
    const column = lines[0].split(",").indexOf(field);
    const i = lines.findIndex((line) => line.startsWith(`${row},`));
    if (i < 0 || column < 0) throw new Error(`no ${row} or no ${field}`);
    const cells = lines[i].split(",");
    cells[column] = value;
    lines[i] = cells.join(",");
    return lines.join("\n");
  };
}
const both =
  (...edits: Edit[]): Edit =>
  (text) =>
    edits.reduce((edited, edit) => edit(edited), text);
const brief = (findings: Finding[]) =>
  findings.map(({ kind, patient, table, field, why }) => `${kind} ${patient} ${table}.${field}: ${why}`);

describe("checkRecords on the Hannover series", () => {
  it("finds nothing in the clean records", () => expect(check()).toEqual([]));

  it("finds the planted faults, all of them and no other", () => {
    const planted = new URL("with-errors/", folder);
    const expected = JSON.parse(readFileSync(new URL("expected-findings.json", planted), "utf8")) as Finding[];
    const found = check({}, ["patients", "resections"], planted);
    const place = ({ kind, patient, table, field }: Finding) => `${kind} ${patient} ${table}.${field}`;
    expect(expected).toHaveLength(15);
    expect(found.map(place).sort()).toEqual(expected.map(place).sort());
    const why = new Map(found.map((finding) => [place(finding), finding.why]));
    const different = expected
      .filter((finding) => why.get(place(finding)) !== finding.why)
      .map((finding) => [finding.why, why.get(place(finding))]);
    expect(different).toEqual([
      ["patient stands twice", "patient stands twice, first in row 19"],
      ["480 cm", "480 cm is outside the plausible 0.1 to 40 cm"],
      ["in the future", "2093-07-06 is in the future (after 2026-01-01)"],
    ]);
  });

  it("makes one finding of one fault that two rules see, worded by the first", () => {
    // With the visits there, P07 is also last seen before a visit, and P21 dead at one.
    const planted = new URL("with-errors/", folder);
    const followups = { file: "followups.csv", bytes: readFileSync(new URL("followups.csv", folder)) };
    const [patients, resections] = ["patients.csv", "resections.csv"].map((file) => ({
      file,
      bytes: readFileSync(new URL(file, planted)),
    }));
    const { records } = readRecords(dictionary, { patients, resections, followups });
    expect(checkRecords(dictionary, records, { asOf })).toEqual(check({}, ["patients", "resections"], planted));
  });

  it("is in the order of tables, rows and fields whatever the order of the rules", () => {
    const found = check({}, ["patients", "resections"], new URL("with-errors/", folder));
    const tables = ["patients", "resections"];
    const sorted = found.toSorted((a, b) => tables.indexOf(a.table) - tables.indexOf(b.table) || a.row - b.row);
    expect(found).toEqual(sorted);
    const reversed = { ...dictionary, rules: dictionary.rules.toReversed() };
    const files = {
      patients: { file: "p.csv", bytes: readFileSync(new URL("with-errors/patients.csv", folder)) },
      resections: { file: "r.csv", bytes: readFileSync(new URL("with-errors/resections.csv", folder)) },
    };
    expect(checkRecords(reversed, readRecords(reversed, files).records, { asOf })).toEqual(found);
  });

  it("returns again what reading found, once", () => {
    const bytes = new TextEncoder().encode(
      set("P16,1", "r_status", "R4")(readFileSync(new URL("resections.csv", folder), "utf8")),
    );
    const { records, findings } = readRecords(dictionary, { resections: { file: "resections.csv", bytes } });
    expect(findings).toHaveLength(1);
    expect(checkRecords(dictionary, records, { asOf })).toEqual(findings);
  });
});

/** Each rule at the value that breaks it and at its neighbour that does not. */
const cases: { rule: string; table: string; breaks: Edit; finding: string | string[]; keeps: Edit }[] = [
  {
    rule: "date-order: last seen the day before the resection, or on its day",
    table: "patients",
    breaks: set("P10", "date_last_seen", "1988-01-25"),
    finding: "date-order P10 patients.date_last_seen: last seen before the resection of 1988-01-26",
    keeps: set("P10", "date_last_seen", "1988-01-26"),
  },
  {
    rule: "date-order with a partial date: the month before, or the month itself",
    table: "patients",
    breaks: set("P10", "date_last_seen", "1987-12"),
    finding: "date-order P10 patients.date_last_seen: last seen before the resection of 1988-01-26",
    keeps: set("P10", "date_last_seen", "1988-01"),
  },
  {
    rule: "date-order over several resections: one finding, the latest resection named",
    table: "patients",
    breaks: set("P06", "date_last_seen", "1986-03-03"),
    finding: "date-order P06 patients.date_last_seen: last seen before the resection of 1990-08-03",
    keeps: set("P06", "date_last_seen", "1990-08-03"),
  },
  {
    rule: "date-order: birth after the primary resection, no value printed",
    table: "patients",
    breaks: set("P11", "date_of_birth", "1989-05-11"),
    finding:
      "date-order P11 patients.date_of_primary_resection: Date of primary resection 1989-05-10 is before Date of birth",
    keeps: set("P11", "date_of_birth", "1989-05-10"),
  },
  {
    rule: "date-order: resection before the first one elsewhere",
    table: "patients",
    breaks: set("P24", "first_resection_elsewhere", "1992-03"),
    finding: "date-order P24 resections.date: resection before the first one elsewhere of 1992-03",
    keeps: set("P24", "first_resection_elsewhere", "1992-02"),
  },
  {
    rule: "consecutive-dates: third resection the day before the second, or on its day",
    table: "resections",
    breaks: set("P06,3", "date", "1988-12-01"),
    finding: "date-order P06 resections.date: third resection before the second",
    keeps: set("P06,3", "date", "1988-12-02"),
  },
  {
    rule: "age: 110 years and a day, or 110 years",
    table: "patients",
    breaks: set("P11", "date_of_birth", "1879-05-29"),
    finding: "implausible-value P11 patients.date_of_birth: older than 110 years at operation",
    keeps: set("P11", "date_of_birth", "1879-05-31"),
  },
  {
    rule: "age: a year of birth that leaves it open",
    table: "patients",
    breaks: set("P11", "date_of_birth", "1878"),
    finding: "implausible-value P11 patients.date_of_birth: older than 110 years at operation",
    keeps: set("P11", "date_of_birth", "1879"),
  },
  {
    rule: "sequence: a third without a second",
    table: "resections",
    breaks: set("P05,2", "number", "3"),
    finding: "sequence-gap P05 resections.number: a third resection without a second",
    keeps: set("P05,2", "date", "1990-11-14"),
  },
  {
    rule: "sequence: an eighth without a seventh, implausible as well",
    table: "resections",
    breaks: set("P05,2", "number", "8"),
    finding: [
      "implausible-value P05 resections.number: 8 is outside the plausible 1 to 6",
      "sequence-gap P05 resections.number: an eighth resection without a seventh",
    ],
    keeps: set("P05,2", "largest_cm", "8"),
  },
  {
    rule: "sequence: a second without a first here or elsewhere, or with an unreadable date elsewhere",
    table: "patients",
    breaks: set("P25", "first_resection_elsewhere", ""),
    finding: "sequence-gap P25 resections.number: a second resection, but no first one here or elsewhere",
    keeps: set("P25", "first_resection_elsewhere", "1991"),
  },
  {
    rule: "sequence: not judged where a sibling's number cannot be read",
    table: "resections",
    breaks: both(set("P05,2", "number", "3"), set("P05,1", "number", "1")),
    finding: "sequence-gap P05 resections.number: a third resection without a second",
    keeps: (text) => text,
  },
  {
    rule: "never, across tables: a first resection here and one elsewhere",
    table: "patients",
    breaks: set("P10", "first_resection_elsewhere", "1987-05"),
    finding: "contradiction P10 resections.number: a first resection here, yet one elsewhere of 1987-05",
    keeps: set("P26", "first_resection_elsewhere", "1987-05"),
  },
  {
    rule: "required-when: dead without a cause of death, alive without one",
    table: "patients",
    breaks: set("P10", "cause_of_death", ""),
    finding: "missing-conditional P10 patients.cause_of_death: dead without a cause of death",
    keeps: set("P10", "cause_of_death", "tumour"),
  },
  {
    rule: "required-when counts what cannot be read as given",
    table: "patients",
    breaks: set("P10", "cause_of_death", "stroke"),
    finding: "unknown-code P10 patients.cause_of_death: stroke is not one of tumour, other",
    keeps: set("P10", "cause_of_death", "other"),
  },
  {
    rule: "empty-when: alive with a cause of death",
    table: "patients",
    breaks: set("P06", "cause_of_death", "other"),
    finding: "contradiction P06 patients.status: alive, yet a cause of death is given",
    keeps: set("P06", "cause_of_death", ""),
  },
  {
    rule: "empty-when: no extrahepatic tumour, yet its site",
    table: "resections",
    breaks: set("P09,1", "extrahepatic_site", "lung"),
    finding: "contradiction P09 resections.extrahepatic_site: no extrahepatic tumour, yet its site is given",
    keeps: both(set("P09,1", "extrahepatic_tumour", "yes"), set("P09,1", "extrahepatic_site", "lung")),
  },
  {
    rule: "never: R1 with 1 mm, R1 with less",
    table: "resections",
    breaks: set("P17,1", "margin_mm", "1"),
    finding: "contradiction P17 resections.margin_mm: R1 with a clear margin of 1 mm",
    keeps: set("P17,1", "margin_mm", "0.9"),
  },
  {
    rule: "never: R0 with no margin, RX with none",
    table: "resections",
    breaks: set("P09,1", "margin_mm", "0"),
    finding: "contradiction P09 resections.margin_mm: R0 with a margin of 0 mm",
    keeps: both(set("P09,1", "margin_mm", "0"), set("P09,1", "r_status", "RX")),
  },
  {
    rule: "missing-required: no status, against an optional field",
    table: "resections",
    breaks: set("P09,1", "r_status", ""),
    finding: "missing-required P09 resections.r_status: R status is missing",
    keeps: set("P09,1", "margin_mm", ""),
  },
  {
    rule: "missing-required: a row without its patient is nobody's",
    table: "followups",
    breaks: set("P02,1983-08-23", "patient", ""),
    finding: "missing-required  followups.patient: Patient is missing",
    keeps: set("P02,1983-08-23", "date", "1983-08-22"),
  },
  {
    rule: "plausible range: beyond it, and on its edge",
    table: "resections",
    breaks: set("P09,1", "largest_cm", "40.1"),
    finding: "implausible-value P09 resections.largest_cm: 40.1 cm is outside the plausible 0.1 to 40 cm",
    keeps: set("P09,1", "largest_cm", "40"),
  },
  {
    rule: "duplicate-key: the same number twice for one patient",
    table: "resections",
    breaks: (text) => `${text}P09,1,1987-04-07,bisegmentectomy,4,7,unilobar,no,,R0,2,0,I,24\n`,
    finding: "duplicate-key P09 resections.number: resection 1 stands twice, first in row 15",
    keeps: (text) => `${text}P09,2,1987-04-07,bisegmentectomy,4,7,unilobar,no,,R0,2,0,I,24\n`,
  },
  {
    rule: "orphan: a visit of nobody",
    table: "followups",
    breaks: (text) => `${text}P99,1990-01-01,alive,\n`,
    finding: "orphan P99 followups.patient: no such patient",
    keeps: (text) => `${text}P26,1996-01-01,alive,\n`,
  },
  {
    rule: "never, blaming the parent: dead at a visit, alive in the end",
    table: "followups",
    breaks: (text) => `${text}P06,1993-01-01,dead,\n`,
    finding: "contradiction P06 patients.status: alive, yet dead at the visit of 1993-01-01",
    keeps: (text) => `${text}P05,1993-01-01,dead,\n`,
  },
];

describe("checkRecords judges each rule at its edge", () => {
  it.each(cases)("$rule", ({ table, breaks, finding, keeps }) => {
    // The visits, after which nobody may be last seen, are left out where they are not the matter.
    const tables = table === "followups" ? undefined : ["patients", "resections"];
    expect(brief(check({ [table]: breaks }, tables))).toEqual([finding].flat());
    expect(brief(check({ [table]: keeps }, tables))).toEqual([]);
  });

  it("date-future: the last date of the records on the day, and the day before", () => {
    const day = (text: string) => parsePartialDate(text).date!;
    const lastSeen = "1998-05-13";
    expect(check({}, ["patients"], folder, day(lastSeen) as typeof asOf)).toEqual([]);
    expect(brief(check({}, ["patients"], folder, day("1998-05-12") as typeof asOf))).toEqual([
      "date-future P15 patients.date_last_seen: 1998-05-13 is in the future (after 1998-05-12)",
    ]);
    expect(check({}, ["patients"], folder, day("1998-05") as typeof asOf)).toEqual([]);
  });

  it("does not hold a row against another of the same number", () => {
    const again: Edit = (text) => `${text}P06,2,1988-12-01,bisegmentectomy,3,13,bilobar,no,,R0,2,2,I,22\n`;
    expect(brief(check({ resections: again }))).toEqual([
      "duplicate-key P06 resections.number: resection 2 stands twice, first in row 11",
    ]);
  });

  it("does not judge a sequence where a sibling's number cannot be read", () => {
    const found = brief(check({ resections: both(set("P06,3", "date", "1990-08-03"), set("P06,2", "number", "two")) }));
    expect(found).toEqual(["invalid-number P06 resections.number: two is not a number"]);
  });

  it("does not ask for what stands in a table that is not there", () => {
    expect(check({}, ["resections"])).toEqual([]);
    expect(check({}, ["followups"])).toEqual([]);
  });

  it("finds nothing in tables without rows, and refuses one without header", () => {
    const header: Edit = (text) => `${text.split("\n")[0]}\n`;
    expect(check({ patients: header, resections: header, followups: header })).toEqual([]);
    expect(() => check({ patients: () => "" })).toThrow(RecordsError);
  });

  it("holds records that came from no file against limits and codes", () => {
    const source = { file: "", sha256: "", format: "csv" as const, sniffed: [], coercions: {}, unknownColumns: [] };
    const values = {
      patient: "P1",
      number: 1,
      date: { year: 1990, month: 1, day: 1 },
      extrahepatic_tumour: "no",
      r_status: "R9",
      margin_mm: -1,
    };
    const table = { name: "resections", fields: Object.keys(values), rows: [{ row: 2, values, unread: {} }], source };
    expect(brief(checkRecords(dictionary, { resections: table }, { asOf }))).toEqual([
      "unknown-code P1 resections.r_status: R9 is not one of R0, R1, R2, RX",
      "invalid-number P1 resections.margin_mm: -1 mm is below 0",
    ]);
  });
});

describe("checkRecords without sentences in the dictionary", () => {
  it("words each rule from the labels", () => {
    const plain = {
      ...dictionary,
      rules: dictionary.rules.map(({ says: _, ...rule }) => rule as (typeof dictionary.rules)[number]),
    };
    const files = Object.fromEntries(
      ["patients", "resections"].map((table) => [
        table,
        { file: `${table}.csv`, bytes: readFileSync(new URL(`with-errors/${table}.csv`, folder)) },
      ]),
    );
    const found = checkRecords(plain, readRecords(plain, files).records, { asOf }).map(({ why }) => why);
    expect(found).toEqual(
      expect.arrayContaining([
        "Date last seen 1983-01-12 is before Date of resection 1983-09-27",
        "Cause of death is missing; it is required when Status is dead",
        "Cause of death is given; it must be empty when Status is alive",
        "R status is R1 and Resection margin is 8 mm contradict each other",
      ]),
    );
  });
});
