import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkRecords } from "./check-records.js";
import {
  both,
  brief,
  check,
  dictionary,
  type EdgeCase,
  type Edit,
  hannover,
  set,
  testEdges,
} from "./fixtures/hannover.js";
import { parseDictionary } from "./parse-dictionary.js";
import { readRecords } from "./read-records.js";

const cases: EdgeCase[] = [
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
    rule: "never, blaming the parent: dead at a visit, alive in the end",
    table: "followups",
    breaks: (text) => `${text}P06,1993-01-01,dead,\n`,
    finding: "contradiction P06 patients.status: alive, yet dead at the visit of 1993-01-01",
    keeps: (text) => `${text}P05,1993-01-01,dead,\n`,
  },
];

describe("checkRules", () => {
  testEdges(cases);

  it.each([[["1992-06-01", "1993-01-01"]], [["1993-01-01", "1992-06-01"]]])(
    "tells the same of two visits that contradict the patient, in the order %j",
    (dates) => {
      const dead: Edit = (text) => `${text}${dates.map((date) => `P06,${date},dead,\n`).join("")}`;
      expect(brief(check({ followups: dead }))).toEqual([
        "contradiction P06 patients.status: alive, yet dead at the visit of 1992-06-01",
      ]);
    },
  );

  it("words each rule from the labels where the dictionary has no sentence", () => {
    const by = {
      ...dictionary,
      rules: dictionary.rules.map(({ says: _, ...rule }) => rule as (typeof dictionary.rules)[number]),
    };
    const folder = new URL("with-errors/", hannover);
    const found = check({}, { tables: ["patients", "resections"], folder, by }).map(({ why }) => why);
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

describe("the rules as Rule documents them", () => {
  const [, example] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(new URL("dictionary.ts", import.meta.url), "utf8"))!;
  const documented = parseDictionary(
    `title: Documented
tables:
  patients:
    key: patient
    fields:
      patient: { type: text }
      born: { type: date, identifying: true }
      status: { type: code, codes: [alive, dead] }
      cause_of_death: { type: text }
      last_seen: { type: date, partial: true }
      first_elsewhere: { type: date, partial: true }
  operations:
    one: operation
    key: [patient, number]
    parent: patients
    fields:
      patient: { type: text }
      number: { type: integer }
      date: { type: date, partial: true }
      r_status: { type: code, codes: [R0, R1, R2] }
      margin_mm: { type: decimal, unit: mm }
${example.replace(/^ \* /gm, "")}`,
    "dictionary.yaml",
  );

  function found(patient: string, operations: string[]): string[] {
    const file = (name: string, lines: string[]) => ({ file: name, bytes: new TextEncoder().encode(lines.join("\n")) });
    const { records, findings } = readRecords(documented, {
      patients: file("patients.csv", ["patient,born,status,cause_of_death,last_seen,first_elsewhere", `P1,${patient}`]),
      operations: file("operations.csv", [
        "patient,number,date,r_status,margin_mm",
        ...operations.map((row) => `P1,${row}`),
      ]),
    });
    expect(findings).toEqual([]);
    return brief(checkRecords(documented, records, { asOf: { year: 2000 } }));
  }

  it.each<[string, string, string[], string[]]>([
    ["nothing", "1930-05-01,alive,,1990-09,", ["1,1990-09-03,R0,8", "2,1990-09,R1,0.5"], []],
    [
      "date-order",
      "1930-05-01,alive,,1990-08,",
      ["1,1990-09-03,R0,8"],
      ["date-order P1 patients.last_seen: last seen before the operation of 1990-09-03"],
    ],
    [
      "consecutive-dates",
      "1930-05-01,alive,,,",
      ["1,1990-09-03,,", "2,1990-08,,"],
      ["date-order P1 operations.date: second operation before the first"],
    ],
    ["sequence, kept by elsewhere", "1930-05-01,alive,,,1985", ["2,1990-09-03,,"], []],
    [
      "sequence",
      "1930-05-01,alive,,,",
      ["2,1990-09-03,,", "4,1991,,"],
      [
        "sequence-gap P1 operations.number: a second operation, but no first one here or elsewhere",
        "sequence-gap P1 operations.number: a fourth operation without a third",
      ],
    ],
    [
      "required-when",
      "1930-05-01,dead,,,",
      [],
      ["missing-conditional P1 patients.cause_of_death: Cause of death is missing; it is required when Status is dead"],
    ],
    [
      "empty-when",
      "1930-05-01,alive,stroke,,",
      [],
      ["contradiction P1 patients.status: Cause of death is given; it must be empty when Status is alive"],
    ],
    ["empty-when, of which the condition is not recorded", "1930-05-01,,stroke,,", [], []],
    [
      "never",
      "1930-05-01,alive,,,",
      ["1,1990-09-03,R2,1"],
      ["contradiction P1 operations.margin_mm: R status is R2 and Margin mm is 1 mm contradict each other"],
    ],
    [
      "age",
      "1870-05-01,alive,,,",
      ["1,1990-09-03,,"],
      ["implausible-value P1 patients.born: older than 110 years at operation"],
    ],
  ])("find %s", (_, patient, operations, findings) => expect(found(patient, operations)).toEqual(findings));
});

describe("conditions", () => {
  /** Of the values those for which a condition on a decimal field holds; "" is not recorded. */
  function holding(condition: string, values: readonly string[]): string[] {
    const one = parseDictionary(
      `title: One
tables: { rows: { key: id, fields: { id: { type: text }, size: { type: decimal, max: 9 } } } }
rules: [{ kind: never, when: { rows.size: ${condition} }, blame: rows.id }]
`,
      "dictionary.yaml",
    );
    const bytes = new TextEncoder().encode(["id,size", ...values.map((value, i) => `${i},${value}`)].join("\n"));
    const { records } = readRecords(one, { rows: { file: "rows.csv", bytes } });
    return checkRecords(one, records, { asOf: { year: 2000 } })
      .filter(({ kind }) => kind === "contradiction")
      .map(({ row }) => values[row - 2]);
  }

  it.each([
    ["2", ["2"]],
    ["[1, 3]", ["1", "3"]],
    ["{ not: 2 }", ["1", "3"]],
    ["{ not: [1, 2] }", ["3"]],
    ["{ atLeast: 2 }", ["2", "3"]],
    ["{ atMost: 2 }", ["1", "2"]],
    ["{ above: 2 }", ["3"]],
    ["{ below: 2 }", ["1"]],
    ["{ above: 1, atMost: 2 }", ["2"]],
    ["{ atLeast: 1, not: 1 }", ["2", "3"]],
    ["{ recorded: true }", ["1", "2", "3", "10"]],
    ["{ recorded: false }", [""]],
    ["{ recorded: true, below: 2 }", ["1"]],
  ])("%s holds for %j of 1, 2, 3, nothing, and 10, which is beyond the limits and not read", (condition, values) => {
    expect(holding(condition, ["1", "2", "3", "", "10"])).toEqual(values);
  });
});

describe("the rule of age", () => {
  /** The reason for which the age at an operation on 1990-09-03 is implausible. */
  function reason(born: string, plausible: string): string | undefined {
    const one = parseDictionary(
      `title: One
tables: { patients: { key: id, fields: { id: { type: text }, born: { type: date, partial: true }, operated: { type: date } } } }
rules: [{ kind: age, birth: patients.born, at: patients.operated, event: operation, plausible: ${plausible} }]
`,
      "dictionary.yaml",
    );
    const bytes = new TextEncoder().encode(`id,born,operated\n1,${born},1990-09-03\n`);
    const { records } = readRecords(one, { patients: { file: "patients.csv", bytes } });
    return checkRecords(one, records, { asOf: { year: 2000 } })[0]?.why;
  }

  it("asks whether anybody born then could be of that age", () => {
    // 1461 days are 4 years of 365.25 days.
    expect(reason("1986-09-03", "[4, 110]")).toBeUndefined();
    expect(reason("1986-09-04", "[4, 110]")).toBe("younger than 4 years at operation");
    expect(reason("1986", "[4, 110]")).toBeUndefined();
    expect(reason("1987", "[4, 110]")).toBe("younger than 4 years at operation");
    expect(reason("1986-09-03", "[0, 4]")).toBeUndefined();
    expect(reason("1986-09-02", "[0, 4]")).toBe("older than 4 years at operation");
  });

  it("leaves a birth after the operation to a rule of order", () => {
    expect(reason("1990-09-03", "[1, 110]")).toBe("younger than 1 year at operation");
    expect(reason("1990-09-04", "[1, 110]")).toBeUndefined();
  });
});
