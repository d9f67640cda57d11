import { describe, expect, it } from "vitest";
import { bindFactor } from "./factor.js";
import { memberTables } from "./member.js";
import { studyErrorOf, tiny } from "./testing/tiny-study.js";

const patients = `
  patient sex arm age weight smoker grade born       zero
  P1      f   A   49  61.5   yes    1     1940-01-01 1990-01-01
  P2      m   B   50  -      no     2     1940       1990-07-01
  P3      m   C   65  80     -      3     -          1990-01-01
  P4      -   -   -   99     yes    -     1950-01-01 -`;

/** A factor for the rows of patients, and what it reads of each: the level, the number, or why there is none. */
function factorOf(definition: string, id = "x") {
  const body = `cohorts: { all: { rows: patients } }\nfactors: { x: ${definition} }\nanalyses: [{ id: flow, method: flow }]\n`;
  const { study, dictionary, records } = tiny(body, { patients });
  const factor = bindFactor(id, { study, dictionary, table: dictionary.tables.patients }, "analyses[0].factors[0]");
  const values = memberTables(
    dictionary,
    records,
  )("patients")!.map((member) => {
    const got = factor.read(member);
    if ("missing" in got) return got.missing;
    return factor.type === "categorical" ? factor.levels[got.value].id : got.value;
  });
  return { ...factor, values };
}

const says = (definition: string) => studyErrorOf(() => factorOf(definition)).message;

describe("bindFactor", () => {
  it("takes codes as levels in the dictionary's order, the first being the reference", () => {
    expect(factorOf("{ of: arm }")).toMatchObject({
      label: "Arm",
      type: "categorical",
      reference: "A",
      levels: [{ id: "A" }, { id: "B" }, { id: "C" }],
      values: ["A", "B", "C", "Arm not recorded"],
    });
    expect(factorOf("{ of: sex, label: Sex at birth, reference: m }")).toMatchObject({
      label: "Sex at birth",
      reference: "m",
      levels: [
        { id: "f", label: "Female" },
        { id: "m", label: "Male" },
      ],
    });
  });

  it("takes a field as it is where the study has no factor of that name", () => {
    expect(factorOf("{ of: arm }", "sex")).toMatchObject({ id: "sex", fields: ["patients.sex"] });
    expect(factorOf("{ of: arm }", "patients.age")).toMatchObject({ id: "patients.age", type: "continuous" });
  });

  it("takes yes and no as levels", () => {
    expect(factorOf("{ of: smoker }")).toMatchObject({
      reference: "false",
      levels: [
        { id: "false", label: "No" },
        { id: "true", label: "Yes" },
      ],
      values: ["true", "false", "Smoker not recorded", "true"],
    });
  });

  it("makes groups of codes; a code in no group counts as missing, with the reason", () => {
    expect(factorOf("{ of: arm, groups: { B/C or so: [C, B] } }")).toMatchObject({
      reference: "B/C or so",
      levels: [{ id: "B/C or so", label: "B/C or so", from: ["C", "B"] }],
      values: ["Arm A is in no group of Arm", "B/C or so", "B/C or so", "Arm not recorded"],
    });
  });

  it("takes a number as it is, per so many units", () => {
    expect(factorOf("{ of: age, per: 10 }")).toMatchObject({
      type: "continuous",
      unit: "years",
      per: 10,
      levels: [],
      values: [49, 50, 65, "Age not recorded"],
    });
    expect(factorOf("{ of: weight }")).not.toHaveProperty("unit");
  });

  it("cuts a number into groups, each of which holds its lower limit", () => {
    expect(factorOf("{ of: age, cut: [50, 65], reference: '50-<65' }")).toMatchObject({
      type: "categorical",
      reference: "50-<65",
      levels: [
        { id: "<50", label: "under 50 years" },
        { id: "50-<65", label: "50 to under 65 years" },
        { id: ">=65", label: "65 years or more" },
      ],
      values: ["<50", "50-<65", ">=65", "Age not recorded"],
    });
  });

  it("takes codes that are numbers as numbers, and cuts them", () => {
    expect(factorOf("{ of: grade, as: continuous }")).toMatchObject({
      type: "continuous",
      values: [1, 2, 3, "Grade not recorded"],
    });
    expect(factorOf("{ of: grade, cut: [2] }").values).toEqual(["<2", ">=2", ">=2", "Grade not recorded"]);
  });

  it("takes the time between two dates, completing what is known to the year only", () => {
    const { values, unit, label } = factorOf("{ years_between: [born, zero] }");
    // 50 years with 13 leap days, and from 1 July to 1 July with 12.
    const fifty = (50 * 365 + 13) / 365.25;
    expect(values).toEqual([fifty, (50 * 365 + 12) / 365.25, "Date of birth not recorded", "Time zero not recorded"]);
    expect({ unit, label }).toEqual({ unit: "years", label: "years from Date of birth to Time zero" });
    expect(factorOf("{ months_between: [born, zero] }").values[0]).toBe((fifty * 365.25) / (365.25 / 12));
    expect(factorOf("{ days_between: [born, zero], cut: [0, 20000] }").values.slice(0, 2)).toEqual([
      "0-<20000",
      "0-<20000",
    ]);
  });

  it("refuses what cannot be a factor, and settings that do not go together", () => {
    expect(says("{ of: place }")).toContain(
      "factors.x: Place is a text; a factor is made of codes, numbers, or yes and no",
    );
    expect(says("{ of: zero }")).toContain(
      "factors.x: Time zero is a date; a factor is made of codes, numbers, or yes and no",
    );
    expect(says("{ of: arm, as: continuous }")).toContain(
      "Arm is no number; allowed are numbers, and codes that are numbers",
    );
    expect(says("{ of: arm, cut: [1] }")).toContain("Arm is no number");
    expect(says("{ of: sex, reference: w }")).toContain(
      "factors.x.reference: “w” is no level of Sex; did you mean “f”? Known: f, m",
    );
    expect(says("{ of: age, reference: 50 }")).toContain("factors.x.reference: Age is a number and has no levels");
    expect(says("{ of: sex, per: 2 }")).toContain("factors.x.per: Sex has levels; only a number is scaled");
    expect(says("{ of: arm, groups: { A: [A], D: [B, D] } }")).toContain(
      "factors.x.groups.D[1]: “D” is no code of Arm",
    );
    expect(says("{ years_between: [born, sex] }")).toContain("factors.x.years_between[1]: Sex is a code, not a date");
    expect(says("{ years_between: [born, zero], as: continuous }")).toContain(
      "x is a time; it has neither groups nor as, but may have cut",
    );
  });
});
