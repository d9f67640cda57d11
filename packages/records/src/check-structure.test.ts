import { describe, expect, it } from "vitest";
import { checkRecords } from "./check-records.js";
import { asOf, brief, check, dictionary, type EdgeCase, set, testEdges } from "./fixtures/hannover.js";
import { parsePartialDate } from "./parse-partial-date.js";

const cases: EdgeCase[] = [
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
];

describe("checkStructure", () => {
  testEdges(cases);

  it("date-future: the last date of the records on the day, and the day before", () => {
    const on = (text: string) => brief(check({}, { tables: ["patients"], on: parsePartialDate(text).date! }));
    expect(on("1998-05-13")).toEqual([]);
    expect(on("1998-05-12")).toEqual([
      "date-future P15 patients.date_last_seen: 1998-05-13 is in the future (after 1998-05-12)",
    ]);
    expect(on("1998-05")).toEqual([]);
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
